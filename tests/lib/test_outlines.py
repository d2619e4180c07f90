"""Outlines: cut to a box and made simpler, they keep their shape."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from catalog.lib.outlines import clip, lines, simplify

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
DEGREES = st.floats(-20, 20)


def area(ring: list[tuple[float, float]]) -> float:
    pairs = pairwise(ring)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def test_what_lies_inside_stays_as_it_is() -> None:
    assert area(clip(SQUARE, (-5, -5, 15, 15))) == 100


def test_what_lies_outside_is_nothing() -> None:
    assert clip(SQUARE, (11, 0, 20, 10)) == []
    assert clip(SQUARE, (-5, 11, 15, 20)) == []


def test_what_crosses_is_cut_along_the_border() -> None:
    cut = clip(SQUARE, (5, -5, 15, 4))

    assert cut[0] == cut[-1]
    assert area(cut) == 20
    assert {5.0, 10.0} == {longitude for longitude, _latitude in cut}


@given(west=DEGREES, south=DEGREES, width=st.floats(0.1, 30), height=st.floats(0.1, 30))
def test_a_cut_square_is_what_both_share(
    west: float, south: float, width: float, height: float
) -> None:
    box = (west, south, west + width, south + height)

    wide = max(0, min(box[2], 10) - max(west, 0))
    high = max(0, min(box[3], 10) - max(south, 0))

    assert area(clip(SQUARE, box)) == pytest.approx(wide * high, abs=1e-6)


def test_points_that_tell_nothing_are_left_out() -> None:
    told = [(0.0, 0.0), (5.0, 0.001), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]

    assert simplify(told, 0.01) == SQUARE
    assert simplify(told, 0.0001) == told


def test_what_is_too_small_to_see_is_nothing() -> None:
    assert simplify([(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.0)], 1) == []


def test_the_border_of_the_box_is_no_shore() -> None:
    box = (5, -5, 15, 4)

    shore = lines(clip(SQUARE, box), box)

    edges = {edge for part in shore for edge in pairwise(part)}
    assert edges == {((5.0, 0.0), (10.0, 0.0)), ((10.0, 0.0), (10.0, 4.0))}
