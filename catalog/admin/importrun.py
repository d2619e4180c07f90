"""Past imports: who, when, which file, what it brought; and the way to the next one."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, gettext_lazy as _

from catalog.admin.base import ReadOnly
from catalog.admin.folded import FoldedSearch
from catalog.admin.import_preview import labelled
from catalog.admin.import_steps import ImportSteps
from catalog.admin.import_undo import ImportUndo
from catalog.admin.sensitive import may_see
from catalog.models import ImportMapping, ImportRun
from catalog.transfer import columns, refused, saved, undoing

_OF_CELLS = frozenset({"mapping", "cursor", "report", "file", "refused_file"})
KINDS = {
    "finds": _("Finds"),
    "events": _("Status history"),
    "photos": _("Photographs"),
    "terms": _("Terms"),
    "places": _("Places"),
    "institutions": _("Institutions"),
    "sources": _("Sources"),
    "expeditions": _("Expeditions"),
    "claims": _("Published claims"),
    "demo": _("The sample"),
    undoing.UNDO: _("Taking back"),
}
_TOLD = 100  # problems on the page of a report; the file of refused rows has them all


class KindFilter(admin.SimpleListFilter):
    """Runs of one kind of list, by its name."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        there = set(model_admin.get_queryset(request).order_by().values_list("kind", flat=True))
        return [(kind, KINDS.get(kind, kind)) for kind in sorted(there)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(ImportRun)
class ImportRunAdmin(ImportSteps, ImportUndo, ReadOnly, admin.ModelAdmin):
    """One row a run; a reviewer sees all of them, everybody else their own."""

    list_display = (
        "file_name",
        "kind_name",
        "user",
        "created_at",
        "state",
        "rows_read",
        "rows_new",
        "rows_changed",
        "rows_same",
        "rows_refused",
    )
    list_filter = ("status", KindFilter)
    list_select_related = ("user",)
    list_per_page = 50
    search_fields = ("file_name", "file_sha256")

    @admin.display(description=_("kind"), ordering="kind")
    def kind_name(self, run: ImportRun) -> str:
        return str(KINDS.get(run.kind, run.kind))

    @admin.display(description=_("status"), ordering="status")
    def state(self, run: ImportRun) -> str:
        return run.state

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """All runs with the right to view them, else one's own."""
        mine = self.has_add_permission(request) and (obj is None or obj.user == request.user)
        return mine or request.user.has_perm("catalog.view_importrun")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        runs = super().get_queryset(request)
        if request.user.has_perm("catalog.view_importrun"):
            return runs
        return runs.filter(user=request.user)

    def get_urls(self) -> list[URLPattern]:
        """Add the files of refused rows."""
        view = self.admin_site.admin_view(self.refused_view)
        ours = path("<int:pk>/refused.<slug:kind>", view, name="catalog_importrun_refused")
        return [ours, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The report of a run, or how far it is."""
        run = self.get_object(request, object_id)
        if run is None:
            raise Http404
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        if not run.is_over and run.status != ImportRun.Status.PREPARED:
            return self._wait(request, run, gettext("Import"))
        return self._page(request, "report", gettext("Import"), self._told(request, run))

    def _told(self, request: HttpRequest, run: ImportRun) -> dict[str, Any]:
        """What the page tells; the cells of a list may hold what a reader is not shown."""
        report = saved.report_of(run.report)
        return {
            "run": run,
            "report": report,
            "created": labelled(report.created),
            "mine": run.user == request.user,
            "can_undo": undoing.can_undo(run) and undoing.may_undo(run, request.user),
            "undos": run.undos.select_related("user"),
            "reads_cells": self._reads_cells(request, run),
            "problems": [columns.with_label(one) for one in report.problems[:_TOLD]],
            "more_problems": max(0, report.problem_count - _TOLD),
            "warnings": [columns.with_label(one) for one in report.warnings[:_TOLD]],
            "more_warnings": max(0, report.warning_count - _TOLD),
        }

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Cells of lists, which may hold what is withheld, answer no filter in an address."""
        if lookup.partition("__")[0] in _OF_CELLS:
            return False
        return super().lookup_allowed(lookup, value, request)

    @staticmethod
    def _reads_cells(request: HttpRequest, run: ImportRun) -> bool:
        return run.user == request.user or may_see(request.user)

    def refused_view(self, request: HttpRequest, pk: int, kind: str) -> StreamingHttpResponse:
        """The refused rows as a file to be mended."""
        run = self.get_object(request, str(pk))
        makers = {"csv": refused.as_csv, "xlsx": refused.as_workbook}
        if run is None or kind not in makers or not run.refused_file:
            raise Http404
        if not self._reads_cells(request, run):
            raise PermissionDenied
        pieces, content_type = makers[kind](run.refused_file.path)
        headers = {
            "Content-Disposition": f'attachment; filename="refused-{run.pk}.{kind}"',
            "X-Content-Type-Options": "nosniff",
        }
        return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)


@admin.register(ImportMapping)
class ImportMappingAdmin(FoldedSearch, admin.ModelAdmin):
    """Kept mappings, as text: cells of withheld columns may be in it."""

    list_display = ("name", "user", "updated_at")
    search_fields = ("name",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see(request.user) and super().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see(request.user) and super().has_change_permission(request, obj)
