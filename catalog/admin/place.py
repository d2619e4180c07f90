"""Places: a tree with names in every language."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import RederivingAdmin
from catalog.admin.merging import Merging
from catalog.admin.read_words import ReadsWords, ReadWordsForm
from catalog.models import Place, PlaceName


class PlaceNameInline(admin.TabularInline):
    """Historic and military names."""

    model = PlaceName
    form = ReadWordsForm
    extra = 1


@admin.register(Place)
class PlaceAdmin(ReadsWords, Merging, RederivingAdmin):
    """Areas from a country to a trench. Moving one under itself is refused with the reason."""

    form = ReadWordsForm
    list_display = ("name_in_tree", "name_ru", "name_ja", "kind", "shown")
    list_filter = ("kind", "is_public")
    search_fields = ("name_en", "name_ru", "name_ja", "other_names__name", "slug")
    autocomplete_fields = ("parent",)
    ordering = ("path",)
    inlines = (PlaceNameInline,)
    fieldsets = (
        (None, {"fields": (("name_en", "name_ru", "name_ja"), ("parent", "kind"), "slug")}),
        (_("What visitors see"), {"fields": ("is_public", "public_precision")}),
        (_("Where"), {"fields": (("latitude", "longitude", "uncertainty_m"),)}),
        (
            _("Words"),
            {"fields": (("description_en", "description_ru", "description_ja"),)},
        ),
        (
            _("Elsewhere"),
            {
                "classes": ["collapse"],
                "fields": ("uri_geonames", "uri_tgn", "uri_wikidata"),
            },
        ),
    )

    @admin.display(description=_("name"), ordering="path")
    def name_in_tree(self, place: Place) -> str:
        """The name, set in by its depth."""
        depth = place.path.count("/") - 2
        return format_html('<span class="tree tree-{}">{}</span>', min(max(depth, 0), 8), place)

    @admin.display(description=_("visitors see it"), boolean=True, ordering="is_shown")
    def shown(self, place: Place) -> bool:
        """Public, and everything above it too."""
        return place.is_shown
