"""What pages show of every place and season: asked of the database once for a state of it."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from catalog import records
from catalog.records import ExpeditionRecord, PlaceRecord
from catalog.search.answers import answered


def places() -> tuple[PlaceRecord, ...]:
    """Every shown place in the order of the tree, each with its count."""
    return _kept("places", records.places)


def expeditions() -> tuple[ExpeditionRecord, ...]:
    """Every expedition, the latest first, each with its count."""
    return _kept("expeditions", records.expeditions)


def _kept(name: str, ask: Callable[[], list[Any]]) -> tuple[Any, ...]:
    """Counting every find takes longest of all, and its words are those of one language."""
    whole = answered(QueryDict())
    return whole.remembered((name, get_language()), lambda: tuple(ask()))
