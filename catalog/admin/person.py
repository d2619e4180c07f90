"""Contributors: the living, named in public only by consent."""

from django.contrib import admin

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
