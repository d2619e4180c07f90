"""Resource: the engine behind django-import-export's buttons and API.

It holds no checks of its own: a dataset goes through `importing.run`, and the report comes back in
the words of that library, so that those who script against it need nothing else.
"""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.results import InvalidRow, Result, RowResult
from tablib import Dataset

from catalog.models import Find
from catalog.querysets import FindQuerySet
from catalog.transfer import exporting, importing
from catalog.transfer.columns import visible_columns
from catalog.transfer.mapping import Mapping
from catalog.transfer.report import Outcome

_TYPES = {
    "new": RowResult.IMPORT_TYPE_NEW,
    "changed": RowResult.IMPORT_TYPE_UPDATE,
    "same": RowResult.IMPORT_TYPE_SKIP,
}
_EXACT = 10**15  # a larger number of a workbook has lost digits
# What the preview shows of a row beside what changes.
_SHOWN = ("catalogue_number", "expedition", "category", "object_type", "title_en", "place")


class FindResource(resources.Resource):
    """Finds as a list; `user` decides which columns are seen and what may be written."""

    class Meta:
        name = "FindResource"

    def __init__(self, user: Any = None, mapping: Mapping | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._user = user
        self._mapping = mapping or Mapping()
        sensitive = user is None or user.has_perm("catalog.view_sensitive")
        self._columns = visible_columns(sensitive=sensitive)
        names = [column.name for column in self._columns]
        self.fields = {name: fields.Field(column_name=name, attribute=name) for name in names}
        self._meta.fields = self._meta.import_order = self._meta.export_order = names

    @classmethod
    def get_display_name(cls) -> str:
        """Its name on the page of the admin."""
        return _("Finds")

    def get_queryset(self) -> FindQuerySet:
        """All finds: who may come here may read them."""
        return Find.objects.all()

    def export(self, *args: Any, queryset: FindQuerySet | None = None, **kwargs: Any) -> Dataset:
        """The finds of a queryset, in the order of our columns."""
        wanted = kwargs.get("export_fields") or [column.name for column in self._columns]
        columns = [column for column in self._columns if column.name in wanted]
        data = Dataset(headers=[column.name for column in columns])
        finds = self.get_queryset() if queryset is None else queryset
        for row in exporting.rows(finds, columns):
            data.append(row)
        return data

    def import_data(
        self, dataset: Dataset, dry_run: bool = False, raise_errors: bool = False, **kwargs: Any
    ) -> Result:
        """Run the engine on a dataset; all rows or none.

        Raises ValueError on the first refused row where `raise_errors` asks for it.
        """
        rows = _Rows(dataset, self._headers(dataset))
        request = importing.Request(
            file=_as_file(dataset),
            name=str(kwargs.get("file_name") or _("list")),
            mapping=self._mapping,
            encoding="utf-8",
            delimiter=",",
            dry_run=dry_run,
            outcome=rows.take,
        )
        result = rows.result
        try:
            report = importing.run(request, user=self._user, now=timezone.now())
        except importing.ImportRefused as error:
            result.append_base_error(self.get_error_result_class()(error))
            report = None
        if raise_errors and (result.has_errors() or result.has_validation_errors()):
            raise ValueError(_first_sentence(result))
        if report is not None and report.is_refused:
            result.totals.update(dict.fromkeys(result.totals, 0))
        return result

    def _headers(self, dataset: Dataset) -> list[str]:
        return [name for name in _SHOWN if name in (dataset.headers or [])]


def _as_file(dataset: Dataset) -> io.BytesIO:
    """The dataset as the engine reads it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([_cell(value) for value in dataset.headers or []])
    writer.writerows([_cell(value) for value in row] for row in dataset)
    return io.BytesIO(stream.getvalue().encode())


def _cell(value: Any) -> str:
    """A cell of a workbook as it is shown there; half a pair of UTF-16 is a question mark."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return str(value).encode("utf-8", "replace").decode()


def _first_sentence(result: Result) -> str:
    if result.base_errors:
        return str(result.base_errors[0].error)
    return "; ".join(result.invalid_rows[0].error.messages)


class _Rows:
    """Outcomes of the engine as rows of the library's result."""

    def __init__(self, dataset: Dataset, shown: Sequence[str]) -> None:
        self._shown = shown
        self.result = Result()
        self.result.diff_headers = [*shown, _("What changes")]
        self.result.total_rows = len(dataset)

    def take(self, outcome: Outcome) -> None:
        """One row of the report."""
        # By its cells, not by its place: lines that are no rows have no outcome.
        values = [outcome.written.get(name, "") for name in self._shown]
        row = RowResult()
        row.row_values = dict(zip(self._shown, values, strict=True))
        row.object_repr = outcome.number
        if outcome.problems:
            row.import_type = RowResult.IMPORT_TYPE_INVALID
            self.result.invalid_rows.append(_invalid(outcome, [*values, ""]))
        else:
            row.import_type = _TYPES[outcome.word]
        row.diff = [*values, _changes(outcome)]
        self.result.append_row_result(row)
        self.result.increment_row_result_total(row)


def _invalid(outcome: Outcome, values: list[str]) -> InvalidRow:
    sentences: dict[str, list[str]] = {}
    for problem in outcome.problems:
        sentences.setdefault(problem.column or "__all__", []).append(problem.sentence)
    return InvalidRow(outcome.line, ValidationError(sentences), values)


def _changes(outcome: Outcome) -> SafeString | str:
    """Old and new, column by column; every value is escaped."""
    parts = [
        format_html("{}: <del>{}</del> <ins>{}</ins>", name, old, new)
        for name, (old, new) in outcome.changes.items()
    ]
    return SafeString("<br>".join(parts))
