"""Those remembered: the dead as people, counted by side, by area and by what became of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from catalog import visibility
from catalog.lib.tally import Tally
from catalog.models import Find, PersonIdentification, Place
from catalog.querysets import PEOPLE
from catalog.records.shapes import NO_CHOICE, Choice, PersonRecord, PlaceLink
from catalog.records.words import person, place_link, status
from catalog.vocab import Qualifier, RemainsStatus, Track


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people, and whether that is a minimum."""

    individuals: int = 0
    at_least: bool = False

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.individuals + other.individuals, self.at_least or other.at_least)


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """One of the dead whose name may be printed, and the record that tells of them."""

    person: PersonRecord
    number: str
    slug: str


@dataclass(frozen=True, slots=True)
class RememberedRecord:
    """The dead of the whole catalogue. `places` has None for a place that is not published."""

    tally: Tally
    places: tuple[tuple[PlaceLink | None, Counted], ...]
    states: tuple[tuple[Choice, Counted], ...]
    names: tuple[NamedPerson, ...]


def remembered() -> RememberedRecord:
    """All of them; six queries, however many they are."""
    dead = Find.objects.public().filter(category__in=PEOPLE).order_by()
    counted = list(
        dead.values_list("public_place", "remains_status").annotate(
            individuals=Sum("remains__individuals"),
            vague=Count("pk", filter=~Q(remains__individuals_qualifier=Qualifier.EXACT)),
        )
    )
    return RememberedRecord(
        tally=dead.tally(),
        places=_places(_summed(counted, lambda row: row[0])),
        states=_states(_summed(counted, lambda row: row[1])),
        names=_names(),
    )


def _summed(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, Counted]:
    sums: dict[Any, Counted] = {}
    for row in rows:
        individuals, vague = row[2:]
        one = Counted(individuals or 0, bool(vague))
        sums[key(row)] = sums.get(key(row), Counted()) + one
    return {value: one for value, one in sums.items() if one.individuals}


def _places(sums: dict[Any, Counted]) -> tuple[tuple[PlaceLink | None, Counted], ...]:
    """By name; those without a published place at the end."""
    rows = Place.objects.public().in_bulk([pk for pk in sums if pk])
    named = [(place_link(rows[pk]), one) for pk, one in sums.items() if pk in rows]
    named.sort(key=lambda pair: pair[0].name.value)
    unplaced = sum((one for pk, one in sums.items() if pk not in rows), Counted())
    return tuple([*named, (None, unplaced)] if unplaced.individuals else named)


def _states(sums: dict[Any, Counted]) -> tuple[tuple[Choice, Counted], ...]:
    """In the order in which they follow one another."""
    known = [value for value in RemainsStatus.values if value in sums]
    told = [(status(Track.REMAINS, value), sums[value]) for value in known]
    return (*told, *((NO_CHOICE, one) for value, one in sums.items() if not value))


def _names() -> tuple[NamedPerson, ...]:
    cleared = (
        PersonIdentification.objects.public()
        .filter(visibility.public("remains__"))
        .select_related("remains")
        .order_by("name_original", "pk")
    )
    return tuple(
        NamedPerson(person(one), one.remains.catalogue_number, one.remains.slug) for one in cleared
    )
