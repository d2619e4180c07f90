"""Places as records: only those a visitor may know by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from catalog import visibility
from catalog.lib.languages import NO_TEXT, Text
from catalog.lib.tally import NOTHING, People, Tally
from catalog.models import Expedition, Find, FormerSlug, Photo, Place
from catalog.querysets import PEOPLE
from catalog.records.landmarks import of_rows
from catalog.records.photos import record as photo_record
from catalog.records.shapes import Choice, Landmark, PhotoRecord, PlaceLink
from catalog.records.words import choice, place_link, text_of


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name of a place and what it is: of today, historic, military."""

    name: Text
    kind: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRecord:
    """A shown place: its names, what lies within it, how many finds."""

    slug: str
    name: Text
    names: Mapping[str, str]
    kind: Choice
    depth: int = 0
    tally: Tally = NOTHING
    chain: tuple[PlaceLink, ...] = ()
    children: tuple["PlaceRecord", ...] = ()
    other_names: tuple[PlaceName, ...] = ()
    description: Text = NO_TEXT
    photos: tuple[PhotoRecord, ...] = ()
    expeditions: tuple[tuple[str, Text], ...] = ()
    # Itself, if it has a published middle, and what can be named around and within it.
    landmark: Landmark | None = None
    landmarks: tuple[Landmark, ...] = ()


def places() -> list[PlaceRecord]:
    """Every shown place in the order of the tree, each counting what lies within it; 2 queries."""
    rows = list(Place.objects.public().order_by("path"))
    counted = _counted()
    return [
        PlaceRecord(
            slug=row.slug,
            name=text_of(row, "name"),
            names=row.names,
            kind=choice(row, "kind"),
            depth=len(row.path_ids) - 1,
            tally=counted.get(row.path, NOTHING),
            landmark=next(iter(of_rows([row])), None),
        )
        for row in rows
    ]


def place(slug: str) -> PlaceRecord | None:
    """One shown place with what lies in it; None where a visitor may know of none."""
    row = Place.objects.public().filter(slug=slug).prefetch_related("other_names").first()
    if row is None:
        return None
    above = Place.objects.public().in_bulk(row.path_ids[:-1])
    counted = _counted()
    children = Place.objects.public().filter(parent=row).order_by("slug")
    photos = Photo.objects.public().filter(place=row).told_at(row.path).order_by("id")
    return PlaceRecord(
        slug=row.slug,
        name=text_of(row, "name"),
        names=row.names,
        kind=choice(row, "kind"),
        tally=Find.objects.public().in_public_place(row.path).tally(),
        chain=tuple(link for pk in row.path_ids[:-1] if (link := place_link(above.get(pk)))),
        children=tuple(_child(child, counted) for child in children),
        other_names=tuple(_other_names(row)),
        description=text_of(row, "description"),
        photos=tuple(photo_record(photo) for photo in photos),
        expeditions=tuple(_expeditions(row)),
        landmark=next(iter(of_rows([row])), None),
        landmarks=of_rows([*above.values(), row, *children]),
    )


def moved(slug: str) -> str | None:
    """Where the address of a place that was merged into another leads, if that one is shown."""
    shown = FormerSlug.objects.filter(visibility.public_place("place__"), slug=slug)
    return shown.values_list("place__slug", flat=True).first()


def _child(row: Place, counted: dict[str, Tally]) -> PlaceRecord:
    return PlaceRecord(
        slug=row.slug,
        name=text_of(row, "name"),
        names=row.names,
        kind=choice(row, "kind"),
        tally=counted.get(row.path, NOTHING),
    )


def _other_names(row: Place) -> list[PlaceName]:
    current = Choice("current", "")
    own = [PlaceName(Text(name, code), current) for code, name in row.names.items()]
    others = [
        PlaceName(Text(other.name, other.language), choice(other, "kind"))
        for other in row.other_names.all()
    ]
    return own + others


def _expeditions(row: Place) -> list[tuple[str, Text]]:
    finds = Find.objects.public().in_public_place(row.path).order_by()
    worked = Expedition.objects.filter(pk__in=finds.values("expedition"))
    return [(one.code, text_of(one, "title")) for one in worked.newest()]


def _counted() -> dict[str, Tally]:
    """{path of a place: what lies in it and in all below it}, of the public finds."""
    rows = (
        Find.objects.filter(visibility.public(), public_place__isnull=False)
        .order_by()
        .values_list("public_place__path")
        .annotate(
            objects=Count("pk", filter=~Q(category__in=PEOPLE)),
            records=Count("pk", filter=Q(category__in=PEOPLE)),
            individuals=Sum("remains__individuals", filter=Q(category__in=PEOPLE)),
        )
    )
    sums: dict[str, list[int]] = {}
    for path, *numbers in rows:
        for place in _with_all_above(path):
            before = sums.get(place, [0, 0, 0])
            sums[place] = [one + (other or 0) for one, other in zip(before, numbers, strict=True)]
    return {
        path: Tally(objects, (People({}, records, individuals, at_least=False),))
        for path, (objects, records, individuals) in sums.items()
    }


def _with_all_above(path: str) -> Iterator[str]:
    return (path[: place + 1] for place, sign in enumerate(path) if sign == "/")
