"""Contributors: the living, named in public only by consent."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from catalog.admin.base import CatalogAdmin
from catalog.admin.merging import Merging
from catalog.models import Person


@admin.register(Person)
class PersonAdmin(Merging, CatalogAdmin):
    """Finders, leaders, specialists."""

    list_display = ("name", "name_local", "affiliation", "show_publicly")
    list_filter = ("show_publicly",)
    list_select_related = ("affiliation",)
    search_fields = ("name", "name_local")
    autocomplete_fields = ("affiliation",)
    fieldsets = (
        (None, {"fields": (("name", "name_local"), "affiliation", "orcid", "show_publicly")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only add somebody says nothing of that person's consent."""
        fixed = super().get_readonly_fields(request, obj)
        may_say = request.user.has_perm("catalog.change_person")
        return fixed if may_say else (*fixed, "show_publicly")
