"""Days are shown and typed so that nobody takes a month for a day."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import date_format

LANGUAGES = ("en", "ru", "ja")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["03/04/2027", "3/4/27", "April 3 2027x", "04-03-2027"])
def test_a_day_that_may_be_another_is_refused(language: str, typed: str) -> None:
    with translation.override(language), pytest.raises(ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *((language, "2027-04-03") for language in LANGUAGES),
        *(("en", "03.04.2027"), ("en", "3 April 2027"), ("en", "3 Apr 2027")),
        *(("ru", "03.04.2027"), ("ja", "2027/04/03"), ("ja", "2027年4月3日")),
    ],
)
def test_a_day_is_taken_as_people_write_it(language: str, typed: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2027, 4, 3)


def test_the_days_of_a_list_are_told_day_first() -> None:
    with translation.override("en"):
        assert date_format(date(2027, 4, 3), "MONTH_DAY_FORMAT") == "3 April"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "3 April 2027, 18:05"),
        ("ru", "3 апреля 2027 г. 18:05"),
        ("ja", "2027年4月3日18:05"),
    ],
)
def test_a_moment_is_shown_day_first_or_year_first(language: str, told: str) -> None:
    moment = datetime(2027, 4, 3, 18, 5, tzinfo=UTC)

    with translation.override(language):
        assert date_format(moment, "DATETIME_FORMAT") == told
