"""Maps drawn by the server: windows, areas, links, names and scale bars."""

from dataclasses import dataclass

import pytest
from hypothesis import given, strategies as st

from catalog.formats.drawing import around, draw, extent
from catalog.formats.ground import Window, bar, grounds
from catalog.lib import mercator

SHUMSHU = (156.17, 50.62, 156.52, 50.88)


@dataclass(frozen=True)
class Spot:
    latitude: float
    longitude: float
    cell_degrees: float | None = 0.01
    radius_m: int | None = None
    records: int = 1
    name: str = "Somewhere"


def window(box: tuple[float, float, float, float] = SHUMSHU) -> Window:
    return Window.around(box, 480, 440, least=0.05)


@given(
    west=st.floats(-170, 160),
    south=st.floats(-70, 60),
    width=st.floats(0, 10),
    high=st.floats(0, 10),
)
def test_a_window_holds_its_box_with_room_around_it(
    west: float, south: float, width: float, high: float
) -> None:
    shown = window((west, south, west + width, south + high))

    for latitude in (south, south + high):
        for longitude in (west, west + width):
            x, y = shown.place(latitude, longitude)
            assert 40 < x < 440
            assert 40 < y < 400


def test_mercator_goes_there_and_back() -> None:
    for latitude in (-80, -33.3, 0, 50.7, 80):
        assert mercator.latitude(mercator.northing(latitude)) == pytest.approx(latitude)
    assert mercator.northing(90) == pytest.approx(180, abs=0.01)


def test_one_layer_is_enough_where_it_fills_the_window() -> None:
    assert len(grounds(window())) == 1
    assert len(grounds(window((-170, -60, 170, 70)))) == 1
    assert len(grounds(window((150, 45, 160, 55)))) == 1
    # Half outside of the finest layer: that is painted over the others.
    assert len(grounds(window((157.4, 50.6, 157.9, 50.9)))) > 1


def test_the_drawing_of_shumshu_is_a_few_kilobytes() -> None:
    (ground,) = grounds(window())

    assert 1000 < len(ground.land) < 12_000
    assert ground.shore
    assert grounds(window()) is grounds(window())


def test_a_generalised_find_is_drawn_as_its_cell() -> None:
    drawing = draw(window(), [Spot(50.735, 156.185)], [])

    (area,) = drawing.areas
    assert area.left < area.x < area.left + area.width
    assert area.top < area.y < area.top + area.height
    assert extent(Spot(50.735, 156.185)) == pytest.approx((156.18, 50.73, 156.19, 50.74))


def test_a_position_of_a_radius_is_drawn_as_a_circle() -> None:
    spot = Spot(50.735, 156.185, cell_degrees=None, radius_m=2000)
    (area,) = draw(window(), [spot], []).areas

    assert area.width == 0
    # As long as the scale bar says.
    scale = draw(window(), [], []).bar
    assert area.radius / 2000 == pytest.approx(scale.width / scale.metres, rel=0.01)
    west, south, east, north = extent(spot)
    assert mercator.metres(east - west, 50.735) == pytest.approx(4000)
    assert (north - south) * mercator.METRES_PER_DEGREE == pytest.approx(4000)


def test_links_nearer_than_a_fingertip_are_one() -> None:
    near = [Spot(50.735, 156.185, records=2), Spot(50.735, 156.195), Spot(50.855, 156.445)]

    marks = draw(window(), near, []).marks

    assert [(mark.what, mark.records) for mark in marks] == [(near[0], 3), (near[2], 1)]


def test_names_have_room_and_those_of_larger_places_win() -> None:
    island = Spot(50.74, 156.32, None, 12000, name="Shumshu")
    beside = Spot(50.74, 156.33, None, 11000, name="Somewhere else")
    speck = Spot(50.86, 156.4, None, 20, name="Speck")
    outside = Spot(52, 156.4, None, 12000, name="Kamchatka")

    labels = draw(window(), [], [beside, island, speck, outside]).labels

    assert [label.what.name for label in labels] == ["Shumshu"]


def test_no_name_lies_on_the_scale() -> None:
    low = Spot(50.655, 156.16, None, 9000, name="Long Island")

    drawn = draw(window(), [], [low])

    (label,) = drawn.labels
    assert label.x - 45 < 14 + drawn.bar.width
    assert label.y + 8 < drawn.window.height - 14 - 8 - 12


@pytest.mark.parametrize(
    ("box", "metres"),
    [(SHUMSHU, 5000), ((156.3, 50.7, 156.31, 50.71), 500), ((0, 0, 40, 40), 1000000)],
)
def test_scale_bars_are_round_and_not_too_long(
    box: tuple[float, float, float, float], metres: int
) -> None:
    told = bar(window(box), 110)

    assert told.metres == metres
    assert 40 < told.width <= 110


def test_the_box_around_nothing_is_none() -> None:
    assert around([]) is None
    assert around([Spot(50.735, 156.185), Spot(50.745, 156.205)]) == pytest.approx(
        (156.18, 50.73, 156.21, 50.75)
    )


def test_the_box_across_the_date_line_is_the_narrow_one() -> None:
    sides = [Spot(51, 179.005), Spot(52, -178.995), Spot(53, 178.005)]

    assert around(sides) == pytest.approx((178, 50.995, 181.01, 53.005))
    assert around([Spot(0, -100), Spot(0, 10)]) == pytest.approx((-100.005, -0.005, 10.005, 0.005))
    assert around([Spot(0, -90), Spot(0, 90)])[2] < 180


@given(
    longitudes=st.lists(st.floats(-180, 180), min_size=1, max_size=6),
)
def test_the_box_holds_every_area_in_one_of_its_turns(longitudes: list[float]) -> None:
    west, _south, east, _north = around([Spot(0, one) for one in longitudes])

    assert east - west <= 360.01
    assert all((one - 0.005 - west + 1e-9) % 360 <= east - west + 1e-6 for one in longitudes)


@pytest.mark.parametrize("beyond", [False, True])
def test_both_sides_of_the_date_line_are_drawn_at_once(beyond: bool) -> None:
    spots = [Spot(66.005, 178.005, name="West"), Spot(66.005, -178.005, name="East")]
    box = around(spots)
    shown = window(box if beyond is False else (box[0] - 360, box[1], box[2] - 360, box[3]))

    drawing = draw(shown, spots, [Spot(66, -179.9, None, 60_000, name="Chukotka")])

    west, east = drawing.areas
    assert 0 < west.x < east.x < 480
    assert west.left < west.x < west.left + west.width
    assert east.left < east.x < east.left + east.width
    assert [label.what.name for label in drawing.labels] == ["Chukotka"]
    # There is land on both sides of it.
    edges = [
        float(point.split(",")[0])
        for point in drawing.grounds[0].land[1:].split()[0:]
        if "M" not in point
    ]
    middle = (180 - shown.west) % 360 / shown.degrees_a_pixel
    assert min(edges) < middle - 50
    assert max(edges) > middle + 50
