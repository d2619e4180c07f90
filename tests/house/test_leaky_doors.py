"""Doors built in a hurry are caught: a proof that the walk would see what gets out."""

import hashlib
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path

from catalog.models import Find, Photo
from project import urls
from tests.house import walk
from tests.house.canaries import SECRET_POINT, Nest
from tests.house.disturbance import disturb

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaky_doors(settings: Any) -> Any:
    """Doors as somebody might build them in a hurry."""
    module = ModuleType("leaky")
    module.urlpatterns = [
        path("leaky/notes/", _notes),
        path("leaky/count/", _count),
        path("leaky/<int:wonderful>/", _notes, name="leaky-find"),
        path("leaky/mark/", _mark),
        path("leaky/near/", _near),
        path("leaky/point/", _point),
        path("leaky/files/", _files),
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
    return HttpResponse(str(Find.objects.filter(internal_notes__contains=wanted).count()))


def _mark(request: HttpRequest) -> HttpResponse:
    """A page that says nothing, and marks its state by what it may not tell."""
    notes = " ".join(Find.objects.values_list("internal_notes", flat=True))
    return HttpResponse("nothing", headers={"ETag": hashlib.sha256(notes.encode()).hexdigest()})


def _near(request: HttpRequest) -> HttpResponse:
    """A box that looks at the exact position."""
    try:
        west, south, east, north = map(float, request.GET["bbox"].split(","))
    except (KeyError, ValueError):
        return HttpResponse(f"nowhere {len(request.GET)}")
    there = Find.objects.filter(latitude__range=(south, north), longitude__range=(west, east))
    return HttpResponse(str(there.count()))


def _point(request: HttpRequest) -> HttpResponse:
    rows = Find.objects.filter(latitude__isnull=False).values_list("latitude", "longitude")
    return HttpResponse("".join(f"{north:.4f};{east:.4f} " for north, east in rows))


def _files(request: HttpRequest) -> HttpResponse:
    photo = Photo.objects.get(original_name__startswith="zq")
    with photo.file.open() as original:
        return HttpResponse(original.read(), content_type="image/jpeg")


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


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("/leaky/notes/", "internal_notes of a public helmet"),
        ("/leaky/point/", "secret point latitude"),
        ("/leaky/point/", "position of remains longitude"),
        ("/leaky/files/", "comment inside a picture"),
    ],
)
def test_what_a_leaky_door_tells_is_known(
    nest: Nest, visitor: Client, leaky_doors: Any, address: str, what: str
) -> None:
    told = "\n".join(walk.found_in(walk.ask(visitor, address), nest.fragments))

    assert f"tells the {what} " in told


def test_mark_made_from_a_secret_is_caught(nest: Nest, visitor: Client, leaky_doors: Any) -> None:
    before = walk.ask(visitor, "/leaky/mark/")

    disturb(nest)

    assert walk.ask(visitor, "/leaky/mark/") != before


def test_box_that_looks_at_the_exact_position_is_caught(
    nest: Nest, visitor: Client, leaky_doors: Any
) -> None:
    north, east = map(float, SECRET_POINT)
    boxes = [
        f"{x - 0.001:.6f},{y - 0.001:.6f},{x + 0.001:.6f},{y + 0.001:.6f}"
        for y, x in ((north, east), (50.7378, 156.1821))
    ]
    counted = [walk.ask(visitor, f"/leaky/near/?bbox={box}") for box in boxes]

    assert walk.without(counted[0], boxes[0]) != walk.without(counted[1], boxes[1])
