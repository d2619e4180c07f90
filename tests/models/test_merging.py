"""Two rows that mean the same become one, and nothing that pointed to either is lost."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from catalog import index
from catalog.models import Find, Institution, Person, Place, Term, merging
from catalog.vocab import Category, PlaceKind
from tests.factories import (
    make_event,
    make_expedition,
    make_find,
    make_institution,
    make_person,
    make_photo,
    make_place,
    make_place_name,
    make_term,
    root_type,
    seeded,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def helmets() -> tuple[Term, Term]:
    """The term of the house, and its double that a list has made."""
    root = root_type(Category.HELMET)
    kept = make_term("my-steel-helmet", parent=root, label_en="Steel helmet", category="helmet")
    gone = make_term("stalnoj-shlem", label_en="Стальной шлем", label_ru="Стальной шлем")
    return kept, gone


def last(row: Any) -> Any:
    return row.history.order_by("-history_id").first()


def test_finds_of_the_one_become_finds_of_the_other(
    helmets: tuple[Term, Term], administrator: User
) -> None:
    kept, gone = helmets
    find, below = make_find(object_type=gone), make_term("kaska", parent=gone)
    deep = make_find(object_type=below)

    merging.merge(kept, gone, by=administrator)

    find.refresh_from_db()
    below.refresh_from_db()
    assert not Term.objects.filter(code="stalnoj-shlem").exists()
    assert find.object_type == kept
    assert (below.parent, below.path.startswith(kept.path)) == (kept, True)
    assert set(Find.objects.of_term(kept.path)) == {find, deep}


def test_history_tells_who_and_why(helmets: tuple[Term, Term], administrator: User) -> None:
    kept, gone = helmets
    find = make_find(object_type=gone)

    merging.merge(kept, gone, by=administrator)

    for row, kind in ((find, "~"), (kept, "~")):
        assert last(row).history_type == kind
        assert last(row).history_user == administrator
        assert "merged into" in last(row).history_change_reason
    deleted = Term.history.filter(code="stalnoj-shlem").order_by("-history_id").first()
    assert (deleted.history_type, deleted.history_user) == ("-", administrator)


def test_the_kept_term_answers_to_both_names(
    helmets: tuple[Term, Term], administrator: User
) -> None:
    kept, gone = helmets

    merging.merge(kept, gone, by=administrator)

    kept.refresh_from_db()
    assert kept.label_en == "Steel helmet"
    assert kept.label_ru == "Стальной шлем"
    assert "stalnoj-shlem" in kept.alt_labels.splitlines()


def test_search_finds_moved_finds_by_the_kept_name_and_the_old_one(
    helmets: tuple[Term, Term], administrator: User
) -> None:
    kept, gone = helmets
    find = make_find(object_type=gone, published=True)
    before = index.position()

    merging.merge(kept, gone, by=administrator)

    find.refresh_from_db()
    assert "steel helmet" in find.public_text
    assert "стальной шлем" in find.public_text
    changed = index.changes_since(before).ids
    assert changed is None or find.pk in changed


def test_materials_are_not_listed_twice(administrator: User) -> None:
    kept = seeded("steel", vocabulary="material")
    gone = make_term("stal", vocabulary="material")
    both, one = make_find(materials=[kept, gone]), make_find(materials=[gone])

    merging.merge(kept, gone, by=administrator)

    assert list(both.materials.all()) == list(one.materials.all()) == [kept]


def test_places_bring_their_names_children_and_photographs(administrator: User) -> None:
    kept = make_place("Shumshu", name_ru="Шумшу")
    gone = make_place("Shumshu Island", name_ja="占守島")
    make_place_name(gone, "Shimushu", language="en", kind="historic")
    child, find = make_place("Cape", parent=gone), make_find(place=gone)
    photo, expedition = make_photo(place=gone), make_expedition(area=gone)

    merging.merge(kept, gone, by=administrator)

    for row in (kept, child, find, photo, expedition):
        row.refresh_from_db()
    assert kept.name_ja == "占守島"
    names = set(kept.other_names.values_list("name", flat=True))
    assert names == {"Shumshu Island", "Shimushu"}
    assert (child.parent, find.place, photo.place, expedition.area) == (kept,) * 4
    assert find.public_place == kept


def test_a_find_of_a_hidden_place_is_shown_by_the_rule_of_the_kept_one(
    administrator: User,
) -> None:
    island = make_place("Island")
    trench = make_place("Trench", parent=island, kind=PlaceKind.TRENCH)
    find = make_find(place=trench, published=True)
    other = make_place("Trench 1", parent=island, kind=PlaceKind.TRENCH)

    assert merging.shown_differently([island, trench])
    assert not merging.shown_differently([other, trench])
    merging.merge(other, trench, by=administrator)

    find.refresh_from_db()
    assert find.public_place == island
    assert "trench" not in find.public_text


def test_institutions_keep_what_was_done_in_them(administrator: User) -> None:
    kept, gone = make_institution("Museum"), make_institution("The Museum", name_ru="Музей")
    find = make_find(holder=gone)
    event = make_event(find, "restoration", "in_progress", institution=gone)
    expedition, person = make_expedition(), make_person(affiliation=gone)
    expedition.organisers.add(gone)

    merging.merge(kept, gone, by=administrator)

    for row in (kept, find, event, person):
        row.refresh_from_db()
    assert kept.name_ru == "Музей"
    assert (find.holder, event.institution, person.affiliation) == (kept,) * 3
    assert list(expedition.organisers.all()) == [kept]
    assert not Institution.objects.filter(pk=gone.pk).exists()


def test_people_keep_their_finds_and_their_own_consent(administrator: User) -> None:
    kept, gone = make_person("A. Finder"), make_person("Finder A.", show_publicly=True)
    find, leads = make_find(found_by=[gone]), make_expedition(leader=gone)

    merging.merge(kept, gone, by=administrator)

    leads.refresh_from_db()
    kept.refresh_from_db()
    assert list(find.found_by.all()) == [kept]
    assert leads.leader == kept
    assert not kept.show_publicly
    assert not Person.objects.filter(name="Finder A.").exists()


def test_what_cannot_be_one_is_refused_and_nothing_changes(administrator: User) -> None:
    island = make_place("Island")
    cape = make_place("Cape", parent=island)
    helmet = make_term("my-helmet", category="helmet")
    tank = make_term("my-tank", category="tank")
    make_find(category=Category.TANK, object_type=tank)
    steel = make_term("my-steel", vocabulary="material")

    for kept, gone in ((cape, island), (helmet, tank), (helmet, steel), (helmet, helmet)):
        with pytest.raises(ValidationError):
            merging.merge(kept, gone, by=administrator)

    assert Place.objects.filter(pk=island.pk).exists()
    assert Term.objects.filter(pk__in=[tank.pk, steel.pk]).count() == 2


def test_what_points_to_a_row_is_told_by_kind(helmets: tuple[Term, Term]) -> None:
    _kept, gone = helmets
    find = make_find(object_type=gone)

    (pointing,) = merging.pointing_to(gone)

    assert pointing.label == "Finds: object type"
    assert (pointing.number, pointing.examples) == (1, [str(find)])


def test_the_address_of_a_merged_place_leads_to_the_one_that_stays(
    administrator: User, visitor: Client
) -> None:
    first, second, last = (make_place(name, slug=name.lower()) for name in ("A", "B", "C"))
    merging.merge(second, first, by=administrator)
    merging.merge(last, second, by=administrator)

    for address in ("/places/a/", "/places/b/"):
        answer = visitor.get(address)
        assert (answer.status_code, answer["Location"]) == (301, "/places/c/")
    assert visitor.get("/ru/places/a/")["Location"] == "/ru/places/c/"
    assert visitor.get("/places/c/").status_code == 200


def test_a_listing_asked_for_by_a_former_address_is_that_of_the_place_that_stays(
    administrator: User, visitor: Client
) -> None:
    first, last = (make_place(name, slug=name.lower()) for name in ("A", "C"))
    make_find(published=True, place=first)
    make_find(published=True)
    merging.merge(last, first, by=administrator)

    answer = visitor.get("/ru/finds/?view=list&place=a&photo=no")
    assert answer.status_code == 302
    assert answer["Location"] == "/ru/finds/?photo=no&place=c&view=list"
    # What nobody looks at has to find the same without being led.
    assert visitor.get("/api/v1/finds/?place=a").json()["total"] == 1
    assert visitor.get("/finds.jsonl?place=a").getvalue().count(b"\n") == 1
    make_place("A", slug="a")
    assert visitor.get("/finds/?place=a").status_code == 200


def test_no_address_tells_of_a_place_that_was_or_is_hidden(
    administrator: User, visitor: Client
) -> None:
    island = make_place("Island", slug="island")
    trench = make_place("Trench", slug="trench", kind="trench")
    bay = make_place("Bay", slug="bay", is_public=True)
    hidden = make_place("Hidden", slug="hidden", is_public=False)
    merging.merge(island, trench, by=administrator)
    merging.merge(hidden, bay, by=administrator)

    for address in ("/places/trench/", "/places/bay/", "/places/hidden/", "/places/no/"):
        assert visitor.get(address).status_code == 404


def test_a_new_place_takes_its_address_back(administrator: User, visitor: Client) -> None:
    kept, gone = make_place("A", slug="a"), make_place("B", slug="b")
    merging.merge(kept, gone, by=administrator)
    make_place("B", slug="b")

    assert visitor.get("/places/b/").status_code == 200
