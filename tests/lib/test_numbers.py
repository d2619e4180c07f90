from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from catalog.lib import numbers


@pytest.mark.parametrize(
    ("written", "count", "qualifier"),
    [
        ("1", 1, "exact"),
        (" 20 ", 20, "exact"),
        ("12 шт.", 12, "exact"),
        ("20.0", 20, "exact"),
        ("20,00", 20, "exact"),
        ("３点", 3, "exact"),
        ("20+", 20, "min"),
        ("≥20", 20, "min"),
        (">= 20", 20, "min"),
        ("более 20", 20, "min"),
        ("не менее 20", 20, "min"),
        ("at least 20", 20, "min"),
        ("20以上", 20, "min"),
        ("20点以上", 20, "min"),
        ("~15", 15, "approx"),
        ("ca. 15", 15, "approx"),
        ("около 15", 15, "approx"),
        ("約15", 15, "approx"),
        ("15点前後", 15, "approx"),
    ],
)
def test_a_quantity_says_how_sure_it_is(written, count, qualifier):
    assert numbers.parse_quantity(written) == (count, qualifier)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("несколько", "Give the least"),
        ("several", "Give the least"),
        ("数点", "Give the least"),
        ("0", "from 1"),
        ("-3", "from 1"),
        ("9999999999", "from 1"),
        ("1,200", "thousands"),
        ("1 200", "thousands"),
        ("1\u202f200", "thousands"),
        ("1.000", "thousands"),
        ("2.5", "is no quantity"),
        ("", "is no quantity"),
        ("75%", "is no quantity"),
        ("1; 2", "is no quantity"),
    ],
)
def test_what_is_no_quantity_is_refused_in_words(written, reason):
    with pytest.raises(ValueError, match=reason):
        numbers.parse_quantity(written)


@given(st.text())
def test_no_cell_breaks_the_reader_of_quantities(cell):
    try:
        count, qualifier = numbers.parse_quantity(cell)
    except ValueError:
        return
    assert count >= 1
    assert qualifier in ("exact", "min", "approx")


def test_a_whole_number_keeps_to_its_limits():
    assert numbers.parse_integer(" 12 ", 0, 100) == 12
    assert numbers.parse_integer("12.0") == numbers.parse_integer("１２") == 12
    with pytest.raises(ValueError, match="at least 0"):
        numbers.parse_integer("-1", 0)
    with pytest.raises(ValueError, match="at most 100"):
        numbers.parse_integer("101", 0, 100)


@pytest.mark.parametrize("written", ["", "1.5", "twelve", "1e3", "٣", "1_000"])
def test_what_is_no_whole_number_is_refused(written):
    with pytest.raises(ValueError, match="no whole number"):
        numbers.parse_integer(written)


@pytest.mark.parametrize("written", ["1.000", "1 200", "1\u2009200", "12,345.00"])
def test_what_may_be_thousands_is_no_whole_number(written):
    with pytest.raises(ValueError, match="separator of thousands"):
        numbers.parse_integer(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [("283.5", "283.5"), ("283,5", "283.5"), ("-3", "-3"), ("0", "0"), ("２８３．５", "283.5")],
)
def test_a_measure_may_have_a_decimal_comma(written, value):
    assert numbers.parse_decimal(written) == Decimal(value)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("283.5 g", "unit “g”"),
        ("12 мм", "unit “мм”"),
        ("265, 132", "not one number"),
        ("1,200,000", "thousands"),
        ("1\u00a0200,5", "thousands"),
        ("1.200,5", "thousands"),
        ("heavy", "Allowed: 12, 12.5"),
        ("NaN", "is no number"),
        ("", "is no number"),
        ("1.5.2", "is no number"),
    ],
)
def test_what_is_no_measure_is_refused_in_words(written, reason):
    with pytest.raises(ValueError, match=reason):
        numbers.parse_decimal(written)


def test_a_measure_keeps_to_its_minimum():
    with pytest.raises(ValueError, match="at least 0"):
        numbers.parse_decimal("-0.5", 0)


@pytest.mark.parametrize("written", ["yes", "Да", "はい", "TRUE", "1"])
def test_yes_is_understood(written):
    assert numbers.parse_boolean(written) is True


@pytest.mark.parametrize("written", ["no", "НЕТ", "いいえ", "false", "０"])
def test_no_is_understood(written):
    assert numbers.parse_boolean(written) is False


@pytest.mark.parametrize("written", ["", "maybe", "2"])
def test_neither_yes_nor_no_is_refused(written):
    with pytest.raises(ValueError, match="neither"):
        numbers.parse_boolean(written)
