"""Former numbers, to read: their addresses lead to the find for ever."""

from django.contrib import admin

from catalog.admin.base import ReadOnly
from catalog.admin.folded import FoldedSearch
from catalog.models import FormerNumber


@admin.register(FormerNumber)
class FormerNumberAdmin(ReadOnly, FoldedSearch, admin.ModelAdmin):
    """Written when a find is renumbered."""

    list_display = ("catalogue_number", "find")
    list_select_related = ("find",)
    list_per_page = 50
    search_fields = ("catalogue_number", "find__catalogue_number")
