import re
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from catalog.lib import geo

LATITUDES = st.decimals(-90, 90, places=6)
LONGITUDES = st.decimals(-180, 180, places=6)
SIZES = st.sampled_from(sorted(geo.CELL_DEGREES.values()))


@pytest.mark.parametrize(
    ("written", "axis", "degrees"),
    [
        ("50.7333", "latitude", "50.733300"),
        ("50,7333", "latitude", "50.733300"),
        ("-4.91e-4", "longitude", "-0.000491"),
        (" -156.3 ", "longitude", "-156.300000"),
        ("−33.5", "latitude", "-33.500000"),
        ("50°44′00″N", "latitude", "50.733333"),
        ("50º44´00´´N", "latitude", "50.733333"),
        ("50 44.0 N", "latitude", "50.733333"),
        ("N50.7333", "latitude", "50.733300"),
        ("12°30′W", "longitude", "-12.500000"),
        ("50°44' с.ш.", "latitude", "50.733333"),
        ("156°19'0\" в. д.", "longitude", "156.316667"),
        ("33°30' ю.ш.", "latitude", "-33.500000"),
        ("70° з.д.", "longitude", "-70.000000"),
        ("北緯50度44分", "latitude", "50.733333"),
        ("東経156度19分", "longitude", "156.316667"),
        ("５０．５", "latitude", "50.500000"),
        ("50 44 12S", "latitude", "-50.736667"),
        ("0", "longitude", "0.000000"),
    ],
)
def test_a_coordinate_is_read_as_people_write_it(written, axis, degrees):
    assert str(geo.parse_coordinate(written, axis)) == degrees


@pytest.mark.parametrize(
    ("written", "axis", "reason"),
    [
        ("95", "latitude", "are the columns swapped"),
        ("200", "longitude", "between -180 and 180"),
        ("200", "latitude", "between -90 and 90"),
        ("156.3E", "latitude", "is a longitude"),
        ("50° с.ш.", "longitude", "is a latitude"),
        ("-12 W", "longitude", "hemisphere twice"),
        ("N 50 N", "latitude", "hemisphere twice"),
        ("50 60", "latitude", "less than 60"),
        ("50.5 30", "latitude", "only the last number"),
        ("1,234,5", "latitude", "is no coordinate"),
        ("50,7333; 156,3167", "latitude", "is no coordinate"),
        ("", "latitude", "is no coordinate"),
        ("NaN", "latitude", "is no coordinate"),
        ("1e1", "latitude", "is no coordinate"),
        ("50\x00", "latitude", "is no coordinate"),
    ],
)
def test_a_wrong_coordinate_is_refused_in_words(written, axis, reason):
    with pytest.raises(ValueError, match=reason):
        geo.parse_coordinate(written, axis)


def test_a_decimal_comma_may_be_forbidden():
    with pytest.raises(ValueError, match="comma"):
        geo.parse_coordinate("50,7", "latitude", decimal_comma=False)


@given(st.text())
def test_no_cell_breaks_the_reader_of_coordinates(cell):
    try:
        degrees = geo.parse_coordinate(cell, "latitude")
    except ValueError:
        return
    assert abs(degrees) <= 90


@given(LATITUDES)
def test_a_latitude_comes_back_from_its_text(latitude):
    assert geo.parse_coordinate(str(latitude), "latitude") == latitude


@pytest.mark.parametrize(
    ("written", "order"),
    [("POINT (156.3 50.7)", "lon lat"), ("point(50.7 156.3)", "lat lon"),
     ("SRID=4326;POINT Z (156.3 50.7 12)", "lon lat")],
)  # fmt: skip
def test_a_point_is_read_in_the_order_stated(written, order):
    assert geo.parse_point(written, order) == (Decimal("50.7"), Decimal("156.3"))


@pytest.mark.parametrize(
    "written", ["LINESTRING (1 2, 3 4)", "POINT EMPTY", "POINT (1)", "1", "50,73", ""]
)
def test_what_is_no_point_is_refused(written):
    with pytest.raises(ValueError, match="point"):
        geo.parse_point(written, "lon lat")


@pytest.mark.parametrize(
    "written",
    ["50,7; 156,3", "50.7, 156.3", "50,7, 156,3", "50.7,156.3", "50.7 156.3", "50.7° 156.3°"],
)
def test_both_coordinates_in_one_cell_are_read_in_the_order_stated(written):
    assert geo.parse_point(written, "lat lon") == (Decimal("50.7"), Decimal("156.3"))
    with pytest.raises(ValueError, match="order of the axes"):
        geo.parse_point(written, "")


@pytest.mark.parametrize(
    "written",
    ["50°42′N 156°18′E", "156 18 E 50 42 N", "N50.7 E156.3", "50°42' с. ш. 156°18' в. д.",
     "50.7 N, 156.3", "50,7; 156,3 E", "北緯50度42分 東経156度18分"],
)  # fmt: skip
def test_letters_of_the_hemispheres_tell_the_order(written):
    for order in ("", "lon lat"):
        assert geo.parse_point(written, order) == (Decimal("50.7"), Decimal("156.3"))


@pytest.mark.parametrize("written", ["50 N 51 N", "50.7 E 156.3 E", "50; 51; 52", "50 44 156 19"])
def test_two_that_are_no_pair_are_refused(written):
    with pytest.raises(ValueError, match=r"latitude|longitude|point|coordinate"):
        geo.parse_point(written, "lat lon")


@given(st.text(st.sampled_from("50.,; NEсв°′-+"), max_size=14))
def test_no_cell_breaks_the_reader_of_points(cell):
    try:
        latitude, longitude = geo.parse_point(cell, "lat lon")
    except ValueError:
        return
    assert geo.in_range(latitude, longitude)


def test_a_point_in_the_wrong_order_is_caught():
    with pytest.raises(ValueError, match="swapped"):
        geo.parse_point("POINT (50.7 156.3)", "lon lat")


def test_the_point_zero_zero_is_refused():
    with pytest.raises(ValueError, match="Atlantic"):
        geo.check_pair(Decimal(0), Decimal("0.000000"))

    geo.check_pair(Decimal(0), Decimal(32))


@pytest.mark.parametrize(
    ("written", "metres"),
    [("50", 111_000), ("50.73", 1110), ("50.7333", 11), ("50.733333", 1), ("50°44′N", 1850),
     ("50°44.5′", 185), ("50°44′00″N", 31)],
)  # fmt: skip
def test_precision_is_judged_by_the_writing(written, metres):
    assert geo.implied_uncertainty_m(written) == metres


@given(LATITUDES, LONGITUDES, SIZES)
def test_a_point_lies_in_its_cell(latitude, longitude, size):
    cell_latitude, cell_longitude = geo.cell_centre(latitude, longitude, size)

    assert abs(cell_latitude - latitude) <= size / 2
    assert abs(cell_longitude - longitude) <= size / 2
    assert geo.in_range(cell_latitude, cell_longitude)


@given(LATITUDES, LONGITUDES, SIZES)
def test_a_centre_is_its_own_centre(latitude, longitude, size):
    centre = geo.cell_centre(latitude, longitude, size)

    assert geo.cell_centre(*centre, size) == centre


def test_a_cell_is_not_mirrored_at_zero():
    size = geo.CELL_DEGREES["1km"]

    assert geo.cell_centre(Decimal("-0.001"), Decimal("0.001"), size) == (
        Decimal("-0.005"),
        Decimal("0.005"),
    )


def test_a_centre_is_written_without_exponent():
    assert all(
        re.fullmatch(r"-?[0-9.]+", str(part))
        for size in geo.CELL_DEGREES.values()
        for part in geo.cell_centre(Decimal("50.05"), Decimal("-20.1"), size)
    )


def test_half_a_cell_of_a_kilometre_on_the_kurils_is_658_metres():
    assert geo.half_diagonal_m(Decimal("50.73"), Decimal("0.01")) == 658
