import pytest
from hypothesis import given, strategies as st

from catalog.lib import identifiers, text


@pytest.mark.parametrize(
    "number",
    ["SHU15-0042", "HESH-2E7020", "WILT-834E52", "BAI-10742", "munitions.1", "13101000100",
     "00002498", "ШУ-15", "占守-3", "MAR-2015", "3E12", "a/b", "№ 7".replace("№", "No")],
)  # fmt: skip
def test_a_number_of_a_catalogue_is_taken_as_it_is(number):
    assert identifiers.check_number(f" {number} ") == number


def test_a_number_is_brought_to_one_width():
    assert identifiers.check_number("ＳＨＵ１５\u00a0 1") == "SHU15 1"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("1.00E+18", "rounded"),
        ("1E+05", "rounded"),
        ("Jun-42", "is a date"),
        ("Aug-18", "is a date"),
        ("18-Aug", "is a date"),
        ("авг.18", "is a date"),
        ("-SUR 838000.00", "sum of money"),
        ("€ 12", "sum of money"),
        ("1 000,00 ₽", "sum of money"),
        ("100 р.", "sum of money"),
        ("1.234,50 EUR", "sum of money"),
        ("838円", "sum of money"),
        ("########", "too narrow"),
        ("SНU15-1", "CYRILLIC CAPITAL LETTER EN"),
        ("a\0b", r"U\+0000"),
        ("a\tb", r"U\+0009"),
        ("a\u200bb", r"U\+200B"),
        ("x" * 65, "at most 64"),
        ("  ", "is needed"),
        ("=1+1", "does not begin"),
        ("-", "neither a letter nor a digit"),
        ("?", "neither a letter nor a digit"),
        ("@x", "does not begin"),
    ],
)
def test_a_damaged_number_is_refused_with_the_reason(number, reason):
    with pytest.raises(ValueError, match=reason):
        identifiers.check_number(number)


@given(st.text())
def test_a_number_taken_is_taken_again_unchanged(cell):
    try:
        number = identifiers.check_number(cell)
    except ValueError:
        return
    assert identifiers.check_number(number) == number
    assert text.number_from_slug(text.number_slug(number)) == number


@pytest.mark.parametrize("number", ["1942-06-01", "01.06.1942", "1.06.1942"])
def test_a_number_may_be_a_day_a_spreadsheet_has_made(number):
    assert identifiers.check_number(number) == number
    assert identifiers.reads_like_a_day(number)


@pytest.mark.parametrize("number", ["SHU15-0042", "1942-06", "1942-06-0001", "1942.6.1", "13101"])
def test_other_numbers_are_no_days(number):
    assert not identifiers.reads_like_a_day(number)
