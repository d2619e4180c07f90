"""Photographs by themselves: those of a place or an expedition, and all that lack something."""

from collections.abc import Collection, Set
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from catalog import renditions
from catalog.admin.base import CatalogAdmin
from catalog.admin.dates import WrittenDateField
from catalog.admin.lowering import LoweringPage
from catalog.admin.photo_form import PhotoChecks
from catalog.admin.photo_import import PhotosFromZip
from catalog.admin.photo_shown import picture, respond, thumbnail
from catalog.admin.read_words import ReadsWords, ReadWordsForm
from catalog.admin.widgets import PrivateFileInput
from catalog.models import Photo, publication

# What a photograph is shown by: the tick, and what it may stand on without a find.
_SHOWING = frozenset({"published", "place", "expedition"})


class PhotoForm(PhotoChecks, ReadWordsForm):
    """A photograph with what must be said beside it."""

    taken_on = WrittenDateField(label=capfirst(_("taken")), required=False)

    class Meta:
        model = Photo
        fields = ()  # the admin names them
        widgets = {"file": PrivateFileInput(attrs={"accept": "image/*"})}

    def read_now(self, public: Collection[str]) -> Set[str]:
        """All its words where visitors see it from now on: somebody else may have written them."""
        is_new = not _SHOWING.isdisjoint(self.changed_data)
        if is_new and self.cleaned_data.get("published"):
            return set(public)
        return super().read_now(public)

    def _post_clean(self) -> None:
        super()._post_clean()
        if "credit_line" in self.fields:
            self.check_photo(self.instance)


class GapFilter(admin.SimpleListFilter):
    """What a photograph lacks."""

    title = _("what is missing")
    parameter_name = "lacks"
    _WANTED = {
        "credit": Q(credit_line=""),
        "licence": Q(license_uri=""),
        "words": Q(alt_en="", alt_ru="", alt_ja=""),
        "file": Q(file=""),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("credit", _("The credit")),
            ("licence", _("The licence")),
            ("words", _("The description in words")),
            ("file", _("The file")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = self._WANTED.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(wanted)


@admin.register(Photo)
class PhotoAdmin(ReadsWords, LoweringPage, PhotosFromZip, CatalogAdmin):
    """Every photograph; most are entered on the form of their find."""

    form = PhotoForm
    list_display = (
        "thumbnail",
        "name",
        "credit_line",
        "on_finds",
        "license_uri",
        "sensitivity",
        "published",
    )
    list_display_links = ("thumbnail", "name")
    list_filter = ("published", "sensitivity", GapFilter, "kind", "license_uri")
    search_fields = (
        "original_name",
        "credit_line",
        "creator",
        "caption_en",
        "caption_ru",
        "caption_ja",
        "alt_en",
        "alt_ru",
        "alt_ja",
        "finds__catalogue_number",
    )
    autocomplete_fields = ("source", "place", "expedition")
    actions = ("publish_photos", "unpublish_photos")
    readonly_fields = ("preview", "on_finds")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "preview",
                    "on_finds",
                    "file",
                    ("credit_line", "license_uri"),
                    ("creator", "taken_on", "kind"),
                    ("via_name", "via_url"),
                    ("copyright_notice", "copyright_holder"),
                )
            },
        ),
        (
            _("Words"),
            {
                "fields": (
                    ("alt_en", "alt_ru", "alt_ja"),
                    ("caption_en", "caption_ru", "caption_ja"),
                )
            },
        ),
        (
            _("Who may see it"),
            {
                "fields": (
                    ("shows_human_remains", "shows_name", "shows_hazard", "shows_landmark"),
                    ("sensitivity", "published"),
                )
            },
        ),
        (
            _("Where it belongs"),
            {"fields": (("place", "expedition"), ("source", "source_url"), "permission_note")},
        ),
    )

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """A recorder changes their own pictures while every find they hang on is theirs too."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed or request.user.has_perm("catalog.publish_find"):
            return allowed
        known = request.__dict__.setdefault("_editable_photos", {})
        if obj.pk not in known:
            mine = Photo.objects.editable_by(request.user)
            known[obj.pk] = mine.filter(pk=obj.pk).exists()
        return known[obj.pk]

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        """Who may only look gets the picture, not the field of its file."""
        sets = super().get_fieldsets(request, obj)
        may_write = self.has_change_permission(request, obj) if obj else True
        if may_write:
            return sets
        name, options = sets[0]
        rows = tuple(row for row in options["fields"] if row != "file")
        return ((name, {"fields": rows}), *sets[1:])

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        """Who may not publish finds publishes no picture either."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if self.has_publish_permission(request) else (*fixed, "published")

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if not change:
            obj.uploaded_by = request.user
        if not self.has_publish_permission(request):
            publication.hold_back(obj)
        super().save_model(request, obj, form, change)
        renditions.make_later(obj)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Where a camera stood is asked by nobody."""
        return not lookup.startswith("exif_") and super().lookup_allowed(lookup, value, request)

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("finds")

    @admin.display(description=_("picture"))
    def thumbnail(self, photo: Photo) -> str:
        return thumbnail(photo)

    @admin.display(description=_("name"))
    def name(self, photo: Photo) -> str:
        return str(photo)

    @admin.display(description=_("on finds"))
    def on_finds(self, photo: Photo) -> str:
        numbers = ((find.catalogue_number,) for find in photo.finds.all()) if photo.pk else ()
        return format_html_join(", ", "{}", numbers) or "—"

    @admin.display(description=_("picture"))
    def preview(self, photo: Photo) -> str:
        return picture(photo) if photo.pk else "—"

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Who publishes finds publishes pictures."""
        return request.user.has_perm("catalog.publish_find")

    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish_photos(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publish each that lacks nothing; say of the others what they lack."""
        for photo in queryset:
            try:
                publication.publish_photo(photo)
            except ValidationError as error:
                words = f"{photo}: " + " ".join(error.messages)
                self.message_user(request, words, messages.ERROR)
                continue
            words = gettext("{name} is published.").format(name=photo)
            self.message_user(request, words, messages.SUCCESS)

    @admin.action(description=_("Hide from visitors"), permissions=["publish"])
    def unpublish_photos(self, request: HttpRequest, queryset: QuerySet) -> None:
        for photo in queryset.filter(published=True):
            photo.unpublish()
            words = gettext("{name} is hidden from visitors.").format(name=photo)
            self.message_user(request, words, messages.SUCCESS)

    # The picture itself

    def get_urls(self) -> list[URLPattern]:
        """Add `<id>/picture/<size>/`."""
        view = self.admin_site.admin_view(self.picture_view)
        ours = path("<int:photo_id>/picture/<int:size>/", view, name="catalog_photo_preview")
        return [ours, *super().get_urls()]

    def picture_view(self, request: HttpRequest, photo_id: int, size: int) -> HttpResponse:
        """One size of the picture, for staff."""
        photo = Photo.objects.filter(pk=photo_id).first()
        if photo is None:
            raise Http404
        return respond(request.user, photo, size)
