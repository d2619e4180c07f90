"""The page of the preview: how many of each kind, why rows are refused, and each row in detail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog.admin.sensitive import POSITION
from catalog.models import ImportRun
from catalog.transfer import jobs, mapping as mappings, mending, saved
from catalog.transfer.columns import BY_NAME
from catalog.transfer.lookups import Lookups
from catalog.transfer.preview import KINDS, Group, ShownRow

_PER_PAGE = 50
_OF_POSITION = frozenset({*POSITION, "coordinates"})
_GROUPS = 60  # reasons on one page
_KIND_LABELS = {
    "new": _("New"),
    "changed": _("Changed"),
    "same": _("Unchanged"),
    "warned": _("Warnings"),
    "refused": _("Errors"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A group of equal problems, and what could be written instead."""

    group: Group
    label: str
    can_mend: bool
    can_empty: bool
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One filter of the rows."""

    name: str
    label: Any
    count: int
    is_chosen: bool


class PreviewPage:
    """What the page shows of a trial."""

    def __init__(self, run: ImportRun, query: QueryDict) -> None:
        self.run, self.kept = run, jobs.preview_of(run)
        self.report = saved.report_of(run.report)
        asked = query.get("kind", "")
        self._kind = asked if asked in KINDS else self._first_kind()
        self._number = query.get("page", "1")

    def _first_kind(self) -> str:
        """Errors first, then what changes, then what is new."""
        order = ("refused", "changed", "new", "warned", "same")
        rows = self.kept.rows if self.kept else {}
        return next((kind for kind in order if rows.get(kind)), "new")

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        errors = self.kept.errors
        rows = self.kept.rows[self._kind]
        return {
            "run": self.run,
            "report": self.report,
            "created": labelled(self.report.created),
            "good": self.report.read - self.report.refused,
            "reasons": self._reasons(errors[:_GROUPS]),
            "more_reasons": max(0, len(errors) - _GROUPS),
            "warnings": self.kept.warnings[:_GROUPS],
            "mended": [
                (_label(one.column), one) for one in mending.mended(mappings.read(self.run.mapping))
            ],
            "kinds": [self._counted(kind) for kind in KINDS],
            "kind": self._kind,
            "rows": Paginator([_detail(row) for row in rows], _PER_PAGE).get_page(self._number),
            "unshown": max(0, self._counted(self._kind).count - len(rows)),
            "earlier": jobs.same_file_sentence(
                jobs.same_file(self.run.file_sha256, besides=self.run)
            ),
        }

    @staticmethod
    def with_positions(context: dict[str, Any]) -> list[str]:
        """The numbers of the finds whose old position stands on this page."""
        rows = (shown["row"] for shown in context["rows"])
        return [row.number for row in rows if not _OF_POSITION.isdisjoint(row.changes)]

    def _counted(self, kind: str) -> Kind:
        count = self.report.counts[kind]
        if kind == "warned":
            count = self.kept.warned
        return Kind(kind, _KIND_LABELS[kind], count, kind == self._kind)

    def _reasons(self, groups: list[Group]) -> list[Reason]:
        lookups = Lookups()
        return [_reason(group, lookups) for group in groups]


def _reason(group: Group, lookups: Lookups) -> Reason:
    is_whole = not group.value.endswith("…")
    can = is_whole and mending.can_mend(group.column, group.value)
    can_empty = is_whole and mending.can_empty(group.column, group.value)
    near = tuple(mending.nearest(group.column, group.value, lookups)) if can and group.value else ()
    return Reason(group, _label(group.column), can, can_empty, near)


def labelled(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts under the labels of their columns."""
    return {_label(column): number for column, number in counts.items()}


def _label(column: str) -> str:
    return str(BY_NAME[column].label) if column in BY_NAME else ""


def _detail(row: ShownRow) -> dict[str, Any]:
    """A row with the labels of its columns."""
    return {
        "row": row,
        "written": [(_label(name), value) for name, value in row.written.items()],
        "changes": [(_label(name), *pair) for name, pair in row.changes.items()],
    }
