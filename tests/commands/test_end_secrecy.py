"""Places hidden for a time are published as usual once it is over."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalog import records
from catalog.models import Find
from tests.factories import LATITUDE, LONGITUDE, make_find

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def run() -> str:
    out = io.StringIO()
    call_command("end_secrecy", stdout=out)
    return out.getvalue()


def hidden(until: date | None, **columns: object) -> Find:
    return make_find(
        published=True,
        latitude=LATITUDE,
        longitude=LONGITUDE,
        public_precision="place_only",
        secret_until=until,
        **columns,
    )


def precision(find: Find) -> str:
    return Find.objects.get(pk=find.pk).location_precision


def test_a_place_is_told_as_usual_after_its_last_day() -> None:
    find = hidden(TODAY, catalogue_number="A-1")
    kept = hidden(TODAY + timedelta(days=400))
    assert precision(find) == "place_only"
    assert "0 places" in run()
    Find.objects.filter(pk=find.pk).update(secret_until=TODAY - timedelta(days=1))

    told = run()

    assert "A-1: " in told
    assert "1 places published anew." in told
    assert (precision(find), precision(kept)) == ("1km", "place_only")
    assert "0 places" in run()


def test_saving_ends_it_too_and_nothing_finer_than_the_usual_is_told() -> None:
    find = hidden(TODAY - timedelta(days=1))

    assert precision(find) == "1km"
    shown = Find.objects.get(pk=find.pk)
    assert str(shown.public_latitude) != LATITUDE


def test_the_page_says_until_when() -> None:
    until = date(TODAY.year + 3, 8, 18)

    sentence = records.of(hidden(until).pk).location.sentence

    assert sentence.endswith(f"This holds until 18 August {until.year}.")
    assert "until" not in records.of(hidden(None).pk).location.sentence


def test_an_event_ends_it() -> None:
    find = hidden(None, secret_until_event="recovered", custody_status="in_situ")
    assert precision(find) == "place_only"

    find.custody_status = "in_store"
    find.save()

    assert precision(find) == "1km"
