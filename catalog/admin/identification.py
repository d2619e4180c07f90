"""Identifications of the dead: a permission of their own, and nothing of them elsewhere."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from catalog.admin.base import CatalogAdmin
from catalog.models import Find, PersonIdentification, publication, telltales
from catalog.vocab import Category, NameRelease, PublicationStatus

_RIGHT = "catalog.manage_identification"
_TOLD = 20  # numbers of finds in one message


class IdentificationForm(forms.ModelForm):
    """Who somebody may have been."""

    basis = forms.MultipleChoiceField(
        label=capfirst(_("basis")),
        choices=PersonIdentification.Basis,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = PersonIdentification
        fields = ()  # the admin names them


@admin.register(PersonIdentification)
class IdentificationAdmin(CatalogAdmin):
    """Seen and kept only by those who may manage identifications."""

    form = IdentificationForm
    list_display = ("name_original", "remains", "confidence", "kin_status", "release")
    list_filter = ("confidence", "kin_status", "release")
    list_select_related = ("remains",)
    search_fields = (
        "name_original",
        "name_reading",
        "name_romanised",
        "unit",
        "remains__catalogue_number",
    )
    autocomplete_fields = ("remains", "evidence")
    readonly_fields = ("released_by", "released_on")
    fieldsets = (
        (None, {"fields": ("remains", "basis", "evidence", "confidence")}),
        (
            _("Who"),
            {
                "fields": (
                    ("name_original", "name_reading", "name_romanised"),
                    ("rank", "unit"),
                    ("born_edtf", "home_place"),
                    "archive_refs",
                )
            },
        ),
        (_("Confirmed"), {"fields": (("authority", "confirmed_on"),)}),
        (
            _("Publication of the name"),
            {"fields": (("kin_status", "release"), ("released_by", "released_on"))},
        ),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(_RIGHT)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(_RIGHT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(_RIGHT)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(_RIGHT)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(_RIGHT) and super().has_delete_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: PersonIdentification, form: Any, change: bool
    ) -> None:
        """Sign a release, or take the signature back; the find goes to review again."""
        if "release" in form.changed_data:
            released = obj.release != NameRelease.NONE
            obj.released_by = request.user if released else None
            obj.released_on = timezone.localdate() if released else None
        super().save_model(request, obj, form, change)
        find = Find.objects.filter(pk=obj.remains_id, category=Category.REMAINS).first()
        published = find and find.publication_status == PublicationStatus.PUBLISHED
        if form.has_changed() and published:
            publication.review_again(find, by=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Name the published finds whose words tell what may not be printed (any more)."""
        super().save_related(request, form, formsets, change)
        if numbers := telltales.published_with(form.instance):
            words = gettext("Visitors read this name in the words of: {numbers}.")
            words = words.format(numbers=", ".join(numbers[:_TOLD]))
            self.message_user(request, words, messages.WARNING)
