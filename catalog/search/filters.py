"""FindFilter: the only parser of the query string, for pages, interfaces and exports alike.

It never refuses: what it does not know it leaves out, and `notes` says so in words.
"""

from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from catalog import visibility
from catalog.lib import words
from catalog.models import Expedition, FindPhoto, Place, Term
from catalog.querysets import PEOPLE
from catalog.search import fulltext
from catalog.search.fields import (
    KnownField,
    LenientField,
    one_of,
    read_box,
    read_day,
    read_page,
    read_words,
)
from catalog.search.ordering import SORTS
from catalog.vocab import (
    Category,
    Condition,
    CustodyStatus,
    HazardStatus,
    RestorationStatus,
    Vocabulary,
)

# "Not recorded" is a value like any other.
MISSING = "none"
VIEWS = ("grid", "list")
PER_PAGE = (24, 48, 96)
_TOLD_IN_NOTE = 60
_MOST_NOTES = 5


class AnyOf(django_filters.Filter):
    """Repeated keys mean *or*; `where` turns a known value into a condition."""

    field_class = KnownField

    def __init__(
        self,
        *,
        known: Callable[[list[str]], Mapping[str, Any]],
        where: Callable[[str, Any], Q],
        **kwargs: Any,
    ) -> None:
        super().__init__(known=known, **kwargs)
        self.where = where

    def filter(self, qs: QuerySet, value: Mapping[str, Any]) -> QuerySet:
        either = Q()
        for code, row in (value or {}).items():
            either |= self.where(code, row)
        return qs.filter(either) if either else qs


class OneValue(django_filters.Filter):
    """A single value; `narrow` applies it, and does nothing for what only shapes the page."""

    field_class = LenientField

    def __init__(
        self,
        *,
        read: Callable[[str], Any],
        narrow: Callable[[QuerySet, Any], QuerySet] = lambda finds, _value: finds,
        **kwargs: Any,
    ) -> None:
        super().__init__(read=read, **kwargs)
        self.narrow = narrow

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs if value is None else self.narrow(qs, value)


def _among(*values: str) -> Callable[[list[str]], dict[str, str]]:
    return lambda wanted: {value: value for value in wanted if value in values}


def _terms(vocabulary: str) -> Callable[[list[str]], dict[str, str]]:
    return lambda codes: dict(
        Term.objects.of(vocabulary).filter(code__in=codes).values_list("code", "path")
    )


def _places(slugs: list[str]) -> dict[str, str]:
    known = dict(Place.objects.public().filter(slug__in=slugs).values_list("slug", "path"))
    return {MISSING: "", **known} if MISSING in slugs else known


def _expeditions(codes: list[str]) -> dict[str, int]:
    return dict(Expedition.objects.filter(code__in=codes).values_list("code", "pk"))


def _column(name: str) -> Callable[[str, str], Q]:
    """A column of an object; remains show none of these, so none is looked for there."""

    def where(value: str, _known: str) -> Q:
        return Q(**{name: "" if value == MISSING else value}) & ~Q(category__in=PEOPLE)

    return where


def _nationality(code: str, path: str) -> Q:
    found = Q(nationality__path__startswith=path)
    return found | Q(nationality__isnull=True) if code == "unknown" else found


def _place(_slug: str, path: str) -> Q:
    if not path:
        return Q(public_place__isnull=True)
    return Q(public_place__path__startswith=path)


def has_photo() -> Exists:
    """Whether a find has a photograph a visitor may see."""
    links = FindPhoto.objects.filter(visibility.public_photo("photo__"))
    return Exists(links.filter(find=OuterRef("pk")))


def _photo(value: str, _known: str) -> Q:
    return Q(has_photo()) if value == "yes" else Q(~has_photo())


def _from(finds: QuerySet, day: Any) -> QuerySet:
    open_ended = Q(found_to__isnull=True, found_from__isnull=False)
    return finds.filter(Q(found_to__gte=day.earliest) | open_ended)


def _to(finds: QuerySet, day: Any) -> QuerySet:
    open_ended = Q(found_from__isnull=True, found_to__isnull=False)
    return finds.filter(Q(found_from__lte=day.latest) | open_ended)


def _within(finds: QuerySet, box: tuple[Any, ...]) -> QuerySet:
    """By the published position alone, so that no box corners the hidden one."""
    west, south, east, north = box
    across = Q(public_longitude__gte=west) | Q(public_longitude__lte=east)
    straight = Q(public_longitude__gte=west, public_longitude__lte=east)
    return finds.filter(straight if west <= east else across, public_latitude__range=(south, north))


class FindFilter(django_filters.FilterSet):
    """What a query string wishes of the finds it is given; the caller gives only public ones."""

    q = OneValue(label=gettext_lazy("Search"), read=read_words, narrow=fulltext.matching)
    category = AnyOf(
        label=gettext_lazy("Kind"),
        known=_among(*Category.values),
        where=lambda value, _known: Q(category=value),
    )
    type = AnyOf(
        label=gettext_lazy("Object type"),
        known=_terms(Vocabulary.OBJECT_TYPE),
        where=lambda _code, path: Q(object_type__path__startswith=path),
    )
    nationality = AnyOf(
        label=gettext_lazy("Nationality (side that used it)"),
        known=_terms(Vocabulary.NATIONALITY),
        where=_nationality,
    )
    place = AnyOf(label=gettext_lazy("Place"), known=_places, where=_place)
    expedition = AnyOf(
        label=gettext_lazy("Expedition"),
        known=_expeditions,
        where=lambda _code, pk: Q(expedition=pk),
    )
    condition = AnyOf(
        label=gettext_lazy("Condition"),
        known=_among(*Condition.values, MISSING),
        where=_column("condition"),
    )
    restoration = AnyOf(
        label=gettext_lazy("Restoration status"),
        known=_among(*RestorationStatus.values, MISSING),
        where=_column("restoration_status"),
    )
    custody = AnyOf(
        label=gettext_lazy("Where it is now"),
        known=_among(*CustodyStatus.values, MISSING),
        where=_column("custody_status"),
    )
    hazard = AnyOf(
        label=gettext_lazy("Explosive hazard"),
        known=_among(*HazardStatus.values),
        where=_column("hazard_status"),
    )
    photo = AnyOf(label=gettext_lazy("Photograph"), known=_among("yes", "no"), where=_photo)
    bbox = OneValue(label=gettext_lazy("Map area"), read=read_box, narrow=_within)
    sort = OneValue(label=gettext_lazy("Sort"), read=one_of(SORTS))
    view = OneValue(label=gettext_lazy("View"), read=one_of(VIEWS))
    per = OneValue(label=gettext_lazy("Per page"), read=one_of([str(size) for size in PER_PAGE]))
    page = OneValue(label=gettext_lazy("Page"), read=read_page)

    @classmethod
    def get_filters(cls) -> Mapping[str, django_filters.Filter]:
        """The filters, `from` among them, which is no name in Python."""
        days = {
            "from": OneValue(label=gettext_lazy("Found from"), read=read_day, narrow=_from),
            "to": OneValue(label=gettext_lazy("Found until"), read=read_day, narrow=_to),
        }
        return {**super().get_filters(), **days}

    @property
    def wishes(self) -> dict[str, Any]:
        """`{parameter: value}` of what was understood; a facet's value is `{code: row}`."""
        # Lenient fields never fail, so the form is always valid.
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        return {name: cleaned[name] for name in self.filters if cleaned.get(name)}

    def without(self, left_out: str = "") -> QuerySet:
        """The finds that meet every wish but the one left out."""
        finds = self.queryset
        for name, value in self.wishes.items():
            if name != left_out:
                finds = self.filters[name].filter(finds, value)
        return finds

    @property
    def notes(self) -> list[str]:
        """What was not understood, one sentence each, at most five."""
        self.form.is_valid()
        told = [
            _("“{value}” is not known under “{name}”; it was left out.").format(
                value=_shortened(value), name=self.filters[name].label
            )
            for name, field in self.form.fields.items()
            for value in field.unknown
        ]
        return told[:_MOST_NOTES] + _shortened_query(self.wishes.get("q", ""))


def _shortened(value: str) -> str:
    return value if len(value) <= _TOLD_IN_NOTE else f"{value[:_TOLD_IN_NOTE]}…"


def _shortened_query(query: str) -> list[str]:
    if len(query) <= words.MAX_LENGTH:
        return []
    message = _("Only the first {limit} characters of the search were used.")
    return [message.format(limit=words.MAX_LENGTH)]
