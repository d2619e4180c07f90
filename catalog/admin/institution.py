"""Institutions: who holds, treats, organises or answers for something."""

from django.contrib import admin

from catalog.admin.base import RederivingAdmin
from catalog.admin.merging import Merging
from catalog.models import Institution


@admin.register(Institution)
class InstitutionAdmin(Merging, RederivingAdmin):
    """Always public."""

    list_display = ("__str__", "name_ru", "name_ja", "kind", "place", "slug")
    list_filter = ("kind",)
    list_select_related = ("place",)
    search_fields = ("name_en", "name_ru", "name_ja", "slug")
    autocomplete_fields = ("place",)
    prepopulated_fields = {"slug": ("name_en",)}
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name_en", "name_ru", "name_ja"),
                    ("slug", "kind"),
                    "place",
                    "url",
                    ("isil", "wikidata"),
                )
            },
        ),
    )
