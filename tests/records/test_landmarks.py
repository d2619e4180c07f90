"""Where places lie on the map: the shown ones, and never finer than the grid."""

import pytest

from catalog import records
from tests.factories import make_place

pytestmark = pytest.mark.django_db
POINT = {"latitude": "50.731234", "longitude": "156.187654"}


def test_shown_places_are_there_the_largest_first() -> None:
    island = make_place("Shumshu", name_ja="占守島", uncertainty_m=15000, **POINT)
    make_place("Height", parent=island, kind="landform", uncertainty_m=2000, **POINT)
    make_place("Trench", parent=island, kind="trench", uncertainty_m=10, **POINT)
    make_place("Nowhere", uncertainty_m=10)
    make_place("Of no size", **POINT)

    assert [(one.slug, one.radius_m) for one in records.landmarks()] == [
        ("shumshu", 15000),
        ("height", 2000),
    ]


def test_a_small_place_is_no_smaller_than_a_cell() -> None:
    make_place("Grave", is_public=True, kind="site", uncertainty_m=5, **POINT)

    (told,) = records.landmarks()

    assert (told.latitude, told.longitude) == (50.735, 156.185)
    assert told.radius_m > 600
