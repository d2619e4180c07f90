"""Full text: the database finds what a plain reading of the words finds, and no draft's word."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from catalog import index
from catalog.lib.text import fold
from catalog.models import Find
from catalog.models.publication import unpublish, withdraw
from catalog.models.rederive import finds_of, rederive
from catalog.search import fulltext
from catalog.search.ordering import ordered
from tests.factories import make_find, make_place, make_user
from tests.lib.test_words import found
from tests.search.asking import ask, numbers
from tests.transfer.lists_in import TOLD, furnish, only_find, row, take

pytestmark = pytest.mark.django_db

_PIECES = st.sampled_from(
    ["helmet", "helm", "шлем", "шле", "чёрный", "мои", "мой", "占守島", "守", "鉄帽", "ｶﾞｽ", "ガス"]
) | st.sampled_from(
    ["a", "á", "café", "·", "_", "0", "T-34", "т34", "15", "0042", "SHU15-0042", "shu150042"]
)
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=8).map(" ".join)
_SIGNS = st.sampled_from(
    ['"', " ", "-", "*", "NEAR(", ":", "^", "+", " AND ", " OR ", "{", "'", "|"]
)
_TYPED = st.lists(st.one_of(_PIECES, _SIGNS, st.text(max_size=4)), max_size=6).map("".join)


TRUSTED, STAFF = fulltext.Reader.TRUSTED, fulltext.Reader.STAFF


def hits(typed: str, *readers: fulltext.Reader) -> set[int]:
    return set(fulltext.hits(typed, *readers))


def read_of(find: Find) -> tuple[str, ...]:
    """The columns that are read as they stand: its head, and its descriptions."""
    return f"{find.catalogue_number} {find.title_en}", find.description_en, find.description_ru


@pytest.mark.slow
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(_TEXTS, min_size=3, max_size=3), typed=st.lists(_TYPED, max_size=5))
def test_database_finds_what_a_plain_reading_finds(texts: list[str], typed: list[str]) -> None:
    finds = list(Find.objects.order_by("pk")[:3])
    finds = finds or [make_find(published=True) for _number in texts]
    for place, find in enumerate(finds):
        find.public_text = fold(texts[place]).replace("\x00", "")
        find.description_ru = texts[place - 1].replace("\x00", "")
        find.staff_text = "secret"
    Find.objects.bulk_update(finds, ["public_text", "description_ru", "staff_text"])
    index.index_text([find.pk for find in finds])

    for words in [*typed, *texts]:
        expected = {find.pk for find in finds if found(find.public_text, words, *read_of(find))}
        assert hits(words) == expected
        assert set(fulltext.matching(Find.objects.all(), words)) == {
            find for find in finds if find.pk in expected
        }
        assert hits(words, TRUSTED) >= expected


def test_find_is_found_by_its_words_in_three_scripts() -> None:
    find = make_find(published=True, title_en="Steel helmet", title_ru="Каска", title_ja="鉄帽")

    assert all(hits(typed) == {find.pk} for typed in ("steel", "каск", "帽", '"steel helmet"'))


def test_a_draft_is_found_by_staff_alone() -> None:
    draft = make_find(title_en="Zorkmid", internal_notes="plughword")

    assert hits("zorkmid") == set()
    assert hits("zorkmid", TRUSTED) == {draft.pk}
    assert hits("plughword", TRUSTED) == {draft.pk}
    assert numbers("q=zorkmid") == []


def test_private_words_of_a_published_find_are_found_by_staff_alone() -> None:
    find = make_find(published=True, internal_notes="plughword")

    assert hits("plughword") == set()
    assert hits("plughword", TRUSTED) == {find.pk}


def test_staff_find_by_what_they_are_shown_whoever_they_are() -> None:
    notes = {"internal_notes": "Засыпано", "context": "In a sink", "field_number": "F-0042"}
    hidden = {"current_location": "Shelf Quince", "serial_numbers": "77881"}
    words = {"title_ru": "Шлём", "description_ja": "鉄帽", **notes, **hidden}
    finds = {make_find(published=shown, **words).pk for shown in (True, False)}

    for typed in ("ШЛЕМ", "鉄帽", "засып", "sink", "f42", '"шлем" засып f-42'):
        assert hits(typed, STAFF) == hits(typed, TRUSTED) == finds, typed
    for typed in ("quince", "шлем quince"):
        assert (hits(typed, STAFF), hits(typed, TRUSTED)) == (set(), finds)
    assert hits("засып") == hits("quince") == set()


def test_no_phrase_goes_on_from_the_title_to_what_is_told_besides() -> None:
    find = make_find(published=True, title_en="Grue", description_en="Zorkmid.")

    assert hits("grue zorkmid") == {find.pk}
    for typed in ('"grue zorkmid"', '"zorkmid grue"'):
        assert hits(typed) == hits(typed, TRUSTED) == set()


def test_a_word_stands_in_one_table_and_a_phrase_never_in_two() -> None:
    shown = make_find(published=True, title_en="Grue Zorkmid", internal_notes="plughword, grue")
    draft = make_find(title_en="Grue Zorkmid", internal_notes="plughword")

    assert hits('"grue zorkmid" plugh', TRUSTED) == {shown.pk, draft.pk}
    assert hits('"zorkmid plughword"', TRUSTED) == set()
    assert hits("grue", TRUSTED) == {shown.pk, draft.pk}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM catalog_staffwords WHERE CAST(shown AS text) LIKE '%zorkmid%'"
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("way", ["unpublish", "withdraw", "update", "delete"])
def test_public_words_go_when_the_find_goes(way: str) -> None:
    find = make_find(published=True, title_en="Zorkmid", internal_notes="plughword")
    reviewer = make_user("reviewer")
    assert hits("zorkmid") == hits("zorkmid plughword", TRUSTED) == {find.pk}

    if way == "unpublish":
        unpublish(find, by=reviewer)
    elif way == "withdraw":
        withdraw(find, by=reviewer, reason="error")
    elif way == "update":
        Find.objects.filter(pk=find.pk).update(publication_status="draft")
    else:
        Find.objects.filter(pk=find.pk).delete()

    assert hits("zorkmid") == set()
    # Staff find it still, even where nobody wrote its words anew.
    for reader in (TRUSTED, STAFF):
        assert hits("zorkmid plughword", reader) == (set() if way == "delete" else {find.pk})


def test_changed_words_replace_the_old_ones() -> None:
    find = make_find(published=True, title_en="Zorkmid")

    find.title_en = "Grue"
    find.save()

    assert hits("zorkmid") == hits("zorkmid", TRUSTED) == set()
    assert hits("grue") == hits("grue", TRUSTED) == {find.pk}


def test_renamed_place_is_found_by_its_new_name_once_rederived() -> None:
    place = make_place("Shumshu")
    find = make_find(published=True, place=place)

    place.name_en = "Zorkland"
    place.save()
    rederive(finds_of(place))

    assert hits("zorkland") == {find.pk}
    assert hits("shumshu") == set()


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 10_000,
        "\x00",
        '"',
        "NEAR(",
        "NEAR(a b)",
        "*",
        "a*b",
        "body:x",
        "-x",
        "{",
        "🙂",
        "\u202e",
        "''",
    ],
)
def test_no_text_is_an_error(typed: str) -> None:
    make_find(published=True)

    assert hits(typed) == hits(typed, TRUSTED) == set()
    assert list(fulltext.matching(Find.objects.all(), typed)) == []


def test_what_is_no_word_is_left_out_and_said() -> None:
    find = make_find(published=True)

    page = ask("q=🙂")

    assert page.ids == [find.pk]
    assert "🙂" in page.notes[0]


def test_titles_come_before_descriptions() -> None:
    make_find(
        published=True, catalogue_number="A-1", found_on="2020", description_en="By a zorkmid."
    )
    make_find(published=True, catalogue_number="A-2", found_on="2001", title_en="Zorkmid")

    assert numbers("q=zorkmid") == ["A-2", "A-1"]
    in_sql = ordered(Find.objects.public(), "relevance", typed="zorkmid")
    assert [find.catalogue_number for find in in_sql] == ["A-2", "A-1"]
    assert numbers("q=zorkmid&sort=newest") == ["A-1", "A-2"]
    assert numbers("") == ["A-1", "A-2"]


def test_newest_come_first_where_many_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext, "FEW_HITS", 1)
    make_find(
        published=True, catalogue_number="A-1", found_on="2020", description_en="By a zorkmid."
    )
    make_find(published=True, catalogue_number="A-2", found_on="2001", title_en="Zorkmid")

    assert numbers("q=zorkmid") == ["A-1", "A-2"]


def test_rebuilding_gives_the_same_words() -> None:
    finds = [make_find(published=number > 0, title_en="Zorkmid") for number in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalog_publicwords")
    assert hits("zorkmid") == set()

    told: list[int] = []
    count = index.rebuild_text(told.append)

    assert count == sum(told) == 3
    assert hits("zorkmid") == {find.pk for find in finds[1:]}
    assert hits("zorkmid", TRUSTED) == {find.pk for find in finds}


def test_words_are_marked_on_the_cards_and_escaped(visitor: Client) -> None:
    make_find(published=True, catalogue_number="SHU15-0042", title_en="Steel <b> helmet")

    page = visitor.get("/finds/?q=shu15-42 helm").content.decode()

    assert "<mark>SHU15</mark>-<mark>0042</mark>" in page
    assert "Steel &lt;b&gt; <mark>helmet</mark>" in page
    assert "<mark>" not in visitor.get("/finds/").content.decode()


def test_an_import_writes_the_words_and_a_trial_writes_none() -> None:
    furnish()

    take(row("NEW-1", title_en="Zorkmid"), dry_run=True)
    assert hits("zorkmid", TRUSTED) == set()

    take(row("NEW-1", title_en="Zorkmid", publication="published", **TOLD))
    find = only_find()
    assert hits("zorkmid") == hits("new1", TRUSTED) == {find.pk}

    take(row("NEW-1", title_en="Grue"))
    assert hits("zorkmid", TRUSTED) == set()
    assert hits("grue") == {find.pk}


def test_rebuild_search_says_how_many() -> None:
    find = make_find(published=True, title_en="Zorkmid")
    generation = index.position().generation

    said = StringIO()
    call_command("rebuild_search", stdout=said, stderr=StringIO())

    assert said.getvalue().splitlines()[-1] == "The words of 1 find were indexed."
    assert hits("zorkmid") == {find.pk}
    assert index.position().generation != generation
