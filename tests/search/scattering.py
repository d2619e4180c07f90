"""Finds of every kind, the queries one may ask of them, and whatever may be done to them.

What is made follows from numbers alone, so two catalogues told the same hold the same.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Count
from django.http import QueryDict
from hypothesis import strategies as st

from catalog import index
from catalog.models import Find
from catalog.querysets import PEOPLE
from catalog.search import facets
from catalog.search.answers import answered
from catalog.search.filters import FindFilter, has_photo
from catalog.search.ordering import SORTS, ordered
from catalog.vocab import Category, Condition, CustodyStatus, HazardStatus, RestorationStatus
from tests.factories import make_find, make_photo, make_place, make_remains, make_term, number

CHOICES: dict[str, list[str]] = {
    "category": Category.values,
    "type": ["helmet", "steel-helmet", "tank", "munition"],
    "nationality": ["japan", "ussr", "unknown"],
    "place": ["island", "height", "none"],
    "condition": [*Condition.values, "none"],
    "restoration": [*RestorationStatus.values, "none"],
    "custody": [*CustodyStatus.values, "none"],
    "hazard": HazardStatus.values,
    "photo": ["yes", "no"],
    "from": ["2014", "2015-08", "2015-08-12"],
    "to": ["2014", "2015", "2015-08-11"],
    "bbox": ["156,50,157,51", "156.3,50.7,156.42,50.8", "179,-90,-179,90"],
    "q": ["helmet", "каска", "占守", "шумшу", "nothing-like-it"],
}


def island() -> list[Any]:
    """A few places, one of them private."""
    top = make_place("Island", kind="island", slug="island", name_ru="Шумшу", name_ja="占守島")
    height = make_place("Height", parent=top, kind="landform", slug="height")
    return [top, height, make_place("Trench", parent=height, kind="trench", slug="trench"), None]


def scatter(n: int, places: list[Any]) -> Find:
    """A find whose facts follow from its number, so that every value comes about."""
    category = Category.values[n % 11]
    if category in PEOPLE:
        return make_remains(individuals=n % 4 + 1, published=True, place=places[n % 3])
    return make_find(
        category=category,
        published=n % 7 != 0,
        place=places[n % 3],
        title_en="Find",
        title_ru="Каска" if n % 3 else "",
        found_on=["2014", "2015-08-11", "2015-08-12", "2015-08/..", "2013~"][n % 5],
        condition=(*Condition.values, "")[n % 6],
        custody_status="in_store",
        latitude="50.7512" if n % 2 else None,
        longitude=f"156.{n % 9}123" if n % 2 else None,
        coordinate_uncertainty_m=500 if n % 2 else None,
    )


def asked(query: str) -> FindFilter:
    """The wishes of a query string, over what is public, as SQL answers them."""
    return FindFilter(QueryDict(query), Find.objects.public())


def by_sql(wishes: FindFilter, kind: facets.Kind) -> dict[Any, int]:
    """The counts of one facet as plain SQL gives them."""
    finds = wishes.without(kind.name)
    if kind.of_objects:
        finds = finds.exclude(category__in=PEOPLE)
    if kind.column == "has_photo":
        finds = finds.annotate(has_photo=has_photo())
    rows = finds.order_by().values_list(kind.column).annotate(n=Count("pk"))
    return {value: number for value, number in rows if number}


def assert_same(query: str) -> None:
    """Ids, tally and every facet are those of SQL."""
    wishes, answer = asked(query), answered(QueryDict(query))
    typed = wishes.wishes.get("q", "")
    ids = list(ordered(wishes.without(), answer.sort, typed=typed).values_list("pk", flat=True))

    assert answer.ids() == ids
    assert answer.count() == len(ids)
    tally, expected = answer.tally(), wishes.without().tally()
    assert tally.objects == expected.objects
    assert tally.people == expected.people
    for kind in facets.KINDS:
        counted = answer.counts(kind.column, kind.name, of_objects=kind.of_objects)
        assert counted == by_sql(wishes, kind), kind.name


@st.composite
def queries(draw: Callable) -> str:
    """A query string of up to three wishes, each with up to three values."""
    names = draw(st.lists(st.sampled_from(sorted(CHOICES)), max_size=3, unique=True))
    pairs = [
        f"{name}={value}"
        for name in names
        for value in draw(st.lists(st.sampled_from(CHOICES[name]), min_size=1, max_size=3))
    ]
    return "&".join([*pairs, f"sort={draw(st.sampled_from(sorted(SORTS)))}"])


def scatter_all() -> list[Find]:
    """Forty finds of every kind, every fourth with a photograph, half of these public."""
    places = island()
    finds = [scatter(n, places) for n in range(40)]
    for n, find in enumerate(finds[::4]):
        make_photo(find, published=n % 2 == 0)
    return finds


# Whatever is done

CHANGES: dict[str, Callable[[int], Any]] = {
    "publish": lambda n: make_find(
        published=True,
        category=Category.values[n % 11],
        catalogue_number=f"N-{n}-{number()}",
        found_on=["", "2014", "2015-08-12"][n % 3],
    ),
    "withdraw": lambda n: _some(n).update(publication_status="withdrawn"),
    "publish again": lambda n: _all(n).update(publication_status="published"),
    "delete": lambda n: Find.objects.filter(pk__in=_some(n).values("pk")).delete(),
    "renumber": lambda n: [_renumber(find, n) for find in _some(n)],
    "restate": lambda n: _some(n).update(
        restoration_status=RestorationStatus.values[n % 5], condition=Condition.values[n % 5]
    ),
    "redate": lambda n: _some(n).update(found_from=f"20{10 + n % 9}-01-01", found_to=None),
    "picture": lambda n: [make_photo(find, published=bool(n % 2)) for find in _some(n)],
    "many at once": lambda n: _bulk(n),
    "a word": lambda n: make_term(label_en=f"Word {n}", code=f"word-{number()}"),
    "nothing": lambda _n: None,
}


def _some(n: int) -> Any:
    ids = list(Find.objects.public().values_list("pk", flat=True))
    return Find.objects.filter(pk__in=ids[n % 7 :: 5])


def _all(n: int) -> Any:
    return Find.objects.filter(pk__gt=n % 3)


def _renumber(find: Find, n: int) -> None:
    find.catalogue_number = f"R-{n}-{number()}"
    find.save()


def _bulk(n: int) -> None:
    with index.bulk() as bulk:
        bulk.about_to_change(index.FEW_ROWS + 1)
        _some(n).update(custody_status="lost")
