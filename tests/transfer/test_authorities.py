"""Lists of authorities become rows, known again by their codes."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from catalog.models import Claim, Expedition, ImportRun, Place, Source, Term
from catalog.transfer import authorities, lists
from catalog.transfer.importing import ImportRefused
from catalog.transfer.report import Report
from tests.factories import make_expedition, make_find, make_institution, make_place, make_source

NOW = datetime(2026, 1, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def take(kind: Any, *lines: str, user: Any = None) -> Report:
    file = io.BytesIO("\r\n".join(lines).encode("utf-8-sig"))
    return lists.run(file, kind, name="list.csv", user=user, now=NOW)


def test_a_place_hangs_under_one_of_the_same_list() -> None:
    report = take(
        authorities.Places,
        "slug,parent,kind,name_en,name_ru,latitude,longitude,names",
        "kurils,,archipelago,Kuril Islands,Курильские острова,,,",
        "shumshu,kurils,island,Shumshu,Шумшу,50.733,156.317,ja:占守島:current|en:Shimushu:historic",
    )

    place = Place.objects.get(slug="shumshu")
    assert report.counts == {"new": 2}
    assert place.parent.slug == "kurils"
    assert place.is_shown
    assert {name.name for name in place.other_names.all()} == {"占守島", "Shimushu"}


def test_the_same_list_again_changes_nothing_and_leaves_no_run() -> None:
    lines = ("slug,kind,name_en,names", "shumshu,island,Shumshu,en:Shimushu:historic")
    take(authorities.Places, *lines)

    report = take(authorities.Places, *lines)

    assert report.counts == {"same": 1}
    assert not report.written
    assert ImportRun.objects.count() == 1


def test_an_empty_cell_leaves_what_stands_there() -> None:
    make_place("Shumshu", slug="shumshu", name_ru="Шумшу")

    report = take(authorities.Places, "slug,name_ru,name_ja", "shumshu,,占守島")

    place = Place.objects.get(slug="shumshu")
    assert report.counts == {"changed": 1}
    assert (place.name_ru, place.name_ja) == ("Шумшу", "占守島")


def test_one_wrong_row_takes_the_whole_list_back() -> None:
    report = take(
        authorities.Sources,
        "code,type,title,url",
        "A-1,book,A book,",
        "A-2,bok,Another,",
        "A-3,web,A page,not an address",
        "A-4,web,,",
    )

    assert not Source.objects.exists()
    assert report.refused == 3
    assert [(problem.line, problem.column) for problem in report.problems] == [
        (3, "type"),
        (4, "url"),
        (5, "title"),
    ]
    assert "book" in report.problems[0].message


def test_what_the_model_refuses_names_its_column() -> None:
    report = take(authorities.Institutions, "slug,name_en", f"museum,{'M' * 300}")

    (problem,) = report.problems
    assert problem.column == "name_en"
    assert "200" in problem.message


def test_a_term_finds_its_broader_term_in_its_own_vocabulary() -> None:
    report = take(
        authorities.Terms,
        "vocabulary,code,parent,label_en,alt_labels",
        "object_type,pith-helmet,helmet,Pith helmet,topi|sola topee",
        "material,pith,helmet,Pith,",
    )

    assert [problem.column for problem in report.problems] == ["parent"]
    assert not Term.objects.filter(code="pith-helmet").exists()


def test_an_expedition_brings_its_organisers_and_sources() -> None:
    make_place("Shumshu")
    make_institution(slug="team")
    make_source(code="REPORT")

    take(
        authorities.Expeditions,
        "code,title_en,dates,area,organisers,sources,time_zone",
        "E-1,Survey,2015-22,Shumshu,team,REPORT,Asia/Tokyo",
    )

    expedition = Expedition.objects.get(code="E-1")
    assert str(expedition.area) == "Shumshu"
    assert [one.slug for one in expedition.organisers.all()] == ["team"]
    assert [one.code for one in expedition.sources.all()] == ["REPORT"]
    assert expedition.date_from is not None


def test_a_time_zone_that_is_none_is_refused() -> None:
    report = take(authorities.Expeditions, "code,title_en,time_zone", "E-1,Survey,Tokio")

    assert [problem.column for problem in report.problems] == ["time_zone"]


def test_two_figures_of_one_source_are_two_claims() -> None:
    make_expedition("E-1")
    make_source(code="TASS")
    lines = (
        "expedition,what,nationality,number,source,text_en",
        "E-1,other,japan,27,TASS,27 artillery emplacements",
        "E-1,other,japan,310,TASS,310 machine-gun emplacements",
    )

    take(authorities.Claims, *lines)
    again = take(authorities.Claims, *lines)

    assert Claim.objects.count() == 2
    assert again.counts == {"same": 2}


def test_rows_name_the_person_in_their_history(administrator: User) -> None:
    take(authorities.Sources, "code,title", "A-1,A book", user=administrator)

    record = Source.history.get()
    assert record.history_user == administrator
    assert record.import_run == ImportRun.objects.get(kind="sources").pk


def test_a_recorder_may_add_a_source_but_no_place(recorder: User) -> None:
    source = take(authorities.Sources, "code,title", "A-1,A book", user=recorder)
    place = take(authorities.Places, "slug,name_en", "shumshu,Shumshu", user=recorder)

    assert source.written
    assert place.refused == 1
    assert not Place.objects.exists()


def test_a_file_without_its_code_is_refused_with_its_columns() -> None:
    with pytest.raises(ImportRefused, match=r"no column code.*name"):
        take(authorities.Sources, "name,title", "A-1,A book")


def test_columns_that_say_nothing_are_listed() -> None:
    report = take(authorities.Sources, "Code,Title,colour", "A-1,A book,red")

    assert report.ignored == ["colour"]
    assert report.written


def test_finds_follow_a_place_that_a_list_makes_private_or_renames() -> None:
    island = make_place("Shumshu", slug="shumshu")
    height = make_place("Height 171", parent=island, slug="height", kind="landform")
    find = make_find(place=height, latitude="50.731234", longitude="156.187654")

    take(
        authorities.Places,
        "slug,is_public,public_precision,name_ru,names",
        "height,no,withheld,,",
        "shumshu,,,Шумшу,en:Shimushu:historic",
    )

    find.refresh_from_db()
    assert find.public_latitude is None
    assert "171" not in find.public_text
    assert "171" in find.staff_text


def test_finds_are_found_by_the_words_a_list_gives_their_place_or_type() -> None:
    find = make_find(place=make_place("Shumshu", slug="shumshu"))
    helmet = find.object_type

    take(authorities.Places, "slug,names", "shumshu,en:Shimushu:historic")
    take(
        authorities.Terms,
        "code,vocabulary,label_en,alt_labels",
        f"{helmet.code},object_type,{helmet.label_en},Stahlhelm",
    )

    find.refresh_from_db()
    assert "shimushu" in find.public_text
    assert "stahlhelm" in find.public_text
