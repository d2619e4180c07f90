"""The page of columns says what the table of columns holds."""

import os

from catalog.transfer import cells
from catalog.transfer.columns import BY_NAME, COLUMNS
from tests.transfer.columns_page import HINTS, PAGE, page

PLAIN_TEXT = cells.text("x")[0].__qualname__


def test_page_of_columns_is_up_to_date() -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(page(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == page(), "run this test with UPDATE_GOLDEN=1"


def test_every_column_that_is_no_plain_text_says_what_may_stand_in_it() -> None:
    told = {one.name for one in COLUMNS if one.choices is not None} | set(HINTS)

    assert [
        one.name for one in COLUMNS if one.name not in told and one.read.__qualname__ != PLAIN_TEXT
    ] == []
    assert set(HINTS) <= set(BY_NAME)
