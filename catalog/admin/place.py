"""Places: a tree with names in every language."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog import visibility
from catalog.admin.base import RederivingAdmin
from catalog.admin.merging import Merging
from catalog.admin.read_words import ReadsWords, ReadWordsForm
from catalog.admin.sensitive import may_see
from catalog.models import Place, PlaceName
from catalog.models.references import place_ref
from catalog.vocab import Precision


class PlaceForm(ReadWordsForm):
    """A place; its finds are told no more finely by who may not see where they lie."""

    sees_positions = False

    def clean(self) -> dict[str, Any]:
        """Look at what it says itself, else at what it takes over from above."""
        data = super().clean()
        is_asked = {"public_precision", "parent"} & set(self.changed_data)
        if is_asked and not self.sees_positions:
            wished = data.get("public_precision") or _precision_of(data.get("parent"))
            reason = visibility.baring(Precision.ONE_KM, Precision(wished or Precision.ONE_KM))
            if reason:
                self.add_error("public_precision", reason)
        return data


def _precision_of(place: Place | None) -> str:
    return place_ref(place).precision if place else ""


class PlaceNameInline(admin.TabularInline):
    """Historic and military names."""

    model = PlaceName
    form = ReadWordsForm
    extra = 1


@admin.register(Place)
class PlaceAdmin(ReadsWords, Merging, RederivingAdmin):
    """Areas from a country to a trench. Moving one under itself is refused with the reason."""

    form = PlaceForm
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

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Tell the form whether its reader is shown positions."""
        form = super().get_form(request, obj, **kwargs)
        form.sees_positions = may_see(request.user)
        return form

    @admin.display(description=_("name"), ordering="path")
    def name_in_tree(self, place: Place) -> str:
        """The name, set in by its depth."""
        depth = place.path.count("/") - 2
        return format_html('<span class="tree tree-{}">{}</span>', min(max(depth, 0), 8), place)

    @admin.display(description=_("visitors see it"), boolean=True, ordering="is_shown")
    def shown(self, place: Place) -> bool:
        """Public, and everything above it too."""
        return place.is_shown
