"""Terms: the vocabularies, retired and never deleted."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _

from catalog.admin.base import RederivingAdmin
from catalog.admin.merging import Merging
from catalog.models import Term
from catalog.vocab import Category


@admin.register(Term)
class TermAdmin(Merging, RederivingAdmin):
    """One list of words; its code never changes, for lists call it by that."""

    list_display = ("__str__", "label_ru", "label_ja", "vocabulary", "code", "category", "active")
    list_filter = ("vocabulary", "active", "category", "id_verified")
    search_fields = ("label_en", "label_ru", "label_ja", "alt_labels", "code")
    autocomplete_fields = ("parent",)
    actions = ("retire", "restore", "merge")
    fieldsets = (
        (None, {"fields": (("vocabulary", "code"), ("parent", "category"), "active")}),
        (_("Words"), {"fields": (("label_en", "label_ru", "label_ja"), "alt_labels")}),
        (
            _("Elsewhere"),
            {"fields": (("aat", "fish", "wikidata"), "id_verified", "scope_note")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Term | None = None) -> Any:
        """A code stands in lists and addresses."""
        return ("vocabulary", "code") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        """Terms are retired."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """In the choices of a form only what is in use, and fits the category asked for."""
        if "field_name" in request.GET:
            queryset = queryset.filter(active=True)
            category = request.GET.get("category", "")
            if category in Category.values:
                queryset = queryset.filter(Q(category=category) | Q(category=""))
        return super().get_search_results(request, queryset, search_term)

    @admin.action(description=_("Retire: offer no longer"), permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set_active(request, queryset, active=False)

    @admin.action(description=_("Take into use again"), permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set_active(request, queryset, active=True)

    def _set_active(self, request: HttpRequest, terms: QuerySet, *, active: bool) -> None:
        changed = list(terms.exclude(active=active))
        for term in changed:
            term.active = active
            term.save()
        words = gettext("Terms changed: {count}.").format(count=len(changed))
        self.message_user(request, words, messages.SUCCESS)
