"""The table of checks of the public pages names tests that are there, and leaves no check out."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "accessibility-checks.md").read_text(encoding="utf-8")
PUBLIC = [1, *range(3, 47), 53, 54]


def test_every_check_has_its_line_and_a_test() -> None:
    lines = re.findall(r"^\| (\d+) \|[^|]+\|(.+)\|$", TABLE, re.MULTILINE)

    assert [int(number) for number, _tests in lines] == PUBLIC
    assert [number for number, tests in lines if "::" not in tests] == []


def test_every_test_named_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE))

    lost = [
        f"{path}::{name}"
        for path, name in sorted(named)
        if not (ROOT / path).exists()
        or f"\ndef {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert named
    assert lost == []
