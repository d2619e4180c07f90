"""FindFilter: the only parser of the query string, for pages, interfaces and exports alike.

It never refuses: what it does not know it leaves out, and `notes` says so in words.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from catalog import visibility
from catalog.lib import words
from catalog.models import FindPhoto
from catalog.querysets import PEOPLE
from catalog.search import fulltext, thesaurus
from catalog.search.fields import one_of, read_box, read_day, read_page, read_words
from catalog.search.ordering import SORTS
from catalog.search.thesaurus import Thesaurus
from catalog.vocab import (
    Category,
    Condition,
    CustodyStatus,
    HazardStatus,
    RestorationStatus,
)

# "Not recorded" is a value like any other.
MISSING = "none"
VIEWS = ("grid", "list", "map")
PER_PAGE = (24, 48, 96)
MAX_VALUES = 50
_TOLD_IN_NOTE = 60
_MOST_NOTES = 5


class AnyOf(django_filters.Filter):
    """Repeated keys mean *or*; `where` turns a known value into a condition.

    `present` gives the value that stands today for the one asked for.
    """

    def __init__(
        self,
        *,
        known: Callable[[list[str], Thesaurus], Mapping[str, Any]],
        where: Callable[[str, Any], Q],
        present: Callable[[str, Thesaurus], str] = lambda code, _words: code,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.known = known
        self.where = where
        self.present = present

    def read(self, given: list[str], thesaurus: Thesaurus) -> tuple[Any, list[str]]:
        """`{value: what is known of it}` in the order given, and the values not known."""
        asked = filter(None, map(_plain, given))
        wanted = list(dict.fromkeys(self.present(one, thesaurus) for one in asked))
        known = self.known(wanted[:MAX_VALUES], thesaurus) if wanted else {}
        return (
            {one: known[one] for one in wanted if one in known},
            [one for one in wanted if one not in known],
        )

    def filter(self, qs: QuerySet, value: Mapping[str, Any]) -> QuerySet:
        either = Q()
        for code, row in (value or {}).items():
            either |= self.where(code, row)
        return qs.filter(either) if either else qs


class OneValue(django_filters.Filter):
    """A single value; `narrow` applies it, and without one it only shapes the page."""

    def __init__(
        self,
        *,
        reader: Callable[[str], Any],
        narrow: Callable[[QuerySet, Any], QuerySet] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.reader = reader
        self.narrow = narrow

    def read(self, given: list[str], thesaurus: Thesaurus) -> tuple[Any, list[str]]:
        """What was said last, and what of it makes no sense."""
        text = _plain(given[-1])
        if not text:
            return None, []
        try:
            return self.reader(text), []
        except ValueError:
            return None, [text]

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs if value is None or self.narrow is None else self.narrow(qs, value)


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()


def _among(*values: str) -> Callable[[list[str], Thesaurus], dict[str, str]]:
    return lambda wanted, _words: {value: value for value in wanted if value in values}


def _in(branch: str) -> Callable[[list[str], Thesaurus], dict[str, frozenset[int]]]:
    """Of a tree: each known code with the ids of its row and of all below it."""

    def known(codes: list[str], words: Thesaurus) -> dict[str, frozenset[int]]:
        tree = getattr(words, branch)
        return {code: tree.below[pk] for code, pk in tree.known(codes).items()}

    return known


def _present_place(slug: str, words: Thesaurus) -> str:
    """The place that took in the one of this address; a new one may have the address again."""
    return slug if slug in words.places.by_code else words.moved.get(slug, slug)


def _places(slugs: list[str], words: Thesaurus) -> dict[str, frozenset[int]]:
    known = _in("places")(slugs, words)
    return {MISSING: frozenset(), **known} if MISSING in slugs else known


def _column(name: str) -> Callable[[str, str], Q]:
    """A column of an object; remains show none of these, so none is looked for there."""

    def where(value: str, _known: str) -> Q:
        return Q(**{name: "" if value == MISSING else value}) & ~Q(category__in=PEOPLE)

    return where


def _nationality(code: str, ids: frozenset[int]) -> Q:
    found = Q(nationality__in=ids)
    return found | Q(nationality__isnull=True) if code == "unknown" else found


def _place(slug: str, ids: frozenset[int]) -> Q:
    return Q(public_place__isnull=True) if slug == MISSING else Q(public_place__in=ids)


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

    q = OneValue(label=gettext_lazy("Search"), reader=read_words, narrow=fulltext.matching)
    category = AnyOf(
        label=gettext_lazy("Kind"),
        known=_among(*Category.values),
        where=lambda value, _known: Q(category=value),
    )
    type = AnyOf(
        label=gettext_lazy("Object type"),
        known=_in("types"),
        where=lambda _code, ids: Q(object_type__in=ids),
    )
    nationality = AnyOf(
        label=gettext_lazy("Nationality (side that used it)"),
        known=_in("nationalities"),
        where=_nationality,
    )
    place = AnyOf(label=gettext_lazy("Place"), known=_places, where=_place, present=_present_place)
    expedition = AnyOf(
        label=gettext_lazy("Expedition"),
        known=_in("expeditions"),
        where=lambda _code, ids: Q(expedition__in=ids),
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
    bbox = OneValue(label=gettext_lazy("Map area"), reader=read_box, narrow=_within)
    sort = OneValue(label=gettext_lazy("Sort"), reader=one_of(SORTS))
    view = OneValue(label=gettext_lazy("View"), reader=one_of(VIEWS))
    per = OneValue(label=gettext_lazy("Per page"), reader=one_of([str(size) for size in PER_PAGE]))
    page = OneValue(label=gettext_lazy("Page"), reader=read_page)

    @classmethod
    def get_filters(cls) -> Mapping[str, django_filters.Filter]:
        """The filters, `from` among them, which is no name in Python."""
        days = {
            "from": OneValue(label=gettext_lazy("Found from"), reader=read_day, narrow=_from),
            "to": OneValue(label=gettext_lazy("Found until"), reader=read_day, narrow=_to),
        }
        return {**super().get_filters(), **days}

    def __init__(self, data: QueryDict, queryset: QuerySet, words: Thesaurus | None = None) -> None:
        """`words` are those of the catalogue, read now unless given.

        Nothing of the form that a FilterSet makes is needed: it would cost half of a page.
        """
        self.data, self.queryset, self.filters = data, queryset, self.base_filters
        words = words or thesaurus.read()
        self._read = {
            name: one.read(data.getlist(name), words)
            for name, one in self.filters.items()
            if name in data
        }

    @cached_property
    def wishes(self) -> dict[str, Any]:
        """`{parameter: value}` of what was understood; a facet's value is `{code: known}`."""
        return {name: value for name, (value, _unknown) in self._read.items() if value}

    @cached_property
    def narrowing(self) -> dict[str, Any]:
        """The wishes that narrow what is found; the others only shape the page."""
        return {
            name: value
            for name, value in self.wishes.items()
            if getattr(self.filters[name], "narrow", True)
        }

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
        told = [
            _("“{value}” is not known under “{name}”; it was left out.").format(
                value=_shortened(value), name=self.filters[name].label
            )
            for name, (_value, unknown) in self._read.items()
            for value in unknown
        ]
        return told[:_MOST_NOTES] + _shortened_query(self.wishes.get("q", ""))


def _shortened(value: str) -> str:
    return value if len(value) <= _TOLD_IN_NOTE else f"{value[:_TOLD_IN_NOTE]}…"


def _shortened_query(query: str) -> list[str]:
    if len(query) <= words.MAX_LENGTH:
        return []
    message = _("Only the first {limit} characters of the search were used.")
    return [message.format(limit=words.MAX_LENGTH)]
