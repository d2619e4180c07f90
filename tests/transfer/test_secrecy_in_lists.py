"""Until when a place stays hidden comes in with a list as it is written on the form."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from catalog.models import Find
from tests.factories import make_place
from tests.transfer.lists_in import furnish, row, sentences, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def furniture() -> None:
    furnish()


@pytest.mark.parametrize("written", ["2027-05-09", "09.05.2027"])
def test_day_and_event_are_kept(written: str) -> None:
    take(row(public_precision="withheld", secret_until=written, secret_until_event="recovered"))

    find = Find.objects.get()
    assert find.secret_until == date(2027, 5, 9)
    assert find.secret_until_event == "recovered"


def test_they_can_be_taken_away() -> None:
    take(row(public_precision="withheld", secret_until="2027-05-09", secret_until_event="at_rest"))
    take(row(secret_until="\\N", secret_until_event="\\N"))

    find = Find.objects.get()
    assert (find.secret_until, find.secret_until_event) == (None, None)


@pytest.mark.parametrize("written", ["2027", "2027-05", "ca. 2027", "2027-05-09/2027-05-11"])
def test_what_is_not_one_day_is_refused(written: str) -> None:
    report = take(row(public_precision="withheld", secret_until=written))

    assert "It is not one day" in sentences(report)
    assert not Find.objects.exists()


def test_who_does_not_see_a_position_does_not_publish_it(reviewer: User) -> None:
    make_place("Cape", slug="cape", public_precision="exact")
    take(row(latitude="50.731234", longitude="156.187654"))

    for told in ({"public_precision": "exact"}, {"place": "cape"}):
        assert "Only who may see the exact position" in sentences(take(row(**told), user=reviewer))
    take(row(human_remains_associated="yes", public_precision="exact"))
    lifted = take(row(human_remains_associated="no"), user=reviewer)
    assert "Only who may see the exact position" in sentences(lifted)
    take(row(human_remains_associated="no", public_precision="1km"))
    assert not take(row(public_precision="10km"), user=reviewer).refused
    assert not take(row(public_precision="exact")).refused
    assert Find.objects.get().location_precision == "exact"


def test_no_step_of_a_list_bares_a_position(reviewer: User) -> None:
    """Made safe, a munition would be told as finely as somebody once chose."""
    told = {"category": "munition", "object_type": "grenade", "hazard_status": "unknown"}
    place = {"latitude": "50.731234", "longitude": "156.187654", "public_precision": "exact"}
    assert not take(row(custody_status="recovered", **told, **place)).refused
    safe = {**told, "hazard_status": "inert_certified"}
    safe |= {"eod_report": "1", "eod_authority": "EOD", "eod_date": "2015-08-01"}

    assert "Only who may see the exact position" in sentences(take(row(**safe), user=reviewer))
    assert not take(row(**safe)).refused
    assert Find.objects.get().location_precision == "exact"
