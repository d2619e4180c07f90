"""The log of status events, to read."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import ReadOnly
from catalog.admin.folded import FoldedSearch
from catalog.models import StatusEvent


@admin.register(StatusEvent)
class StatusEventAdmin(ReadOnly, FoldedSearch, admin.ModelAdmin):
    """Steps are added on the form of their find and never changed."""

    list_display = ("find", "track", "state", "date_edtf", "institution", "user", "recorded_at")
    list_filter = ("track", "origin", "is_public")
    list_select_related = ("find", "institution", "user")
    list_per_page = 50
    show_facets = admin.ShowFacets.ALWAYS
    date_hierarchy = "date_from"
    ordering = ("-id",)
    search_fields = ("find__catalogue_number", "actor", "authority", "document_ref")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Shown in the index to whoever may read it."""
        return request.user.has_perm("catalog.view_statusevent")

    @admin.display(description=_("state"))
    def state(self, event: StatusEvent) -> str:
        return event.label
