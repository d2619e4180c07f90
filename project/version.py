"""The version, read from the first heading of CHANGELOG.md so that it is written once."""

import re
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
HEADING = re.compile(
    r"^## (?P<number>\d+\.\d+\.\d+) - (?P<when>Unreleased|\d{4}-\d{2}-\d{2})$", re.M
)


def read(changelog: str) -> str:
    """Give "0.1.0" for a dated first heading and "0.1.0.dev0" for one still unreleased."""
    heading = HEADING.search(changelog)
    if heading is None:
        raise ValueError('CHANGELOG.md has no heading like "## 0.1.0 - Unreleased".')
    suffix = ".dev0" if heading["when"] == "Unreleased" else ""
    return heading["number"] + suffix


VERSION = read(CHANGELOG.read_text(encoding="utf-8"))
