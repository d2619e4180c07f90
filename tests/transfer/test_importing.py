"""The engine: what goes in, what is refused and why, and what is never half-written."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import (
    Expedition,
    Find,
    FindPhoto,
    FindRelation,
    FormerNumber,
    ImportRun,
    MunitionDetail,
    Photo,
    Place,
    RemainsDetail,
    StatusEvent,
    Term,
)
from catalog.models.derivation import DERIVED
from catalog.transfer.importing import ImportRefused
from tests.factories import (
    make_expedition,
    make_find,
    make_person,
    make_photo,
    make_user,
)
from tests.transfer.lists_in import (
    GOOD,
    MUNITION,
    NOW,
    REMAINS,
    TANK,
    TOLD,
    counts,
    only_find,
    problems,
    row,
    sentences,
    table,
    take,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("furnished")]

FULL = {
    **TOLD,
    "found_on": "около 1943",
    "quantity": "20+",
    "materials": "steel|brass",
    "length_mm": "280,5",
    "damage_count": "~15",
    "found_by": "Anna Finder",
    "latitude": "50.7333",
    "longitude": "156.3167",
    "holder": "demo-museum",
    "custody_status": "in_store",
    "markings": "昭和\n十八年",
    "sources": "SURVEY-2015 @ p. 4",
    "photo": "IMG_1.jpg",
    "photo_credit": "Peter Kamenchenko - Via",
    "photo_license": "CC BY 4.0",
    "internal_notes": "'=1+1",
}


def test_an_order_of_days_that_was_taken_is_told_once() -> None:
    slashes = [row("A-1", found_on="13/06/1945"), row("A-2", found_on="05/06/1945")]
    slashes += [row("A-3", found_on="07/08/1945"), row("A-4", found_on="06/06/1945")]

    (told,) = take(*slashes, dry_run=True).notes
    (other,) = take(*slashes[1:], toml='[options]\ndate_order = "mdy"\n', dry_run=True).notes

    assert "“05/06/1945” is read as 1945-06-05." in told
    assert "“05/06/1945” is read as 1945-05-06." in other
    assert not take(row("A-5", found_on="05.06.1945"), slashes[3], dry_run=True).notes


def test_good_row_becomes_a_draft_with_all_it_says() -> None:
    report = take(row(**FULL))

    find = only_find()
    assert counts(report) == {"new": 1}
    assert (find.publication_status, find.quantity, find.quantity_qualifier) == ("draft", 20, "min")
    assert (find.found_on, find.found_on_text) == ("1943~", "около 1943")
    assert (find.length_mm, find.damage_count) == (Decimal("280.500"), 15)
    assert find.markings == "昭和\n十八年"
    assert find.internal_notes == "=1+1"
    assert sorted(find.materials.values_list("code", flat=True)) == ["brass", "steel"]
    assert [person.name for person in find.found_by.all()] == ["Anna Finder"]
    assert [link.locator for link in find.find_sources.all()] == ["p. 4"]
    assert find.find_photos.get(is_primary=True).photo.credit_line == "Peter Kamenchenko - Via"


def test_derived_columns_are_those_a_save_would_write() -> None:
    take(
        row("A-1", **FULL),
        row("A-2", **TOLD, **REMAINS),
        row("A-3", **MUNITION, latitude="50.7", longitude="156.3"),
        row("A-4", **TANK, carries_name="yes", markings="山田", ammunition_aboard="yes"),
    )

    names = [Find._meta.get_field(name).attname for name in DERIVED]
    for find in Find.objects.order_by("number_sort"):
        imported = {name: getattr(find, name) for name in names}
        find.save()
        find.refresh_from_db()
        assert imported == {name: getattr(find, name) for name in names}, find


def test_same_file_again_changes_nothing_and_leaves_no_run() -> None:
    rows = [row("A-1", **FULL), row("A-2", **TOLD, **REMAINS, related_finds="found_with:A-1")]
    take(*rows)
    before = _everything()

    report = take(*rows, now=NOW + timedelta(days=1))

    assert counts(report) == {"same": 2}
    assert "Nothing to change." in report.summary()
    assert not report.written
    assert _everything() == before


def test_trial_run_writes_not_one_row() -> None:
    before = _everything()

    report = take(
        row(**FULL, related_finds="part_of:SHU15-0002"),
        row("SHU15-0002", object_type="new kind of helmet"),
        toml='[options]\ncreate_missing = ["object_type"]',
        dry_run=True,
    )

    assert counts(report) == {"new": 2}
    assert report.run_id is None
    assert _everything() == before


def test_one_refused_row_takes_the_whole_list_back() -> None:
    before = _everything()

    report = take(row(**FULL), row("A-2", quantity="0"))

    assert report.is_refused
    assert "Nothing was written" in report.summary()
    assert _everything() == before


def test_refused_row_leaves_no_name_behind() -> None:
    lists = ["object_type", "place", "expedition", "holder", "found_by", "sources", "materials"]
    toml = f"[options]\nskip_errors = true\ncreate_missing = {lists}"
    names = {name: f"New {name}" for name in lists}
    take(row("A-0", place="Isle > Camp"), toml=toml)
    before = _everything()

    report = take(row("A-1", **names | {"place": "Isle > Camp > Tent"}, quantity="0"), toml=toml)
    kept = take(
        row("A-2", place="Isle > North > Tent"),
        row("A-3", place="Isle > South > Tent", latitude="0", longitude="0"),
        toml=toml,
    )

    assert (counts(report), dict(report.created)) == ({"refused": 1}, {})
    assert before["Place"] == [one for one in _everything()["Place"] if one in before["Place"]]
    assert dict(kept.created) == {"place": 2}
    assert set(Place.objects.values_list("name_en", flat=True)) == {
        "Kuril Islands",
        "Shumshu",
        "Isle",
        "Camp",
        "North",
        "Tent",
    }


@pytest.mark.parametrize("how", ["request", "mapping"])
def test_good_rows_are_kept_where_asked(how: str) -> None:
    options = {"skip_refused": True} if how == "request" else {}
    toml = "[options]\nskip_errors = true" if how == "mapping" else ""

    report = take(row("A-1"), row("A-2", quantity="0"), toml=toml, **options)

    assert counts(report) == {"new": 1, "refused": 1}
    assert only_find().catalogue_number == "A-1"
    assert ImportRun.objects.get().rows_refused == 1


BAD_CELLS = [
    ("latitude", {"latitude": "95", "longitude": "150"}, "could be a longitude"),
    ("longitude", {"latitude": "50.7"}, "go together"),
    ("latitude", {"longitude": "150.7"}, "go together"),
    ("latitude", {"latitude": "0", "longitude": "0"}, "Atlantic"),
    ("latitude", {"latitude": "156.3E", "longitude": "50.7"}, "is a longitude"),
    ("coordinate_uncertainty_m", {"coordinate_uncertainty_m": "0"}, "at least 1"),
    ("found_on", {"found_on": "32.08.2025"}, "32.08.2025"),
    ("found_on", {"found_on": "18/08/45"}, "four digits"),
    ("found_on", {"found_on": "2015-13"}, "2015-13"),
    ("found_on", {"found_on": "1946/1945"}, "before it begins"),
    ("found_on", {"found_on": "1945 " * 60}, "at most 200"),
    ("quantity", {"quantity": "0"}, "from 1"),
    ("quantity", {"quantity": "несколько"}, "3+"),
    ("quantity", {"quantity": "1,234"}, "thousands"),
    ("nationality", {"nationality": "japn"}, "Nearest: japan"),
    ("nationality", {"nationality": "Атлантида"}, "not in the list"),
    ("object_type", {"object_type": "helmett"}, "Nearest: helmet"),
    ("object_type", {"object_type": "tank"}, "belongs to the category “tank”"),
    ("category", {"category": "helmets and more"}, "Allowed: remains, tank"),
    (
        "place",
        {"place": "Kuril Islands > Shumsha"},
        "Allowed: Kuril Islands, Kuril Islands > Shumshu",
    ),
    ("expedition", {"expedition": "SHU-2016"}, "Allowed: SHU-2015"),
    ("holder", {"holder": "Museum"}, "Allowed: demo-museum"),
    ("title_en", {"title_en": "x" * 300}, "It has 300 characters; at most 200"),
    ("title_en", {"title_en": ""}, "at least one language"),
    ("expedition", {"expedition": ""}, "required"),
    ("catalogue_number", {"catalogue_number": " "}, "required"),
    ("catalogue_number", {"catalogue_number": "1E+05"}, "rounded"),
    ("catalogue_number", {"catalogue_number": "Aug-18"}, "a date a spreadsheet has made"),
    ("catalogue_number", {"catalogue_number": "SНU15-1"}, "CYRILLIC"),
    ("catalogue_number", {"catalogue_number": "A\u202eB"}, "U+202E"),
    ("length_mm", {"length_mm": "-1"}, "at least 0"),
    ("length_mm", {"length_mm": "999999999.9999"}, "too large"),
    ("length_mm", {"length_mm": "12 cm"}, "unit"),
    ("calibre_mm", {**MUNITION, "calibre_mm": "0.001"}, "above zero"),
    ("calibre_mm", {"calibre_mm": "7.7"}, "does not apply"),
    ("individuals", {"individuals": "0"}, "does not apply"),
    ("individuals", {**REMAINS, "individuals": ""}, "required for remains"),
    ("individuals", {**REMAINS, "individuals": "0"}, "part_of another"),
    ("restoration_status", {"restoration_status": "repaired"}, "Allowed: not_assessed"),
    ("restoration_status", {**REMAINS, "restoration_status": "restored"}, "does not apply"),
    ("remains_status", {"remains_status": "exhumed"}, "does not apply"),
    ("hazard_status", {**MUNITION, "hazard_status": "inert_certified"}, "disposal report"),
    ("hazard_status", {"hazard_status": r"\N"}, "cannot be emptied"),
    ("photo_via_url", {"photo_credit": "A", "photo_via_url": "ftp://x.org/"}, "web address"),
    ("photo_via_url", {"photo_via_url": "http://x.org/" + "a" * 600}, "at most 500"),
    ("related_finds", {"related_finds": "part_of:NOBODY-1"}, "number of no find"),
    ("related_finds", {"related_finds": "SHU15-0002"}, "kind:number"),
    ("related_finds", {"related_finds": "beside:SHU15-0002"}, "Allowed: found_with"),
    ("related_finds", {"related_finds": "part_of:shu15-0001"}, "related to itself"),
    ("public_id", {"public_id": "7"}, "leave it empty"),
    ("updated_at", {"updated_at": "yesterday"}, "2015-08-12T09:30"),
    ("updated_at", {"updated_at": "0001-01-01T00:00:00+14:00"}, "2015-08-12T09:30"),
    ("carries_name", {"carries_name": "maybe"}, "yes, no"),
    ("publication_status", {"publication_status": "published"}, "Not yet"),
    ("publication_status", {**MUNITION, **TOLD, "publication_status": "published"}, "reviewer"),
    ("publication_status", {**REMAINS, **TOLD, "publication_status": "published"}, "reviewer"),
]


@pytest.mark.parametrize(("column", "cells", "part"), BAD_CELLS)
def test_wrong_cell_is_refused_with_line_column_and_what_is_allowed(
    column: str, cells: dict[str, str], part: str
) -> None:
    report = take(row("A-0"), row(**cells))

    assert (3, column) in problems(report)
    assert part in sentences(report)
    assert not Find.objects.exists()


@pytest.mark.parametrize(
    ("written", "edtf"), [("18.08.1945", "1945-08-18"), ("ca. 1943", "1943~"), ("194X", "194X")]
)
def test_date_as_people_write_it_is_taken_and_kept(written: str, edtf: str) -> None:
    take(row(found_on=written))

    find = only_find()
    assert find.found_on == edtf
    assert find.found_on_text == ("" if written == edtf else written)


BAD_FILES = [
    (b"", "empty"),
    (b"\xef\xbb\xbf\r\n\r\n", "empty"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG picture"),
    (b"PK\x03\x04" + b"xl/workbook.xml", "is damaged"),
    (b"catalogue_number,title_en\r\nA-1,a\x00b\r\n", "NUL"),
    (b'catalogue_number,title_en\r\nA-1,"a\r\n', "never closed"),
    (b"A-1,SHU-2015,helmet\r\nA-2,SHU-2015,helmet\r\n", "no column for the catalogue number"),
    (b"catalogue_number,title,title\r\n", "Two columns of the file are “title”"),
    (b"catalogue_number,number\r\n", "Two columns of the file are “catalogue_number”"),
    (b"just a letter to you", "no column for the catalogue number"),
]


@pytest.mark.parametrize(("file", "part"), BAD_FILES)
def test_file_that_is_no_list_is_refused_in_a_sentence(file: bytes, part: str) -> None:
    with pytest.raises(ImportRefused, match=part):
        take(file=file)

    assert not ImportRun.objects.exists()


def test_ragged_rows_are_refused() -> None:
    text = table([row("A-1"), row("A-2")]).replace("A-2,", "A-2,x,").rstrip() + "\r\nA-3,short\r\n"

    report = take(file=text)

    assert problems(report) == [(3, ""), (4, "")]
    assert "It has 6 cells, the header has 5." in sentences(report)
    assert "It has 2 cells, the header has 5." in sentences(report)


def test_number_that_stands_twice_is_refused_on_both_lines() -> None:
    report = take(row("A-1"), row("A-2"), row(" a-1"))

    assert problems(report) == [(2, "catalogue_number"), (4, "catalogue_number")]
    assert sentences(report).count("on lines 2, 4") == 2


def test_number_that_stands_on_very_many_lines_names_the_first_ten() -> None:
    report = take(*[row("A-1")] * 200)

    assert "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 190 more." in report.problems[-1].message


def test_public_id_that_stands_twice_is_refused() -> None:
    known = "0198f0c6-0000-7000-8000-000000000001"

    report = take(row("A-1", public_id=known), row("A-2", public_id=known.upper()))

    assert problems(report) == [(2, "public_id"), (3, "public_id")]


def test_number_of_the_catalogue_is_an_update() -> None:
    take(row(), row("A-2"))
    other = Find.objects.get(catalogue_number="A-2")

    report = take(row("shu15-0001", title_en="Dented helmet"))

    find = Find.objects.exclude(pk=other.pk).get()
    assert counts(report) == {"changed": 1}
    assert (find.title_en, find.catalogue_number) == ("Dented helmet", "shu15-0001")


def test_empty_cell_leaves_and_backslash_n_clears() -> None:
    take(row(**FULL))

    report = take(
        row(markings="", damage_count=r"\N", materials=r"\N", holder=r"\N", sources=r"\N")
    )

    find = only_find()
    assert counts(report) == {"changed": 1}
    assert find.markings == "昭和\n十八年"
    assert (find.damage_count, find.damage_qualifier, find.holder) == (None, "", None)
    assert not find.materials.exists()
    assert not find.sources.exists()


def test_new_date_takes_the_old_words_away() -> None:
    take(row(found_on="около 1943"))

    take(row(found_on="1944"))

    assert (only_find().found_on, only_find().found_on_text) == ("1944", "")


def test_number_may_change_by_public_id_and_the_old_one_still_leads_there() -> None:
    take(row())
    public_id = str(only_find().public_id)

    report = take(row("SHU15-0099", public_id=public_id))

    assert counts(report) == {"changed": 1}
    assert only_find().catalogue_number == "SHU15-0099"
    assert FormerNumber.objects.get().number_key == "shu15-0001"


def test_former_number_of_another_find_is_not_given_again() -> None:
    take(row())
    take(row("SHU15-0099", public_id=str(only_find().public_id)))

    report = take(row("SHU15-0001"))

    assert "Another find had this number" in sentences(report)


def test_number_of_one_find_and_public_id_of_another_are_refused() -> None:
    take(row("A-1"), row("A-2"))
    second = Find.objects.get(catalogue_number="A-2")

    report = take(row("A-1", public_id=str(second.public_id)))

    assert "Another find has this number." in sentences(report)


def test_foreign_public_id_for_a_known_number_is_refused() -> None:
    take(row())

    report = take(row(public_id="0198f0c6-0000-7000-8000-000000000001"))

    assert problems(report) == [(2, "public_id")]


def test_two_lines_about_one_find_are_refused() -> None:
    take(row("A-1"))
    public_id = str(only_find().public_id)

    report = take(row("B-1", public_id=public_id), row("A-1", title_en="Another"))

    assert report.is_refused
    assert "Another line of the file is about the same find." in sentences(report)


def test_new_lines_beside_lines_with_ids_are_new() -> None:
    take(row("A-1"))
    public_id = str(only_find().public_id)

    report = take(row("B-1"), row("A-1", public_id=public_id), row("B-2"), row("B-3"))

    assert counts(report) == {"new": 3, "same": 1}


def test_find_does_not_move_to_another_expedition_or_category() -> None:
    make_expedition("SHU-2016")
    take(row())

    report = take(row(expedition="SHU-2016", **TANK))

    assert {column for _line, column in problems(report)} == {"expedition", "category"}


def test_stale_list_is_refused_only_where_it_differs() -> None:
    take(row("A-1"), row("A-2"))
    old = (NOW - timedelta(days=1)).isoformat()

    report = take(row("A-1", updated_at=old), row("A-2", title_en="Other", updated_at=old))

    assert problems(report) == [(3, "updated_at")]
    assert counts(report) == {"same": 1, "refused": 1}


def test_impossible_transition_is_refused_with_what_is_allowed() -> None:
    take(row(restoration_status="as_found"))

    report = take(row(restoration_status="restored"))

    assert problems(report)[0] == (2, "restoration_status")
    assert "allowed: Awaiting treatment" in sentences(report)


def test_possible_transition_writes_an_event() -> None:
    take(row(restoration_status="as_found"))

    report = take(row(restoration_status="awaiting"))

    first, second = StatusEvent.objects.filter(track="restoration").order_by("pk")
    assert counts(report) == {"changed": 1}
    assert (first.from_status, first.to_status, first.origin) == ("", "as_found", "import")
    assert (second.from_status, second.to_status) == ("as_found", "awaiting")
    assert second.import_run == report.run_id


def test_hazard_with_its_report_is_taken_and_the_event_carries_it() -> None:
    evidence = {"eod_report": "EOD 7/15", "eod_authority": "EOD unit", "eod_date": "2015-08-20"}

    take(row(**MUNITION, **evidence, hazard_status="inert_certified"))

    event = StatusEvent.objects.get(track="hazard")
    assert (event.document_ref, event.authority, event.date_edtf) == (
        "EOD 7/15",
        "EOD unit",
        "2015-08-20",
    )


def test_link_may_lead_further_down_the_list() -> None:
    take(row("A-1", related_finds=r"part_of:A-2|found_with:A-3"), row("A-2"), row("A-3"))

    links = FindRelation.objects.order_by("kind").values_list("kind", "to_find__catalogue_number")
    assert list(links) == [("found_with", "A-3"), ("part_of", "A-2")]


def test_finds_cannot_be_part_of_each_other() -> None:
    rows = [
        row("A-1", related_finds="part_of:A-2"),
        row("A-2", related_finds="part_of:A-3"),
        row("A-3", related_finds="part_of:A-1"),
    ]

    report = take(*rows)

    assert problems(report) == [(4, "related_finds")]
    assert "part of this find already" in sentences(report)
    assert not Find.objects.exists()


def test_finds_may_be_found_with_each_other() -> None:
    report = take(
        row("A-1", related_finds="found_with:A-2"), row("A-2", related_finds="found_with:A-1")
    )

    assert counts(report) == {"new": 2}


def test_nobody_of_another_record_is_counted_there() -> None:
    take(
        row("A-1", **REMAINS),
        row("A-2", **{**REMAINS, "individuals": "0"}, related_finds="part_of:A-1"),
    )

    part = RemainsDetail.objects.get(find__catalogue_number="A-2")
    assert (part.individuals, part.is_part) == (0, True)


def test_recorder_makes_drafts_and_may_submit(recorder: User) -> None:
    report = take(row("A-1"), row("A-2", publication_status="in_review"), user=recorder)

    assert counts(report) == {"new": 2}
    states = Find.objects.order_by("number_sort").values_list("publication_status", "created_by")
    assert list(states) == [("draft", recorder.pk), ("in_review", recorder.pk)]


def test_recorder_does_not_publish(recorder: User) -> None:
    report = take(row(**TOLD, publication_status="published"), user=recorder)

    assert problems(report) == [(2, "publication_status")]


def test_reviewer_publishes_what_is_whole(reviewer: User) -> None:
    take(row(**TOLD, publication_status="published"), user=reviewer)

    find = only_find()
    assert (find.publication_status, find.reviewed_by, find.published_at) == (
        "published",
        reviewer,
        NOW,
    )


def test_recorder_changes_own_drafts_only(recorder: User) -> None:
    make_find(catalogue_number="A-1", created_by=make_user("recorder"))
    make_find(catalogue_number="A-2", created_by=recorder)
    codes = dict(Find.objects.values_list("catalogue_number", "expedition__code"))

    report = take(
        row("A-1", expedition=codes["A-1"]), row("A-2", expedition=codes["A-2"]), user=recorder
    )

    assert problems(report) == [(2, "catalogue_number")]
    assert "only your own drafts" in sentences(report)


def test_recorder_learns_nothing_of_positions_by_trying(recorder: User) -> None:
    find = make_find(latitude="50.731234", longitude="156.187654", created_by=make_user("recorder"))
    cells = {
        "catalogue_number": find.catalogue_number,
        "expedition": find.expedition.code,
        "category": find.category,
        "object_type": find.object_type.code,
    }

    right = take({**cells, "latitude": "50.731234", "longitude": "156.187654"}, user=recorder)
    wrong = take({**cells, "latitude": "50.7", "longitude": "156.1"}, user=recorder)

    assert {column for _line, column in problems(right)} == {"latitude", "longitude"}
    assert "You may not see this" in sentences(right)
    assert {"latitude", "longitude"} <= {column for _line, column in problems(wrong)}


def test_recorder_may_send_the_own_list_again(recorder: User) -> None:
    rows = [row(latitude="50.7333", longitude="156.3167", markings="A 12")]
    take(*rows, user=recorder)

    assert counts(take(*rows, user=recorder)) == {"same": 1}


def test_who_may_not_add_finds_imports_nothing() -> None:
    with pytest.raises(ImportRefused, match="right to add finds"):
        take(row(), user=make_user())


def test_recorder_adds_people_but_no_places(recorder: User) -> None:
    toml = '[options]\ncreate_missing = ["found_by", "place"]'

    report = take(row(found_by="New Finder", place="Elsewhere"), user=recorder, toml=toml)

    assert problems(report) == [(2, "place")]


def test_administrator_restores_published_remains_from_an_exported_list(
    administrator: User, reviewer: User
) -> None:
    restored = row(
        **REMAINS,
        **TOLD,
        public_id="0198f0c6-0000-7000-8000-000000000001",
        updated_at="2025-01-02T03:04:05.678901+00:00",
        publication_status="published",
    )

    assert problems(take(restored, user=reviewer)) == [(2, "publication_status")]
    assert counts(take(restored, user=administrator)) == {"new": 1}
    assert str(only_find().public_id) == "0198f0c6-0000-7000-8000-000000000001"
    assert only_find().updated_at.isoformat() == "2025-01-02T03:04:05.678901+00:00"


def test_edit_of_published_remains_waits_for_a_review_and_the_list_may_come_again() -> None:
    find = _published("remains")
    cells = _cells_of(find) | {"publication_status": "published", "damage": "gone"}

    first, second = take(cells), take(cells, now=NOW + timedelta(days=1))

    find.refresh_from_db()
    assert (counts(first), counts(second)) == ({"changed": 1}, {"same": 1})
    assert find.publication_status == "in_review"
    assert "waits for a reviewer" in str(second.warnings[0])


def test_edit_of_a_published_helmet_leaves_it_published() -> None:
    find = _published("helmet")

    take(_cells_of(find) | {"damage": "a dent"})

    find.refresh_from_db()
    assert find.publication_status == "published"


@pytest.mark.parametrize("category", ["remains", "helmet"])
def test_published_find_goes_back_to_draft_by_a_list(category: str) -> None:
    find = _published(category)

    take(_cells_of(find) | {"publication_status": "draft"})

    find.refresh_from_db()
    assert find.publication_status == "draft"


def test_withdrawn_find_comes_back_only_as_a_draft() -> None:
    find = _published("helmet")
    Find.objects.update(publication_status="withdrawn", withdrawn_reason="error")

    refused = take(_cells_of(find) | {"publication_status": "published"})
    taken = take(_cells_of(find) | {"publication_status": "draft"})

    find.refresh_from_db()
    assert problems(refused) == [(2, "publication_status")]
    assert counts(taken) == {"changed": 1}
    assert (find.publication_status, find.withdrawn_reason) == ("draft", "")


def test_list_withdraws_nothing() -> None:
    find = _published("helmet")

    report = take(_cells_of(find) | {"publication_status": "withdrawn"})

    assert "withdrawn in the admin" in sentences(report)


def test_published_photograph_keeps_its_credit_and_licence() -> None:
    find = make_find()
    make_photo(find, published=True)

    report = take(_cells_of(find) | {"photo_credit": r"\N", "photo_license": r"\N"})

    assert {column for _line, column in problems(report)} == {"photo_credit", "photo_license"}


def test_photograph_of_remains_is_withheld_from_the_first() -> None:
    take(row(**REMAINS, photo="a.jpg", photo_credit="A. Finder"))

    photo = Photo.objects.get()
    assert (photo.shows_human_remains, photo.sensitivity) == (True, "withheld")


def test_words_of_a_photograph_change_without_touching_the_rest() -> None:
    find = make_find()
    photo = make_photo(find, original_name="a.jpg", alt_en="In words")

    take(_cells_of(find) | {"photo_credit": "Another"})

    photo.refresh_from_db()
    assert (photo.credit_line, photo.alt_en, bool(photo.file)) == ("Another", "In words", True)
    assert photo.history.count() == 2


def test_names_are_made_where_the_mapping_says_so() -> None:
    toml = """
    [options]
    language = "ru"
    create_missing = ["object_type", "materials", "place", "expedition", "holder", "found_by",
                      "sources", "nationality"]
    """
    cells = {
        "object_type": "Каска особая",
        "nationality": "Атлантида",
        "materials": "фетр|steel",
        "place": "Шумшу > Раскоп 1",
        "expedition": "Вахта 2016",
        "holder": "Музей поиска",
        "found_by": "Иван|Пётр",
        "sources": "Отчёт 7 @ с. 3",
    }

    report = take(row("A-1", **cells), row("A-2", **cells), toml=toml)

    find = Find.objects.get(catalogue_number="A-1")
    assert sum(report.created.values()) == 9
    assert find.object_type.label_ru == "Каска особая"
    assert find.place.parent.name_en == "Shumshu"
    assert find.expedition.title_ru == "Вахта 2016"
    assert Place.objects.filter(name_ru="Раскоп 1").count() == 1
    assert counts(take(row("A-1", **cells), row("A-2", **cells), toml=toml)) == {"same": 2}


def test_made_places_are_those_a_save_would_write() -> None:
    take(row(place="Kuril Islands > Alaid > Camp"), toml='[options]\ncreate_missing = ["place"]')

    for place in Place.objects.all():
        names = [field.attname for field in Place._meta.concrete_fields]
        made = [getattr(place, name) for name in names]
        place.save()
        place.refresh_from_db()
        assert made == [getattr(place, name) for name in names]


@pytest.mark.parametrize(
    ("column", "name", "part"),
    [
        ("place", " > ".join("ABCDEFGHI"), "one to 8 names"),
        ("place", "x" * 201, "too long for a name"),
        ("object_type", "x" * 201, "too long for a name"),
        ("sources", "x" * 65, "too long for a name"),
        ("holder", "\u200b\u200b", "can be seen"),
    ],
)
def test_name_that_cannot_be_one_is_not_made(column: str, name: str, part: str) -> None:
    report = take(row(**{column: name}), toml=f'[options]\ncreate_missing = ["{column}"]')

    assert problems(report) == [(2, column)]
    assert part in sentences(report)


def test_history_and_events_name_the_run_and_the_person(administrator: User) -> None:
    toml = (
        '[options]\ncreate_missing = ["object_type", "place", "expedition", "holder", "found_by"]'
    )
    cells = {
        **FULL,
        "object_type": "New type",
        "place": "New island",
        "expedition": "New season",
        "holder": "New museum",
        "found_by": "New finder",
    }

    report = take(
        row("A-1", **cells),
        row("A-2", **{**MUNITION, "calibre_mm": "7.7"}, related_finds="found_with:A-1"),
        row("A-3", **REMAINS),
        user=administrator,
        toml=toml,
    )

    touched = "find munitiondetail remainsdetail photo findphoto findsource findrelation"
    for name in f"{touched} term place expedition institution person".split():
        history = apps.get_model("catalog", f"historical{name}").objects
        found = set(history.filter(import_run=report.run_id).values_list("history_user", flat=True))
        assert found == {administrator.pk}, name
    past = Find.history.get(catalogue_number="A-1", import_run=report.run_id)
    assert (past.history_type, past.materials.count(), past.found_by.count()) == ("+", 2, 1)
    events = StatusEvent.objects.values_list("user", "import_run", "origin")
    assert set(events) == {(administrator.pk, report.run_id, "import")}


def test_change_is_one_row_of_history_with_its_lists() -> None:
    take(row(materials="steel"))

    report = take(row(materials="steel|brass", title_en="Other"), now=NOW + timedelta(days=1))

    past = Find.history.get(import_run=report.run_id)
    assert (past.history_type, past.materials.count()) == ("~", 2)
    assert only_find().updated_at == NOW + timedelta(days=1)


def test_run_is_recorded_with_its_counts(administrator: User) -> None:
    take(row("A-1"), row("A-2"), user=administrator)

    run = ImportRun.objects.get()
    assert (run.rows_read, run.rows_new, run.status, run.user) == (2, 2, "done", administrator)
    assert len(run.file_sha256) == 64


def test_queries_do_not_grow_with_the_rows() -> None:
    def rows(start: int, number: int) -> list[dict[str, str]]:
        kinds = ({}, {**MUNITION, "calibre_mm": "7.7"}, REMAINS, {**TANK, "hull_number": "12"})
        return [
            row(f"A-{index}", **{**FULL, "custody_status": "", **kinds[index % 4]})
            | ({"related_finds": f"found_with:A-{start}"} if index > start else {})
            for index in range(start, start + number)
        ]

    def changed(start: int, number: int) -> list[dict[str, str]]:
        other = {"title_en": "Other", "sources": r"\N", "photo_credit": "Other"}
        return [one | other for one in rows(start, number)]

    few, many = _queries(rows(0, 8)), _queries(rows(100, 60))
    few_changed, many_changed = _queries(changed(0, 8)), _queries(changed(100, 60))

    assert many == few
    assert many_changed == few_changed


def test_import_works_inside_another_transaction() -> None:
    with transaction.atomic():
        take(row("A-1", quantity="0"))
        take(row("A-2"))
        take(row("A-3"), dry_run=True)

    assert only_find().catalogue_number == "A-2"


def test_two_lists_after_each_other_both_stay() -> None:
    first = take(row("A-1"))
    second = take(row("A-2", related_finds="found_with:A-1"))

    assert first.run_id != second.run_id
    assert Find.objects.count() == 2


def test_detail_is_made_when_a_later_list_brings_its_first_fact() -> None:
    take(row(**MUNITION))
    assert not MunitionDetail.objects.exists()

    take(row(**MUNITION, calibre_mm="7,7"))

    detail = MunitionDetail.objects.get()
    assert detail.calibre_mm == Decimal("7.70")
    assert detail.history.count() == 1


def test_uncertainty_is_taken_from_how_finely_the_point_is_written() -> None:
    report = take(row(latitude="50°44.0′N", longitude="156°18.9′E"))

    assert only_find().coordinate_uncertainty_m == 185
    assert "185 m" in str(report.warnings[0])


def test_blanks_somebody_typed_in_a_form_are_no_change() -> None:
    find = make_find(title_en=" Helmet ", markings="\u3000A 12\n")

    report = take(_cells_of(find) | {"title_en": " Helmet ", "markings": "A 12"})

    assert counts(report) == {"same": 1}


def test_name_of_several_people_is_refused_with_what_to_write() -> None:
    make_person("Ivan Petrov the elder", name_local="Иван Петров")
    make_person("Ivan Petrov the younger", name_local="Иван Петров")

    report = take(row(found_by="Иван Петров"))

    assert "Ivan Petrov the elder, Ivan Petrov the younger" in sentences(report)


def test_headers_are_known_by_name_alias_and_label_in_any_order_and_language() -> None:
    header = {
        "Название": "Каска",
        "資料番号": "A-1",
        "Экспедиция": "SHU-2015",
        "分類": "鉄帽・ヘルメット",
        "тип предмета": "Helmet",
        "Quantity": "2",
        "язык": "ru",
        "nobody knows": "x",
    }

    report = take(header)

    find = only_find()
    assert report.ignored == ["nobody knows"]
    assert (find.category, find.title_ru, find.quantity) == ("helmet", "Каска", 2)


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ";"),
        ("utf-16", "\t"),
        ("cp1251", ";"),
        ("utf-8", "|"),
    ],
)
def test_files_come_in_many_encodings_and_separators(encoding: str, delimiter: str) -> None:
    text = table([row(title_ru="Каска с пробоиной, найдена у берега")], delimiter)

    report = take(file=text.encode(encoding))

    assert counts(report) == {"new": 1}
    assert only_find().title_ru == "Каска с пробоиной, найдена у берега"


def test_japanese_spreadsheet_is_read() -> None:
    text = table([row(title_ja="九五式軽戦車の鉄帽、占守島の海岸で見つかったもの", markings="№①")])

    take(file=text.encode("cp932"))

    assert only_find().title_ja.startswith("九五式軽戦車")


def test_photographs_and_links_are_not_doubled_by_a_second_list() -> None:
    rows = [row("A-1", **FULL), row("A-2", related_finds="part_of:A-1")]
    take(*rows)

    take(*[one | {"title_en": "Other"} for one in rows])

    assert (Photo.objects.count(), FindPhoto.objects.count()) == (1, 1)
    assert FindRelation.objects.count() == 1
    assert Term.objects.filter(label_en="Other").count() == 0


def _everything() -> dict[str, list[Any]]:
    """Every row of every table of the catalogue."""
    models = apps.get_app_config("catalog").get_models(include_auto_created=True)
    return {model.__name__: sorted(model.objects.values_list(), key=repr) for model in models}


def _queries(rows: list[dict[str, str]]) -> int:
    with CaptureQueriesContext(connection) as queries:
        report = take(*rows)
    assert not report.problems, sentences(report)
    return len(queries)


def _published(category: str) -> Find:
    detail = {"remains": {"individuals": 2}} if category == "remains" else {}
    return make_find(category=category, published=True, **detail)


def _cells_of(find: Find) -> dict[str, str]:
    return {
        **GOOD,
        "catalogue_number": find.catalogue_number,
        "expedition": find.expedition.code,
        "category": find.category,
        "object_type": find.object_type.code,
        "title_en": find.title_en,
    }


def test_a_photograph_without_a_credit_is_taken_in_and_named() -> None:
    report = take(row(photo="IMG_1.jpg"))

    photo = Photo.objects.get(original_name="IMG_1.jpg")
    assert report.counts["new"] == 1
    assert "IMG_1.jpg" in str(report.warnings[0])
    assert (photo.published, photo.credit_line) == (False, "")


@pytest.mark.parametrize(
    "cells",
    [
        {"description_en": "It lay at 50.7312, 156.1876"},
        {"other_numbers": "тел. 914-755-12-34"},
        {"nationality": r"\N"},
        {"carries_name": "yes"},
    ],
)
def test_a_published_find_that_no_longer_passes_the_gate_waits_again(
    reviewer: User, cells: dict[str, str]
) -> None:
    expedition = Expedition.objects.get(code="SHU-2015")
    make_find(published=True, catalogue_number="SHU15-0001", expedition=expedition)

    told = take({"catalogue_number": "SHU15-0001", **cells}, user=reviewer)

    assert "waits for review again" in str(told.warnings[0])
    assert Find.objects.get().publication_status == "in_review"
    assert Find.objects.public().count() == 0


def test_words_that_were_read_once_are_not_asked_about_again(reviewer: User) -> None:
    expedition = Expedition.objects.get(code="SHU-2015")
    make_find(
        published=True,
        catalogue_number="SHU15-0001",
        expedition=expedition,
        description_en="The old grid gave 50.7312, 156.1876 for the village",
    )

    take({"catalogue_number": "SHU15-0001", "maker": "Osaka arsenal"}, user=reviewer)

    assert Find.objects.get().publication_status == "published"


def test_details_of_other_categories_are_refused_in_one_order() -> None:
    foreign = {"individuals": "0", "hull_number": "12", "calibre_mm": "7.7"}

    report = take(row("A-1", **foreign))

    assert [one.column for one in report.problems] == ["calibre_mm", "individuals", "hull_number"]
