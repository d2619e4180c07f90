"""A citation names the record, the catalogue, the address and the day."""

from datetime import date
from types import SimpleNamespace

from catalog.formats.citation import cite


def test_it_is_one_line_with_single_stops() -> None:
    record = SimpleNamespace(
        number="SHU15-0014", title="Steel helmet, Type 90.", expedition_title="Shumshu, 2015"
    )

    line = cite(
        record, catalogue="Findspot", url="https://example.org/f/SHU15-0014", on=date(2026, 11, 22)
    )

    assert line == (
        "SHU15-0014. Steel helmet, Type 90. Shumshu, 2015. Findspot. "
        "https://example.org/f/SHU15-0014 (2026-11-22)."
    )
