"""Telling: what a pass over a list says of each row, to its report and to whoever listens."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from catalog.transfer.cells import Context
from catalog.transfer.columns import Column, visible_columns
from catalog.transfer.report import Outcome, Report
from catalog.transfer.request import Request
from catalog.transfer.rows import Row
from catalog.transfer.verbs import Rights


class Teller:
    """Counts the rows of one pass, and hands on those somebody asked for."""

    def __init__(self, request: Request, report: Report, rights: Rights, context: Context) -> None:
        self._request, self._report = request, report
        self._rights, self._context = rights, context

    def tell(self, row: Row) -> None:
        """One row that is done."""
        word = word_of(row)
        if not (row.problems or row.warnings or self._request.outcome):
            self._report.count(word)
            return
        outcome = _outcome(row, word)
        outcome.warnings = row.warnings
        if word == "changed" and self._request.outcome:
            outcome.changes = self._changes(row)
        self._report.add(outcome)
        self._hand_on(row, outcome)

    def refuse_late(self, row: Row, column: str, message: str) -> None:
        """One that was counted as good and is refused after all."""
        was = word_of(row)
        row.refuse(column, message)
        self._report.move(row.problems[-1], was=was)
        if was != "refused":
            self._hand_on(row, _outcome(row, "refused"))

    def warn_late(self, row: Row, column: str, message: str) -> None:
        """One that stays, and of which there is something more to say."""
        row.warn(column, message)
        self._report.warn(row.warnings[-1])

    def note_order_of_days(self) -> None:
        """What order was taken for days such as 05/06/1945, if there are any; told once."""
        message = _(
            "“{cell}” is read as {day}. If day and month stand in the other order in this list, "
            "choose that order (date_order)."
        )
        notes = [message.format(cell=cell, day=day) for cell, day in self._context.two_days[:1]]
        self._report.notes += [note for note in notes if note not in self._report.notes]

    def _hand_on(self, row: Row, outcome: Outcome) -> None:
        if row.problems and self._request.refused:
            self._request.refused(row)
        if self._request.outcome:
            self._request.outcome(outcome)

    def _changes(self, row: Row) -> dict[str, tuple[str, str]]:
        """Old and new cells of a changed row, without what this person may not see."""
        return {
            column.name: (write(column.value(row.before)), write(column.value(row.values)))
            for column, write in self._shown
            if row.changed.intersection(column.keys)
        }

    @cached_property
    def _shown(self) -> list[tuple[Column, Callable[[Any], str]]]:
        """The columns this person may see, and what writes their cells."""
        shown = visible_columns(sensitive=self._rights.sees_sensitive)
        return [(one, one.write(self._context.lookups)) for one in shown if one.write]


def word_of(row: Row) -> str:
    """What became of a row."""
    if row.problems:
        return "refused"
    if row.before is None:
        return "new"
    return "changed" if row.changed else "same"


def figures(report: Report) -> dict[str, int]:
    """The counts of a report as the columns of a run."""
    words = {word: report.counts[word] for word in ("new", "changed", "same", "refused")}
    return {"rows_read": report.read} | {f"rows_{word}": n for word, n in words.items()}


def raggedness(cells: Sequence[str], width: int) -> str:
    """The sentence for a row that is wider or narrower than its header, "" for any other."""
    if len(cells) == width:
        return ""
    message = _("It has {found} cells, the header has {expected}.")
    return message.format(found=len(cells), expected=width)


def _outcome(row: Row, word: str) -> Outcome:
    outcome = Outcome(row.line, row.number, word, problems=row.problems)
    outcome.written = row.raw
    return outcome
