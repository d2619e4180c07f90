"""The history of a row: who changed what and when, without what the reader is not shown."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, gettext_lazy as _

MOST = 200
_NEVER = frozenset({"updated_at", "updated_by", "created_at", "created_by", "public_id"})
_KINDS = {"+": _("Added"), "~": _("Changed"), "-": _("Deleted")}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one step: what it was and what it became, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the history."""

    row: Any
    kind: Any
    changes: list[Change]


class HistoryPage:
    """Mixed into a ModelAdmin whose model keeps a history; replaces Django's log of clicks."""

    def withheld_history(self, request: HttpRequest, obj: Any) -> Sequence[str]:
        """Names of fields whose values are not shown to the reader."""
        return ()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The last steps, newest first."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(obj),
            "opts": self.opts,
            "object": obj,
            "entries": entries(obj, hidden=self.withheld_history(request, obj)),
        }
        return TemplateResponse(request, "admin/catalog/history.html", context)


def entries(obj: Any, *, hidden: Sequence[str]) -> list[Entry]:
    """The steps of a row with their changes in words; one query, and one a related table."""
    rows = list(obj.history.select_related("history_user").order_by("-history_id")[: MOST + 1])
    names = _names_of_related(obj, rows)
    shown = []
    for row, before in zip(rows[:MOST], [*rows[1:], None], strict=False):
        changes = _changes(obj, row, before, hidden=hidden, names=names)
        shown.append(Entry(row, _KINDS[row.history_type], changes))
    return shown


def _fields(obj: Any) -> list[models.Field]:
    fields = obj.history.model.tracked_fields
    return [field for field in fields if not field.primary_key and field.name not in _NEVER]


def _changes(obj: Any, row: Any, before: Any, *, hidden: Sequence[str], names: Any) -> list[Change]:
    changes = []
    for field in _fields(obj):
        old = getattr(before, field.attname) if before else None
        new = getattr(row, field.attname)
        if old == new or (before is None and new in ("", None, [])):
            continue
        told = [_word(field, value, names) for value in (old, new)]
        if field.name in hidden:
            told = [gettext("not shown")] * 2
        changes.append(Change(str(field.verbose_name), *told))
    return changes


def _word(field: models.Field, value: Any, names: Any) -> str:
    if value in ("", None, []):
        return "—"
    if field.is_relation:
        return names[field.name].get(value, f"#{value}")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)


def _names_of_related(obj: Any, rows: list[Any]) -> dict[str, dict[Any, str]]:
    names: dict[str, dict[Any, str]] = defaultdict(dict)
    for field in _fields(obj):
        if field.is_relation:
            keys = {getattr(row, field.attname) for row in rows} - {None}
            related = field.related_model._default_manager.in_bulk(keys) if keys else {}
            names[field.name] = {key: str(one) for key, one in related.items()}
    return names
