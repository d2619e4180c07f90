"""Import runs, to read: what a list brought in."""

from django.contrib import admin

from catalog.admin.base import ReadOnly
from catalog.models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly, admin.ModelAdmin):
    """One row a run."""

    list_display = (
        "file_name",
        "kind",
        "user",
        "started_at",
        "status",
        "rows_read",
        "rows_new",
        "rows_changed",
        "rows_same",
        "rows_refused",
    )
    # Files have no address; whoever may read them is given them by a view.
    exclude = ("file", "refused_file")
    list_filter = ("status", "kind")
    list_select_related = ("user",)
    list_per_page = 50
    search_fields = ("file_name",)
