"""Exports, to read: who took the list of the house away."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from catalog.admin.base import ReadOnly
from catalog.models import ExportRun


@admin.register(ExportRun)
class ExportRunAdmin(ReadOnly, admin.ModelAdmin):
    """One row a file."""

    list_display = ("started_at", "user", "profile", "format", "finds", "wishes", "finished_at")
    list_filter = ("profile", "format")
    list_select_related = ("user",)
    list_per_page = 50
    date_hierarchy = "started_at"
    search_fields = ("user__username", "wishes")

    # Reviewers see who took what, whatever else they may.
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("catalog.publish_find")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
