"""What the admins of the smaller tables share."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from catalog.admin.folded import FoldedSearch
from catalog.admin.history import HistoryPage
from catalog.models.rederive import finds_of, rederive


class CatalogAdmin(FoldedSearch, HistoryPage, admin.ModelAdmin):
    """A small table: folded search, history in words."""

    list_per_page = 50
    show_facets = admin.ShowFacets.ALWAYS
    # An address without a scheme is meant as https.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class RederivingAdmin(CatalogAdmin):
    """A table whose words and rules finds are derived from: they follow every change."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the row with what hangs on it, then carry its words to its finds."""
        super().save_related(request, form, formsets, change)
        changed = form.has_changed() or any(formset.has_changed() for formset in formsets)
        if change and changed:
            rederive(finds_of(form.instance))


class ReadOnly:
    """Mixed into the admin of a log: nobody adds, changes or deletes by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
