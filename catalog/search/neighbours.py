"""Neighbours: the finds before and after one in the listing a visitor came from.

That listing is a query string inside the address; it is read and answered like every other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from catalog.search.answers import answered
from catalog.search.page import per_page, query_of
from catalog.search.query import Query

# No listing of ours has a longer query string.
_MOST_SIGNS = 4000


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The place of a find in a listing from 1, and the ids `before` and `after` it.

    `query` leads back to the page of the listing that holds it; `number` is 0 where none does.
    """

    query: Query
    total: int
    number: int = 0
    sides: Mapping[str, int] = field(default_factory=dict)


def origin(query: Query) -> str:
    """What a link out of a listing adds to the address of a find, so that it can be left again."""
    return f"?{urlencode({'from': urlencode(query.hidden())})}"


def neighbours(asked: str, pk: int) -> Neighbours:
    """What stands around a find in the listing of this query string."""
    params = QueryDict(asked if len(asked) <= _MOST_SIGNS else "")
    answer = answered(params)
    query = query_of(answer, params).without("page")
    place = answer.place_of(pk)
    if place is None:
        return Neighbours(query, answer.count())
    page = place // per_page(answer) + 1
    around = answer.ids(max(place - 1, 0), place + 2)
    at = around.index(pk)
    sides = {"before": around[:at], "after": around[at + 1 :]}
    return Neighbours(
        query=query.with_("page", str(page)) if page > 1 else query,
        total=answer.count(),
        number=place + 1,
        sides={side: ids[0] for side, ids in sides.items() if ids},
    )
