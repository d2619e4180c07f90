"""Cells: what is written is what was read."""

from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from catalog.lib import sheets
from catalog.transfer import cells, pointers
from catalog.transfer.cells import CLEAR, Context
from catalog.transfer.columns import BY_NAME, COLUMNS, header, recognised
from catalog.transfer.lookups import Lookups

LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
CONTEXT = Context(Lookups())


@given(LINES.map(str.strip).filter(bool))
def test_any_text_comes_back_as_it_went(words: str) -> None:
    read, write = cells.text("words")

    written = sheets.guard(write(CONTEXT.lookups)(words))

    assert written != CLEAR
    assert read(sheets.unguard(written), CONTEXT) == {"words": words}


@given(st.lists(LINES.map(str.strip).filter(bool), max_size=4))
def test_values_parted_by_bars_come_back_one_by_one(parts: Sequence[str]) -> None:
    assert pointers.split(pointers.join(parts)) == list(parts)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [("", []), ("|", []), ("a| b ", ["a", "b"]), (r"a\|b", ["a|b"]), (r"a\|", ["a|"])],
)
def test_bars_part_and_escaped_bars_do_not(cell: str, parts: list[str]) -> None:
    assert pointers.split(cell) == parts


@pytest.mark.parametrize("cell", ["20+", "~15", "3"])
def test_count_keeps_its_exactness(cell: str) -> None:
    read, write = cells.count("n", "how")

    found = read(cell, CONTEXT)
    assert write(CONTEXT.lookups)((found["n"], found["how"])) == cell


@pytest.mark.parametrize(
    ("cell", "kept"), [("1.50", "1.5"), ("1,5", "1.5"), ("100", "100"), ("0", "0"), ("007", "7")]
)
def test_decimal_is_written_without_zeros_that_say_nothing(cell: str, kept: str) -> None:
    read, write = cells.decimal("n", 3)

    assert write(CONTEXT.lookups)(read(cell, CONTEXT)["n"]) == kept


def test_moment_is_kept_to_the_microsecond_in_utc() -> None:
    read, write = cells.moment("at")

    assert (
        write(CONTEXT.lookups)(read("2015-08-12T09:30:00.000001+11:00", CONTEXT)["at"])
        == "2015-08-11T22:30:00.000001+00:00"
    )


def test_table_of_columns_begins_with_the_number_and_repeats_nothing() -> None:
    assert header()[0] == "catalogue_number"
    assert len(set(header())) == len(COLUMNS)


def test_every_column_reads_what_it_clears() -> None:
    for column in BY_NAME.values():
        if column.clearable and isinstance(column.empty, tuple) and column.empty:
            assert len(column.empty) == len(column.keys), column.name


def test_every_column_is_known_by_its_label_in_three_languages() -> None:
    known = recognised()

    assert known["longitude"].name == known["долгота"].name == known["経度"].name == "longitude"
    assert {column.name for column in known.values()} == set(BY_NAME)
