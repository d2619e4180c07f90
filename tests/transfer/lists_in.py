"""Small lists for tests: rows as dictionaries, taken by the engine as any door hands them over."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from catalog.models import Find
from catalog.transfer import exporting, importing, mapping
from catalog.transfer.report import Report
from tests.factories import make_expedition, make_institution, make_person, make_place, make_source

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
GOOD: Mapping[str, str] = {
    "catalogue_number": "SHU15-0001",
    "expedition": "SHU-2015",
    "category": "helmet",
    "object_type": "helmet",
    "title_en": "Helmet with a hole",
}
REMAINS = {"category": "remains", "object_type": "human-remains", "individuals": "2"}
MUNITION = {"category": "munition", "object_type": "munition"}
TANK = {"category": "tank", "object_type": "tank"}
# What the gate asks for, besides what every row has.
TOLD = {
    "nationality": "japan",
    "found_on": "2015-08-12",
    "place": "Kuril Islands > Shumshu",
    "description_en": "It lay on the beach.",
}


def furnish() -> None:
    """An expedition, two places, a museum, a finder and a source to name in lists."""
    make_expedition("SHU-2015", title_en="Shumshu 2015", title_ru="Шумшу 2015")
    islands = make_place("Kuril Islands", name_ru="Курильские острова")
    make_place("Shumshu", parent=islands, name_ru="Шумшу", name_ja="占守島")
    make_institution("Demonstration Museum", slug="demo-museum")
    make_person("Anna Finder")
    make_source("The survey", code="SURVEY-2015")


def row(number: str = "", **cells: str) -> dict[str, str]:
    """A good row, but for the cells given."""
    return {**GOOD, **({"catalogue_number": number} if number else {}), **cells}


def table(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    """Rows as CSV; the header is every name that occurs."""
    header = list(dict.fromkeys(name for one in rows for name in one))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, header, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def take(
    *rows: Mapping[str, str],
    file: str | bytes = "",
    user: Any = None,
    toml: str = "",
    **options: Any,
) -> Report:
    """Run the engine on these rows, or on a file as it is."""
    written = file or table(rows)
    data = written.encode() if isinstance(written, str) else written
    now = options.pop("now", NOW)
    request = importing.Request(
        file=io.BytesIO(data), name="list.csv", mapping=mapping.read(toml), **options
    )
    return importing.run(request, user=user, now=now)


def counts(report: Report) -> dict[str, int]:
    """The words of a report that are not zero."""
    return {word: number for word, number in report.counts.items() if number}


def problems(report: Report) -> list[tuple[int, str]]:
    """Lines and columns of what was refused."""
    return [(one.line, one.column) for one in report.problems]


def sentences(report: Report) -> str:
    """All that was said of the refused rows."""
    return "\n".join(map(str, report.problems))


def only_find() -> Find:
    """The one find of the catalogue."""
    return Find.objects.get()


def exported() -> str:
    """The whole catalogue as a list."""
    header, rows = exporting.full(Find.objects.all())
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()
