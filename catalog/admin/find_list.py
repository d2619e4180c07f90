"""The columns and filters of the list of finds."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, gettext_lazy as _, pgettext_lazy

from catalog.admin.photo_shown import thumbnail
from catalog.admin.sensitive import may_see
from catalog.lib import dates
from catalog.models import Find, FindPhoto, Photo, Place
from catalog.search import fulltext

_ONLY_DRAWN = ("public_text", "staff_text")


def with_thumbnails(finds: QuerySet) -> QuerySet:
    """The finds with their pictures, the one that stands for them first; one query more."""
    links = FindPhoto.objects.select_related("photo")
    return finds.defer(*_ONLY_DRAWN).prefetch_related(
        Prefetch("find_photos", queryset=links, to_attr="links_shown")
    )


def search(finds: QuerySet, words: str, user: Any) -> QuerySet:
    """Finds that hold every word; what a user is not shown cannot be searched for either."""
    reader = fulltext.Reader.TRUSTED if may_see(user) else fulltext.Reader.STAFF
    return fulltext.matching(finds, words, reader) if words.strip() else finds


class FindColumns:
    """What a row of the list tells; mixed into the admin of finds."""

    @admin.display(description=_("picture"))
    def thumbnail(self, find: Find) -> str:
        links = find.links_shown
        return thumbnail(links[0].photo if links else None)

    @admin.display(description=_("number"), ordering="number_sort")
    def number(self, find: Find) -> str:
        return format_html('<span class="number">{}</span>', find.catalogue_number)

    @admin.display(description=_("title"))
    def title_shown(self, find: Find) -> str:
        return find.title

    @admin.display(description=_("nationality"), ordering="nationality__label_en")
    def side(self, find: Find) -> str:
        return str(find.nationality or "")

    @admin.display(description=_("found"), ordering="found_from")
    def found(self, find: Find) -> str:
        return dates.display(find.found_on, get_language() or "en")

    @admin.display(description=_("restoration"), ordering="restoration_status")
    def restoration(self, find: Find) -> str:
        return find.get_restoration_status_display()

    @admin.display(description=_("custody"), ordering="custody_status")
    def custody(self, find: Find) -> str:
        return find.get_custody_status_display()

    @admin.display(description=_("fullness"), ordering="fullness")
    def fullness_shown(self, find: Find) -> str:
        return gettext("{percent} %").format(percent=find.fullness)

    @admin.display(description=_("publication"), ordering="publication_status")
    def publication(self, find: Find) -> str:
        return format_html(
            '<span class="state state-{}">{}</span>',
            find.publication_status,
            find.get_publication_status_display(),
        )


class MineFilter(admin.SimpleListFilter):
    """Whose finds: one's own, or those sent back to one."""

    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", pgettext_lazy("whose finds", "Mine")), ("returned", _("Sent back to me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "mine":
            return queryset.filter(created_by=request.user)
        if self.value() == "returned":
            sent_back = ~Q(review_note="") & Q(publication_status="draft")
            return queryset.filter(sent_back, created_by=request.user)
        return queryset


class PictureFilter(admin.SimpleListFilter):
    """Whether a find has a picture, and whether that has its credit."""

    title = _("pictures")
    parameter_name = "pictures"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("yes", _("With a picture")),
            ("no", _("Without a picture")),
            ("no_credit", _("A credit is missing")),
            ("unpublished", _("A picture is not published")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        here = Photo.objects.filter(find_photos__find=OuterRef("pk"))
        wanted = {
            "yes": Exists(here),
            "no": ~Exists(here),
            "no_credit": Exists(here.filter(credit_line="")),
            "unpublished": Exists(here.filter(published=False)),
        }.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(wanted)


class PlaceFilter(admin.SimpleListFilter):
    """A walk down the tree of places: the places below the chosen one, and the way back up."""

    title = _("place")
    parameter_name = "place_path"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        chosen = self._chosen(request)
        above = Place.objects.filter(pk__in=chosen.path_ids) if chosen else Place.objects.none()
        children = Place.objects.filter(parent=chosen)
        places = sorted((above | children)[:60], key=lambda place: place.path)
        return [(place.path, "· " * place.path.count("/", 2) + str(place)) for place in places]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        path = self.value()
        return queryset.filter(place__path__startswith=path) if path else queryset

    def _chosen(self, request: HttpRequest) -> Place | None:
        path = request.GET.get(self.parameter_name, "")
        return Place.objects.filter(path=path).first() if path else None
