"""What pages show of all finds, of a place or a season: asked of the database once for a state."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from catalog import records
from catalog.records import ExpeditionRecord, PlaceRecord, RememberedRecord
from catalog.search.answers import answered


def places() -> tuple[PlaceRecord, ...]:
    """Every shown place in the order of the tree, each with its count."""
    return _kept("places", lambda: tuple(records.places()))


def place(slug: str) -> PlaceRecord | None:
    """One shown place with what lies in it; None where a visitor may know of none."""
    return _kept(("place", slug), lambda: records.place(slug))


def expeditions() -> tuple[ExpeditionRecord, ...]:
    """Every expedition, the latest first, each with its count."""
    return _kept("expeditions", lambda: tuple(records.expeditions()))


def expedition(code: str) -> ExpeditionRecord | None:
    """One season; None where there is none of this code."""
    return _kept(("expedition", code), lambda: records.expedition(code))


def remembered() -> RememberedRecord:
    """The dead of the whole catalogue."""
    return _kept("remembered", records.remembered)


def _kept(name: Any, ask: Callable[[], Any]) -> Any:
    """Counting every find takes longest of all, and its words are those of one language."""
    whole = answered(QueryDict())
    return whole.remembered((name, get_language()), ask)
