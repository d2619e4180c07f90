"""The map: single points while they are few, else cells of one grid that never moves."""

from collections import Counter
from decimal import Decimal

import numpy as np
import pytest
from django.http import QueryDict
from hypothesis import example, given, settings, strategies as st

from catalog.search import cells
from catalog.search.cells import MOST_CELLS, SIZES, WORLD, Box, Cell, Chart, Grid
from catalog.search.columns import MICRO, NOWHERE
from catalog.vocab import Category
from tests.factories import make_find, make_place

LATITUDES = st.integers(-90 * MICRO, 90 * MICRO)
LONGITUDES = st.integers(-180 * MICRO, 180 * MICRO)


def degrees(micro: int) -> Decimal:
    return Decimal(micro) / MICRO


def ask(query: str = "") -> Chart:
    return cells.chart(QueryDict(query))


def counted_plainly(size: Decimal, points: list[tuple[int, int]]) -> Counter[tuple[float, float]]:
    """How many points each cell of the world has, one by one."""
    found: Counter[tuple[float, float]] = Counter()
    for latitude, longitude in points:
        south = min((degrees(latitude) + 90) // size, 180 / size - 1) * size - 90
        west = min((degrees(longitude) + 180) // size, 360 / size - 1) * size - 180
        found[float(south), float(west)] += 1
    return found


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    south, north = sorted((draw(LATITUDES), draw(LATITUDES)))
    west, east = draw(LONGITUDES), draw(LONGITUDES)
    return degrees(west), degrees(south), degrees(east), degrees(north)


def is_in(box: Box, point: tuple[int, int]) -> bool:
    west, south, east, north = box
    latitude, longitude = map(degrees, point)
    across = west <= longitude <= east
    if west > east:
        across = longitude >= west or longitude <= east
    return across and south <= latitude <= north


@settings(deadline=None)
@given(
    box=boxes(),
    points=st.lists(st.tuples(LATITUDES, LONGITUDES), max_size=20),
    zoom=st.none() | st.integers(0, 22),
)
@example(box=WORLD, points=[(90 * MICRO, 180 * MICRO), (-90 * MICRO, -180 * MICRO)], zoom=None)
@example(
    box=(Decimal(179), Decimal(0), Decimal(-179), Decimal(1)),
    points=[(0, 180 * MICRO), (0, -180 * MICRO), (0, 0)],
    zoom=None,
)
@example(
    box=(Decimal("0.002"), Decimal(0), Decimal("0.001"), Decimal("0.001")),
    points=[(0, 0), (0, 90 * MICRO)],
    zoom=None,
)
def test_cells_are_those_of_the_world_and_hold_all_that_lies_in_the_box(
    box: Box, points: list[tuple[int, int]], zoom: int | None
) -> None:
    grid = cells.fitting(box, zoom)
    latitudes = np.array([NOWHERE, *(point[0] for point in points)], dtype="i4")
    longitudes = np.array([NOWHERE, *(point[1] for point in points)], dtype="i4")

    found = cells.counted(grid, *cells.laid(grid.size, latitudes, longitudes))

    world = counted_plainly(grid.size, points)
    assert all(world[cell.south, cell.west] == cell.records for cell in found)
    corners = {(cell.south, cell.west) for cell in found}
    for point in points:
        if is_in(box, point):
            (corner,) = counted_plainly(grid.size, [point])
            assert corner in corners
    assert grid.number <= MOST_CELLS
    assert grid.size in SIZES


def test_the_cells_keep_their_size_while_the_window_moves() -> None:
    windows = [
        (Decimal(west), Decimal(south), Decimal(west + 4), Decimal(south + 2))
        for west, south in ((145, 43), (146, 60), (-180, -10))
    ]

    assert len({cells.fitting(box, 8).size for box in windows}) == 1
    assert cells.fitting(windows[0], 8).size == Decimal("0.5")
    assert cells.fitting(windows[0], 0).size == SIZES[-1]


def test_no_cell_is_finer_than_a_hundredth_of_a_degree() -> None:
    tiny = (Decimal("156.1"), Decimal("50.7"), Decimal("156.1001"), Decimal("50.7001"))

    assert cells.fitting(tiny, 22) == Grid.of(Decimal("0.01"), tiny)
    assert Grid.of(Decimal("0.01"), tiny).number == 1


def on_map(number: str, latitude: str, longitude: str, **fields: object) -> int:
    """A published find whose position is published as it is."""
    place = {"latitude": latitude, "longitude": longitude, "public_precision": "exact"}
    shown = {"category": Category.OTHER, "hazard_status": "inert_certified", **place, **fields}
    return make_find(published=True, catalogue_number=number, **shown).pk


@pytest.mark.django_db
def test_few_are_shown_singly_and_many_by_cell() -> None:
    first = on_map("A-1", "50.73", "156.18", found_on="2015")
    second = on_map("A-2", "50.74", "156.19", found_on="2014")
    far = on_map("A-3", "-33.5", "18.25", found_on="2013")
    make_find(published=True)

    few, many = ask(), ask("limit=2")

    assert (few.total, few.unplaced, few.here) == (4, 1, 3)
    assert (few.ids, few.cells) == ([first, second, far], None)
    assert (many.total, many.unplaced, many.here, many.ids) == (4, 1, 3, None)
    assert many.cells == [Cell(-40.0, 10.0, 1), Cell(50.0, 150.0, 2)]


@pytest.mark.django_db
def test_finds_without_a_position_are_named() -> None:
    on_map("A-1", "50.73", "156.18")
    hidden = [make_find(published=True).pk for _ in range(3)]
    make_find(latitude="50.7", longitude="156.1")

    assert set(ask().unplaced_ids) == set(hidden)
    assert ask("limit=2").unplaced_ids == []
    assert ask("category=tank").unplaced_ids == []


@pytest.mark.django_db
def test_the_box_narrows_the_points_and_not_the_totals() -> None:
    inside = on_map("A-1", "50.73", "156.18")
    on_map("A-2", "10", "10")
    make_find(published=True, place=make_place())

    found = ask("bbox=156,50,157,51")

    assert (found.total, found.unplaced, found.here, found.ids) == (3, 1, 1, [inside])


@pytest.mark.django_db
def test_the_box_holds_its_edges_to_the_last_digit() -> None:
    inside = on_map("A-1", "50.731234", "156.187654")

    for box in ("156.187654,50.731234,156.187654,50.731234", "156.187654,50,157,50.731234"):
        assert ask(f"bbox={box}").ids == [inside]
    for box in ("156.1876541,50,157,51", "156,50.7312341,157,51", "156,50,156.1876539,51"):
        assert ask(f"bbox={box}").ids == []


@pytest.mark.django_db
def test_a_box_across_the_date_line_has_both_sides() -> None:
    points = {on_map("A-1", "52", "179.5"), on_map("A-2", "52", "-179.5")}
    on_map("A-3", "52", "0.5")

    singly, by_cell = ask("bbox=179,51,-179,53"), ask("bbox=179,51,-179,53&limit=1")

    assert set(singly.ids or ()) == points
    assert sum(cell.records for cell in by_cell.cells or ()) == 2


@pytest.mark.django_db
def test_other_wishes_narrow_the_map_as_they_narrow_the_listing() -> None:
    tank = on_map("A-1", "50.73", "156.18", category=Category.TANK, custody_status="in_store")
    on_map("A-2", "50.74", "156.19")

    found = ask("category=tank")

    assert (found.total, found.here, found.ids) == (1, 1, [tank])


@pytest.mark.django_db
def test_what_is_not_understood_is_left_out_and_told() -> None:
    on_map("A-1", "50.73", "156.18")

    found = ask("limit=0&zoom=99&bbox=1,2,3&limit=x")

    assert found.here == 1
    assert len(found.notes) == 3
