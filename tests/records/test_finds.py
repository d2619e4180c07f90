"""Records of finds: everything a visitor may know, and nothing else."""

from dataclasses import asdict

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog import records
from catalog.models import FindRelation, FormerNumber
from catalog.models.status import Step, record as record_step
from catalog.vocab import Category
from tests.factories import (
    LATITUDE,
    LONGITUDE,
    make_event,
    make_find,
    make_identification,
    make_institution,
    make_person,
    make_photo,
    make_place,
    make_remains,
    make_source,
    make_user,
    nationality,
    released,
    seeded,
)

pytestmark = pytest.mark.django_db


def record(find: object) -> records.FindRecord:
    found = records.of(find.pk)
    assert found is not None
    return found


def test_unpublished_finds_have_no_record() -> None:
    draft, shown = make_find(), make_find(published=True)

    assert records.of(draft.pk) is None
    assert [card.number for card in records.cards([draft.pk, shown.pk])] == [shown.catalogue_number]


def test_records_keep_the_order_asked_for() -> None:
    finds = [make_find(published=True) for _ in range(3)]
    wanted = [finds[2].pk, finds[0].pk, finds[1].pk]

    assert [one.number for one in records.many(wanted)] == [
        finds[2].catalogue_number,
        finds[0].catalogue_number,
        finds[1].catalogue_number,
    ]


def test_no_secret_of_an_object_is_in_its_record() -> None:
    island = make_place("Shumshu")
    find = make_find(
        published=True,
        place=make_place("Zebra trench", kind="trench", parent=island),
        latitude=LATITUDE,
        longitude=LONGITUDE,
        verbatim_coordinates="fifty degrees",
        field_number="bag otter",
        internal_notes="walrus",
        current_location="shelf ibex",
        context="layer lynx",
        markings="Kuznetsov",
        serial_numbers="serial 4711",
        carries_name=True,
        found_by=[make_person("Hidden Helper")],
        identified_by=make_person("Silent Expert"),
        category=Category.WEAPON,
    )
    make_event(find, "custody", "recovered", note="note newt", actor="Actor Aardvark")
    make_photo(find, caption_en="caption civet")

    told = repr(asdict(record(find)))

    for secret in (
        *("Zebra", LATITUDE, LONGITUDE, "fifty", "otter", "walrus", "ibex", "lynx", "Kuznetsov"),
        *("4711", "Hidden Helper", "Silent Expert", "newt", "Aardvark", "civet"),
    ):
        assert secret not in told, secret
    assert "Shumshu" in told


def test_people_who_agreed_are_named() -> None:
    find = make_find(
        published=True,
        found_by=[make_person("Anna", show_publicly=True), make_person("Boris")],
        identified_by=make_person("Vera", show_publicly=True),
    )

    assert record(find).found_by == ("Anna",)
    assert record(find).identified_by == "Vera"


def test_a_name_on_an_object_hides_what_carries_it() -> None:
    named = make_find(published=True, markings="Ivanov", carries_name=True)
    plain = make_find(published=True, markings="昭和十五年")

    assert (record(named).markings, record(named).is_name_withheld) == ("", True)
    assert (record(plain).markings, record(plain).is_name_withheld) == ("昭和十五年", False)


def test_serial_numbers_of_a_tank_are_public_and_of_a_rifle_not() -> None:
    tank = make_find(published=True, category=Category.TANK, serial_numbers="T-1")
    rifle = make_find(published=True, category=Category.WEAPON, serial_numbers="R-1")

    assert record(tank).serial_numbers == "T-1"
    assert record(rifle).serial_numbers == ""


def test_the_position_is_the_published_one_with_its_reason() -> None:
    lifted = make_find(
        published=True, custody_status="in_store", latitude=LATITUDE, longitude=LONGITUDE
    )
    bomb = make_find(
        published=True, category=Category.MUNITION, latitude=LATITUDE, longitude=LONGITUDE
    )

    assert str(record(lifted).location.latitude) == "50.735000"
    assert record(lifted).location.sentence.startswith("Location generalised to about 1 km.")
    assert record(bomb).location.latitude is None
    assert record(bomb).location.sentence == "For safety, only the area is given."


def test_remains_tell_how_many_and_little_else() -> None:
    find = make_remains(
        published=True,
        individuals=3,
        remains={
            "burial_place": "grave 12",
            "transfer_act": "act 9",
            "sex": "M",
            "individuals_qualifier": "exact",
        },
        holder=make_institution("Holding house"),
        condition="good",
        completeness="fragment",
        unit_attribution="11th regiment",
        markings="tag",
        quantity=7,
    )

    found = record(find)

    assert (found.individuals, found.individuals_qualifier.value) == (3, "exact")
    assert found.quantity is None
    told = repr(asdict(found))
    for secret in ("grave 12", "act 9", "Holding house", "11th", "'tag'", "Fragment", "Male"):
        assert secret not in told, secret


def test_a_name_of_the_dead_is_told_only_when_cleared() -> None:
    find = make_remains(published=True)
    make_identification(find, name_original="山本", **released(make_user("reviewer")))
    make_identification(find, name_original="Tentative Name")
    make_identification(
        find,
        name_original="Objected Name",
        **{**released(make_user("reviewer")), "kin_status": "objects"},
    )

    assert [str(person.name) for person in record(find).people] == ["山本"]


def test_a_munition_tells_class_and_calibre_and_not_what_makes_it_work() -> None:
    find = make_find(
        published=True,
        category=Category.MUNITION,
        munition={"munition_class": "shell", "calibre_mm": 75, "fuzed": "yes", "fired": "no"},
    )

    found = record(find)

    assert [(fact.name, fact.value) for fact in found.facts] == [
        ("munition_class", "Artillery shell"),
        ("calibre_mm", "75"),
    ]
    assert found.is_dangerous


def test_numbers_of_a_wreck_can_be_kept() -> None:
    shown = make_find(published=True, category=Category.TANK, vehicle={"hull_number": "H-7"})
    kept = make_find(
        published=True,
        category=Category.TANK,
        vehicle={"hull_number": "H-8", "numbers_public": False},
    )

    assert "H-7" in repr(record(shown).facts)
    assert "H-8" not in repr(record(kept).facts)


def test_events_are_public_ones_in_order_and_corrected_ones_are_gone() -> None:
    find = make_find(published=True)
    make_event(find, "custody", "recovered", date="2015-08-12")
    wrong = make_event(find, "custody", "in_transit")
    right = Step(track="custody", to_status="in_store", note="typed wrong")
    record_step(find, right, by=make_user("reviewer"), supersedes=wrong)
    make_event(find, "custody", "lost", is_public=False)
    make_event(find, "restoration", "awaiting")

    told = [(event.track.value, event.status.label) for event in record(find).events]

    assert told == [
        ("custody", "Recovered"),
        ("custody", "In store"),
        ("restoration", "Awaiting treatment"),
    ]


def test_related_finds_are_public_ones_from_both_ends() -> None:
    find, other = make_find(published=True), make_find(published=True)
    third, draft = make_find(published=True), make_find()
    for start, end in ((find, other), (third, find), (find, draft), (draft, find)):
        FindRelation.objects.create(from_find=start, to_find=end, kind="found_with")

    told = [(one.number, one.is_reverse) for one in record(find).related]

    assert told == [(other.catalogue_number, False), (third.catalogue_number, True)]


def test_a_withheld_photograph_is_told_and_not_shown() -> None:
    find = make_find(published=True)
    make_photo(find, published=True, sensitivity="withheld")
    plain = make_find(published=True)
    make_photo(plain)

    assert (record(find).photos, record(find).has_withheld_photos) == ((), True)
    assert record(plain).has_withheld_photos is False


def test_the_sample_says_that_it_is_one() -> None:
    find = make_find(published=True, sources=[make_source("Sample, invented", type="sample")])

    assert record(find).is_sample
    assert not record(make_find(published=True)).is_sample


def test_words_follow_the_reader_and_say_their_language() -> None:
    find = make_find(
        published=True,
        title_en="",
        title_ja="鉄帽",
        description_ru="Каска",
        nationality=nationality("japan"),
        object_type=seeded("steel-helmet"),
    )

    with translation.override("ru"):
        found = record(find)

    assert found.title == ("鉄帽", "ja")
    assert found.description == ("Каска", "ru")
    assert found.nationality.label == ("Япония", "ru")
    assert [one.code for one in found.type_chain][-1] == "steel-helmet"


def test_former_numbers_are_told() -> None:
    find = make_find(published=True, catalogue_number="OLD-1")
    find.catalogue_number = "NEW-1"
    find.save()

    assert FormerNumber.objects.count() == 1
    assert record(find).former_numbers == ("OLD-1",)


@pytest.mark.parametrize("read", [records.cards, records.many])
def test_more_finds_cost_no_more_queries(read: object) -> None:
    def full() -> int:
        find = make_find(
            published=True,
            category=Category.TANK,
            found_by=[make_person(show_publicly=True)],
            sources=[make_source()],
            materials=[seeded("steel", vocabulary="material")],
            nationality=nationality("japan"),
            holder=make_institution(),
        )
        make_photo(find, published=True)
        make_event(find, "custody", "recovered", institution=make_institution())
        FindRelation.objects.create(from_find=find, to_find=first, kind="found_with")
        return find.pk

    first = make_find(published=True)
    few = [full() for _ in range(2)]
    with CaptureQueriesContext(connection) as before:
        read(few)
    many = few + [full() for _ in range(10)]

    with CaptureQueriesContext(connection) as after:
        found = read(many)

    assert len(found) == 12
    assert len(after) == len(before)


@pytest.mark.parametrize("kind", ["found_with", "part_of", "same_as"])
@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [
        ("1km", "1km", True),
        ("place_only", "place_only", True),
        ("1km", "place_only", False),
        ("10km", "100m", False),
        ("place_only", "withheld", False),
        ("withheld", "withheld", True),
    ],
)
def test_no_link_leads_from_what_is_told_as_an_area_to_a_point(
    kind: str, one: str, other: str, is_told: bool
) -> None:
    point = {"latitude": LATITUDE, "longitude": LONGITUDE, "published": True}
    finds = [make_find(public_precision=precision, **point) for precision in (one, other)]
    FindRelation.objects.create(from_find=finds[0], to_find=finds[1], kind=kind)

    whole = records.many([find.pk for find in finds])
    listed = records.columns([find.pk for find in finds])["related"]

    assert [len(record.related) for record in whole] == [int(is_told)] * 2
    assert list(map(len, listed)) == [int(is_told)] * 2


def test_a_link_stays_where_no_point_is_published_or_it_says_nothing_of_the_place() -> None:
    coarse = make_find(published=True, public_precision="place_only")
    bare = make_find(published=True)
    near = make_find(published=True, latitude=LATITUDE, longitude=LONGITUDE)
    FindRelation.objects.create(from_find=coarse, to_find=bare, kind="found_with")
    FindRelation.objects.create(from_find=coarse, to_find=near, kind="identifies")

    assert len(records.of(coarse.pk).related) == 2
