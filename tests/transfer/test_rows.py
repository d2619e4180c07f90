"""Rows: a cell that comes again is read once, whatever stands around it."""

from dataclasses import replace
from typing import Any

import pytest

from catalog.transfer.cells import Context
from catalog.transfer.columns import BY_NAME
from catalog.transfer.mapping import Fitted, Mapping, fit
from catalog.transfer.rows import Parser


def parser(read: Any, wanted: Mapping, header: list[str]) -> Parser:
    """One that reads the material of a row by `read`."""
    fitted = fit(wanted, header)
    cells = tuple((replace(column, read=read), cell) for column, cell in fitted.cells)
    return Parser(Fitted(cells, fitted.ignored), Context(lookups=None))


@pytest.mark.parametrize("mapped", ["m", "{m}"], ids=["a cell", "a template"])
def test_one_word_is_read_once_in_all_its_blanks(mapped: str) -> None:
    asked = []

    def read(cell: str, context: Context) -> dict[str, Any]:
        asked.append(cell)
        return {"condition": cell}

    assert BY_NAME["condition"].remembered
    one = parser(read, Mapping(columns={"condition": mapped}), ["m"])

    cells = ["good", " good", "good\t", "good".ljust(255), "good".ljust(255), "poor".rjust(300)]
    rows = [one.parse(line, [cell], line) for line, cell in enumerate(cells, 1)]

    assert [row.given["condition"] for row in rows] == ["good"] * 5 + ["poor"]
    assert asked == ["good", "poor"]


def test_a_word_of_theirs_is_read_as_ours_and_refused_once() -> None:
    asked = []

    def read(cell: str, context: Context) -> dict[str, Any]:
        asked.append(cell)
        raise ValueError("No.")

    wanted = Mapping(columns={"condition": "m"}, values={"condition": {"ok": "good"}})
    one = parser(read, wanted, ["m"])

    rows = [one.parse(line, [cell], line) for line, cell in enumerate(["ok", "OK ", "", " "], 1)]

    assert [len(row.problems) for row in rows] == [1, 1, 0, 0]
    assert [row.raw for row in rows] == [{"condition": "good"}] * 2 + [{}] * 2
    assert asked == ["good"]
