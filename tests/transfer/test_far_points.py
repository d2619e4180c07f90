"""A point far from its place is told, with what may have been meant, and never mended silently."""

import pytest
from django.contrib.auth.models import User

from catalog.models import Expedition, Find, Place
from tests.factories import make_find, make_place
from tests.transfer.lists_in import row, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("furnished")]
SHUMSHU = {"place": "Shumshu", "coordinate_uncertainty_m": "10"}


@pytest.fixture(autouse=True)
def where_the_place_is(furnished: None) -> None:
    where = {"latitude": "50.733", "longitude": "156.317", "uncertainty_m": 15000}
    Place.objects.filter(name_en="Shumshu").update(**where)


def warnings(**cells: str) -> list[str]:
    return [one.message for one in take(row("A-1", **SHUMSHU, **cells)).warnings]


def test_point_inside_its_place_is_no_matter() -> None:
    assert warnings(latitude="50.75", longitude="156.3") == []


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("50.75", "-156.3"), ("-50.75", "156.3"), ("-50.75", "-156.3")]
)
def test_lost_sign_is_suggested_and_the_point_left_as_written(
    latitude: str, longitude: str
) -> None:
    (told,) = warnings(latitude=latitude, longitude=longitude)

    assert "km from “Shumshu”" in told
    assert "Perhaps 50.75" in told
    assert f"{Find.objects.get().latitude:.2f}" == latitude


def test_swapped_axes_are_suggested() -> None:
    Place.objects.filter(name_en="Shumshu").update(latitude="40", longitude="50")

    (told,) = warnings(latitude="50", longitude="40")

    assert "Perhaps 40.000000, 50.000000 is meant" in told or "Perhaps 40, 50 is meant" in told


def test_other_far_points_are_told_without_a_guess() -> None:
    (told,) = warnings(latitude="52.2", longitude="104.3")

    assert told.endswith("km from “Shumshu”.")


def test_a_stored_point_is_not_measured_for_who_may_not_read_it(
    recorder: User, reviewer: User, administrator: User
) -> None:
    make_place("Far Place", latitude="50.0", longitude="156.0", uncertainty_m=1000)
    make_place("Mirror", latitude="-50.0", longitude="156.0", uncertainty_m=500_000)
    make_find(
        published=True,
        catalogue_number="SHU15-0001",
        expedition=Expedition.objects.get(code="SHU-2015"),
        latitude="50.731234",
        longitude="156.187654",
    )

    for place in ("Far Place", "Mirror"):
        asked = {"catalogue_number": "SHU15-0001", "place": place}
        for user in (recorder, reviewer):
            for half in ({}, {"latitude": "50.9"}):
                told = take({**asked, **half}, user=user, dry_run=True)
                assert "km from" not in " ".join(str(one) for one in told.warnings)
                assert "50.73" not in " ".join(str(one) for one in told.warnings)
        told = take(asked, user=administrator, dry_run=True)
        assert "km from" in str(told.warnings[0])
