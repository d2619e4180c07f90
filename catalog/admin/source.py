"""Sources: what something rests on."""

from django.contrib import admin

from catalog.admin.base import CatalogAdmin
from catalog.admin.read_words import ReadsWords, ReadWordsForm
from catalog.models import Source


@admin.register(Source)
class SourceAdmin(ReadsWords, CatalogAdmin):
    """Books, articles, pages, files."""

    form = ReadWordsForm
    list_display = ("code", "title", "authors", "type", "date_edtf")
    list_display_links = ("code", "title")
    list_filter = ("type",)
    search_fields = ("code", "title", "authors", "publisher", "citation")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("code", "type"),
                    "title",
                    ("authors", "publisher"),
                    ("date_edtf", "language"),
                    ("url", "accessed"),
                    "archive_ref",
                    "citation",
                )
            },
        ),
    )
