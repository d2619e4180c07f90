"""Expeditions, with the figures others published about them."""

from typing import Any
from zoneinfo import available_timezones

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import RederivingAdmin
from catalog.admin.dates import WrittenDateField
from catalog.admin.read_words import ReadsWords, ReadWordsForm
from catalog.admin.widgets import known_choice
from catalog.models import Claim, Expedition

_LOOKED_UP = ("nationality", "source")


class ClaimForm(ReadWordsForm):
    """A claim; its nationality and source were read with the row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _LOOKED_UP:
            if name in self.fields:
                chosen = getattr(self.instance, name) if self.instance.pk else None
                known_choice(self.fields[name], Claim._meta.get_field(name), admin.site, chosen)


class ClaimInline(admin.StackedInline):
    """Published figures, each with its source."""

    model = Claim
    form = ClaimForm
    extra = 0
    autocomplete_fields = _LOOKED_UP
    fields = (
        ("what", "nationality"),
        ("qualifier", "number", "source"),
        ("text_en", "text_ru", "text_ja"),
        "words_read",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*_LOOKED_UP)


class ExpeditionForm(ReadWordsForm):
    """Dates as people write them; a time zone that exists."""

    dates = WrittenDateField(label=capfirst(_("dates")), required=False)

    class Meta:
        model = Expedition
        fields = ()  # the admin names them

    def clean_time_zone(self) -> str:
        """Refuse a zone no clock knows."""
        name = self.cleaned_data["time_zone"]
        if name not in available_timezones():
            raise ValidationError(_("No such time zone; a name is like Asia/Tokyo."))
        return name


@admin.register(Expedition)
class ExpeditionAdmin(ReadsWords, RederivingAdmin):
    """Seasons of search."""

    form = ExpeditionForm
    list_display = ("code", "__str__", "dates", "area", "status", "leader")
    list_display_links = ("code", "__str__")
    list_filter = ("status",)
    list_select_related = ("area", "leader")
    search_fields = ("code", "title_en", "title_ru", "title_ja", "dates_text")
    autocomplete_fields = ("area", "organisers", "leader", "sources")
    inlines = (ClaimInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("code", "number_prefix", "status"),
                    ("title_en", "title_ru", "title_ja"),
                    ("dates", "dates_text", "time_zone"),
                    "area",
                    ("organisers", "leader"),
                    "permit_ref",
                )
            },
        ),
        (_("Words"), {"fields": (("summary_en", "summary_ru", "summary_ja"), "sources")}),
    )
