"""No secret leaves the house: a visitor tries every door, and reads every word that comes out.

Three proofs. The planted words and numbers are nowhere to be read. Looking for one is answered as
nonsense is. And in a world where every secret is another one, every answer is the same.
"""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import clear_url_caches, path

from catalog.models import ErrorReport, Find
from project import urls
from tests.house import walk
from tests.house.canaries import SECRET_POINT, SHOWN, Nest, plant
from tests.house.disturbance import disturb

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def planted(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Nest, Path]]:
    """The world, planted once; each test undoes what it did to it."""
    folder = tmp_path_factory.mktemp("planted")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=folder):
            nest = plant()
        yield nest, folder
        transaction.set_rollback(True)


@pytest.fixture
def nest(db: None, planted: tuple[Nest, Path], settings: Any) -> Nest:
    nest, settings.MEDIA_ROOT = planted
    return nest


@pytest.fixture
def leaky_doors(settings: Any) -> Any:
    """Doors as somebody might build them in a hurry."""
    module = ModuleType("leaky")
    module.urlpatterns = [
        path("leaky/notes/", _notes),
        path("leaky/count/", _count),
        path("leaky/<int:wonderful>/", _notes, name="leaky-find"),
        *urls.urlpatterns,
    ]
    module.handler404 = urls.handler404
    settings.ROOT_URLCONF = module
    clear_url_caches()
    yield module
    clear_url_caches()


def _notes(request: HttpRequest, wonderful: int = 0) -> HttpResponse:
    return HttpResponse(" ".join(Find.objects.values_list("internal_notes", flat=True)))


def _count(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "")
    return HttpResponse(str(Find.objects.filter(staff_text__contains=wanted).count()))


def test_every_door_that_takes_arguments_is_tried(nest: Nest) -> None:
    assert walk.unsampled(walk.samples(nest)) == []


def test_walk_reads_what_is_public(nest: Nest, visitor: Client) -> None:
    for address in ("/", "/finds/", "/ru/finds/", "/ja/finds/PUB-HELMET/", "/places/island/"):
        assert SHOWN in walk.ask(visitor, address).text, address
    assert walk.ask(visitor, "/finds/PUB-REMAINS/").text.count(f"Name {SHOWN}") == 1
    assert "Agreed Person" in walk.ask(visitor, "/finds/PUB-HELMET/").text
    assert "/finds/" in walk.listings(visitor)


def test_no_secret_leaves_by_any_door(nest: Nest, visitor: Client) -> None:
    assert list(walk.leaks(visitor, nest)) == []


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(5, id="some")]
)
def test_looking_for_a_secret_is_answered_like_nonsense(
    nest: Nest, visitor: Client, every: int
) -> None:
    looked_for = [("q", word, walk.NONSENSE) for word in list(nest.words.values())[::every]]

    assert list(walk.betrayals(visitor, looked_for)) == []


def test_no_secret_is_in_the_public_text(nest: Nest) -> None:
    public = "\n".join(Find.objects.public().values_list("public_text", flat=True))

    assert SHOWN in public
    assert [what for what, word in nest.words.items() if word in public] == []


@pytest.mark.parametrize("parameter", ["place", "expedition", "type", "nationality"])
def test_hidden_names_are_unknown_values(nest: Nest, visitor: Client, parameter: str) -> None:
    hidden = [nest.places["trench"].slug, nest.places["inside"].slug]

    asked = [(parameter, slug, walk.NONSENSE) for slug in hidden]

    assert list(walk.betrayals(visitor, asked)) == []


def test_no_box_corners_the_secret_point(nest: Nest, visitor: Client) -> None:
    north, east = map(float, SECRET_POINT)
    asked = []
    for half in (0.002, 0.0005, 0.00001):
        around = _box(north, east, half)
        # The same box about another point of the cell, where nothing lies.
        beside = _box(50.7378, 156.1821, half)
        asked.append(("bbox", around, beside))

    assert list(walk.betrayals(visitor, asked)) == []


def _box(north: float, east: float, half: float) -> str:
    sides = (east - half, north - half, east + half, north + half)
    return ",".join(f"{side:.6f}" for side in sides)


def test_other_secrets_give_the_same_answers(nest: Nest, visitor: Client) -> None:
    reading = [f"{one}?{query}" for one in walk.listings(visitor) for query in walk.queries()]
    tried = [*walk.addresses(nest, languages=("", "en")), *reading]
    before = {address: walk.ask(visitor, address) for address in tried}

    disturb(nest)

    changed = [address for address in tried if walk.ask(visitor, address) != before[address]]
    assert changed == []


def test_unseen_is_404_and_withdrawn_410(nest: Nest, visitor: Client) -> None:
    for find in nest.hidden_finds:
        for address in (f"/finds/{find.slug}/", f"/finds/{find.slug}/photos/1/", f"/f/{find.slug}"):
            answer = walk.ask(visitor, address)
            nowhere = walk.ask(visitor, address.replace(find.slug, walk.NONSENSE))
            assert answer.status == 404, address
            assert walk.without(answer, find.slug) == walk.without(nowhere, walk.NONSENSE)
    assert walk.ask(visitor, "/finds/GONE-1/").status == 410
    assert walk.ask(visitor, f"/places/{nest.places['trench'].slug}/").status == 404
    assert walk.ask(visitor, f"/places/{nest.places['inside'].slug}/").status == 404


def test_only_the_open_picture_has_a_file(nest: Nest, visitor: Client) -> None:
    answers = {
        name: walk.ask(visitor, f"/media/photos/{photo.public_id}/320.jpg").status
        for name, photo in nest.photos.items()
    }

    assert {name for name, status in answers.items() if status == 200} == {"open"}
    assert set(answers.values()) == {200, 404}


def test_originals_have_no_address(nest: Nest, visitor: Client) -> None:
    names = [photo.file.name for photo in nest.photos.values()]

    for name in names:
        for start in ("/media/", "/media/originals/", "/static/", "/"):
            assert walk.ask(visitor, f"{start}{name}").status == 404


def test_admin_shows_a_visitor_the_way_in_and_no_more(nest: Nest, visitor: Client) -> None:
    answers = [walk.ask(visitor, address) for address in walk.closed_addresses(nest)]

    assert len(answers) > 50
    assert {answer.status for answer in answers} <= {200, 302, 404, 405}
    assert {answer.address for answer in answers if answer.status == 200} == {"/admin/login/"}
    assert [leak for answer in answers for leak in walk.found_in(answer, nest.fragments)] == []


def test_visitor_changes_nothing(nest: Nest, visitor: Client) -> None:
    for address in walk.addresses(nest):
        # A letter to the house without words is refused; about what is gone, as its page is.
        refused = (403, 404, 405, *((301, 410, 422) if _is_letter(address) else ()))
        assert visitor.post(address).status_code in refused, address
    assert not ErrorReport.objects.exists()


def _is_letter(address: str) -> bool:
    return address.endswith(("/report/", "/contact/"))


def test_leaky_door_is_caught(nest: Nest, visitor: Client, leaky_doors: Any) -> None:
    first = next(walk.leaks(visitor, nest))

    word = nest.words["internal_notes of a public helmet"]
    assert first.startswith("/leaky/notes/ tells the internal_notes of a public ")
    assert word in walk.ask(visitor, "/leaky/notes/").text


def test_door_that_counts_the_hidden_is_caught(
    nest: Nest, visitor: Client, leaky_doors: Any
) -> None:
    word = nest.words["internal_notes of a public helmet"]

    caught = list(walk.betrayals(visitor, [("q", word, walk.NONSENSE)]))

    assert caught == [f"/leaky/count/?q={word} answers otherwise than to {walk.NONSENSE}."]


def test_door_without_a_sample_is_told_what_to_add(nest: Nest, leaky_doors: Any) -> None:
    assert walk.unsampled(walk.samples(nest)) == [
        "The door “leaky-find” (/leaky/%(wonderful)s/) is never tried: add arguments for "
        "wonderful to `samples` in tests/house/walk.py."
    ]


def test_secret_is_known_however_it_is_written() -> None:
    secrets = {"point": "50.7312", "name": "zqa001vx"}
    for written in ("50.731234", "50,731234", "ZQA001VX", "&#122;qa001vx", "%7Aqa001vx"):
        assert walk.found_in(walk.Answer("/", 200, f"<p>{written}</p>"), secrets), written
    assert walk.found_in(walk.Answer("/", 200, "50.735"), secrets) == []


def test_every_text_column_of_a_find_is_shown_or_planted(nest: Nest) -> None:
    """A new column of free words must be planted, or be told to be public, before it is merged."""
    public = {
        "catalogue_number", "title_en", "title_ru", "title_ja", "description_en",
        "description_ru", "description_ja", "made_on", "made_on_text", "found_on",
        "found_on_text", "eod_date", "verbatim_coordinates", "slug", "number_key",
        "number_sort", "public_text", "staff_text",
    }  # fmt: skip
    free = {
        column.name
        for column in Find._meta.concrete_fields
        if column.get_internal_type() in ("CharField", "TextField") and not column.choices
    }
    planted = {what.partition(" ")[0] for what in nest.words}

    assert free - public - planted - {"eod_report", "eod_authority"} == set()
