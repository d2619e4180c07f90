"""Exports, to read: who took the list of the house away."""

from django.contrib import admin

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
