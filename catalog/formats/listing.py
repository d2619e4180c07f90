"""A listing as plain data for JSON: its counts, its facets, one page of cards."""

from collections.abc import Iterable
from typing import Any

from catalog.formats import plain
from catalog.formats.plain import Plain
from catalog.formats.site import Site
from catalog.records import FindCard


def page(
    found: Any, cards: Iterable[FindCard], site: Site, *, turns: dict[str, str | None]
) -> Plain:
    """A page of a listing; `turns` are the addresses of the `next` and the `previous` one."""
    return {
        "total": found.total,
        "objects": found.tally.objects,
        "people": people(found.tally.people),
        "page": found.number,
        "pages": found.pages,
        "per": found.per,
        "sort": found.sort,
        **turns,
        "notes": list(found.notes),
        "facets": facets(found.facets),
        "results": [plain.packed_card(one, site) for one in cards],
    }


def facets(counted: Iterable[Any]) -> Plain:
    """`{facet: values}`, what is below a value inside it; of very many values the first."""
    return {facet.name: [_value(value) for value in facet.values] for facet in counted}


def facet(one: Any) -> Plain:
    """One facet: how many values it has, and those that are told."""
    values = [_value(value) for value in one.values]
    return {"facet": one.name, "number": one.number, "values": values}


def _value(value: Any) -> Plain:
    said = {
        "value": value.value,
        "label": value.label.value,
        "count": value.count,
        "selected": value.is_selected,
    }
    if value.children:
        said["children"] = [_value(child) for child in value.children]
    return said


def people(sides: Iterable[Any]) -> list[Plain]:
    """How many of the dead are of which side."""
    return [
        {
            "labels": dict(side.labels),
            "records": side.records,
            "individuals": side.individuals,
            "at_least": side.at_least,
        }
        for side in sides
    ]
