"""Expedition: a season of search, its published claims, and its next free number."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from catalog.lib import dates, text
from catalog.models.history import history
from catalog.models.institution import Institution
from catalog.models.person import Person
from catalog.models.place import Place
from catalog.models.source import Source
from catalog.models.term import Term
from catalog.models.words import all_words, in_language, one_is_enough
from catalog.querysets import ExpeditionQuerySet
from catalog.vocab import ClaimSubject, ExpeditionStatus, Qualifier

NUMBER_DIGITS = 4


class Expedition(models.Model):
    """The campaign finds belong to; its code is the key lists call it by."""

    code = models.CharField(_("code"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    title_ja = models.CharField(_("title in Japanese"), max_length=200, blank=True)
    dates = models.CharField(_("dates"), max_length=64, blank=True, help_text=_("EDTF."))
    dates_text = models.CharField(_("dates as written"), max_length=200, blank=True)
    date_from = models.DateField(null=True, editable=False)
    date_to = models.DateField(null=True, editable=False)
    area = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("area")
    )
    organisers = models.ManyToManyField(
        Institution, blank=True, related_name="expeditions", verbose_name=_("organisers")
    )
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("leader")
    )
    permit_ref = models.CharField(
        _("search permit"), max_length=200, blank=True, help_text=_("For staff only.")
    )
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    summary_ja = models.TextField(_("summary in Japanese"), blank=True)
    sources = models.ManyToManyField(Source, blank=True, verbose_name=_("sources"))
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=ExpeditionStatus,
        default=ExpeditionStatus.FIELD,
    )
    number_prefix = models.CharField(
        _("catalogue numbers begin with"),
        max_length=40,
        blank=True,
        help_text=_("For example SHU15-; the next free number is offered after it."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        help_text=_("A name such as Asia/Tokyo; moments in lists become dates there."),
    )

    history = history(foreign_keys=["area", "leader"], derived=["date_from", "date_to"])
    objects = ExpeditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("expedition")
        verbose_name_plural = _("expeditions")
        ordering = ["-date_from", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="expedition_code_unique",
                violation_error_message=_("Another expedition has this code."),
            ),
            one_is_enough("title", "expedition_has_a_title"),
            models.CheckConstraint(
                condition=Q(date_to__gte=F("date_from")),
                name="expedition_end_not_before_start",
                violation_error_message=_("The end is before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its title for the reader of the moment."""
        return in_language(self.titles)[0]

    @property
    def titles(self) -> dict[str, str]:
        """`{language: title}`, empty ones left out."""
        return all_words(self, "title")

    def clean(self) -> None:
        super().clean()
        try:
            self._derive_dates()
        except ValueError as error:
            raise ValidationError({"dates": str(error)}) from error

    def save(self, *args: object, **kwargs: object) -> None:
        self._derive_dates()
        super().save(*args, **kwargs)

    def _derive_dates(self) -> None:
        when = dates.parse_edtf(self.dates) if self.dates else None
        self.date_from = when.earliest if when else None
        self.date_to = when.latest if when else None

    def next_number(self) -> str:
        """The next free catalogue number after its prefix; asks the database.

        Numbers of all expeditions count, and those a find once had.
        """
        prefix = self.number_prefix or f"{self.code}-"
        key = text.number_key(prefix)
        finds = self.finds.model
        former = finds._meta.get_field("former_numbers").related_model
        taken = (
            number.removeprefix(key).strip()
            for rows in (finds.objects, former.objects)
            for number in rows.filter(number_key__startswith=key).values_list(
                "number_key", flat=True
            )
        )
        highest = max((int(tail) for tail in taken if re.fullmatch(r"[0-9]+", tail)), default=0)
        return f"{prefix}{highest + 1:0{NUMBER_DIGITS}d}"


class Claim(models.Model):
    """A figure somebody published, kept with its source beside the computed one."""

    expedition = models.ForeignKey(
        Expedition, on_delete=models.CASCADE, related_name="claims", verbose_name=_("expedition")
    )
    what = models.CharField(_("what is counted"), max_length=20, choices=ClaimSubject)
    nationality = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"vocabulary": "nationality"},
        verbose_name=_("nationality"),
    )
    number = models.PositiveIntegerField(_("number"))
    qualifier = models.CharField(
        _("exactness"), max_length=8, choices=Qualifier, default=Qualifier.EXACT
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, verbose_name=_("source"))
    text_en = models.CharField(_("in words, English"), max_length=300, blank=True)
    text_ru = models.CharField(_("in words, Russian"), max_length=300, blank=True)
    text_ja = models.CharField(_("in words, Japanese"), max_length=300, blank=True)

    history = history(foreign_keys=["expedition", "nationality", "source"])

    class Meta:
        verbose_name = _("published claim")
        verbose_name_plural = _("published claims")
        ordering = ["what", "id"]

    def __str__(self) -> str:
        words = in_language(all_words(self, "text"))[0]
        return words or gettext("{subject}: {number}").format(
            subject=self.get_what_display(), number=self.number
        )
