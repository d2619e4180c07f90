"""What hangs on a find and is entered on its form: details, pictures, sources, links, papers."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.admin.downloads import download_link
from catalog.admin.find_fields import BEFORE_DETAILS, BEFORE_PICTURES
from catalog.admin.photo_form import FindPhotoForm, FindPhotoFormSet
from catalog.admin.photo_shown import picture
from catalog.admin.widgets import PrivateFileInput, known_choice
from catalog.models import DETAILS, Document, Find, FindPhoto, FindRelation, FindSource
from catalog.vocab import CATEGORY_RULES

_MORE = {"classes": ["collapse"]}


class RequiredDetailForm(forms.ModelForm):
    """A detail that every find of its category has, even where nothing was changed in it."""

    def has_changed(self) -> bool:
        """A new one is always saved."""
        return self.instance._state.adding or super().has_changed()


class DetailInline(admin.StackedInline):
    """The facts of one category, at most one row."""

    follows = BEFORE_DETAILS
    can_delete = False
    extra = 1
    max_num = 1


def detail_inline(category: str) -> type[DetailInline] | None:
    """The inline of the chosen category's details; None where it has none of its own."""
    model = DETAILS.get(category)
    if model is None:
        return None
    members: dict[str, Any] = {"model": model, "autocomplete_fields": _autocompleted(model)}
    if CATEGORY_RULES[category].counts_people:
        members |= {"form": RequiredDetailForm, "min_num": 1, "extra": 0}
    return type(f"{model.__name__}Inline", (DetailInline,), members)


def _autocompleted(model: type[Model]) -> tuple[str, ...]:
    return tuple(
        field.name for field in model._meta.fields if field.many_to_one and not field.primary_key
    )


class FindPhotoInline(admin.StackedInline):
    """Pictures of a find, entered with the find."""

    model = FindPhoto
    follows = BEFORE_PICTURES
    form = FindPhotoForm
    formset = FindPhotoFormSet
    readonly_fields = ("preview",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("preview", "file", "credit_line"),
                    ("alt_en", "alt_ru", "alt_ja"),
                    ("license_uri", "role", "order"),
                    ("is_primary", "published", "sensitivity"),
                    "words_read",
                )
            },
        ),
        (
            _("Photographer and source"),
            {**_MORE, "fields": (("creator", "taken_on", "kind"), ("via_name", "via_url"))},
        ),
        (_("Captions"), {**_MORE, "fields": (("caption_en", "caption_ru", "caption_ja"),)}),
        (
            _("What it shows"),
            {
                **_MORE,
                "fields": (
                    ("shows_human_remains", "shows_name", "shows_hazard", "shows_landmark"),
                ),
            },
        ),
    )

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        """Tell the rows for whom they are."""
        formset = super().get_formset(request, obj, **kwargs)
        return type(formset.__name__, (formset,), {"user": request.user})

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Room for the usual three of a new find, and for one more later."""
        return 1 if obj and obj.pk else 3

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the photographs, so that a row costs no query."""
        return super().get_queryset(request).select_related("photo")

    @admin.display(description=_("picture"))
    def preview(self, link: FindPhoto) -> str:
        """The picture as staff see it; what is not open waits behind a word."""
        return picture(link.photo) if link.photo_id else "—"


class FindPhotoShownInline(admin.TabularInline):
    """The same pictures for those who may only look."""

    model = FindPhoto
    follows = BEFORE_PICTURES
    extra = max_num = 0
    fields = readonly_fields = ("preview", "credit", "role", "sensitivity", "published")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("photo", "find")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("picture"))
    def preview(self, link: FindPhoto) -> str:
        return picture(link.photo)

    @admin.display(description=_("photo credit"))
    def credit(self, link: FindPhoto) -> str:
        return link.photo.credit_line

    @admin.display(description=_("who may see it"))
    def sensitivity(self, link: FindPhoto) -> str:
        return link.photo.get_sensitivity_display()

    @admin.display(description=_("published"), boolean=True)
    def published(self, link: FindPhoto) -> bool:
        return link.photo.published


class ChosenRowForm(forms.ModelForm):
    """A row with one autocomplete, whose chosen row was read with the rows."""

    chosen_field = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.chosen_field
        field = self.fields.get(name)
        if field is not None:
            chosen = getattr(self.instance, name) if self.instance.pk else None
            known_choice(field, self._meta.model._meta.get_field(name), admin.site, chosen)


class SourceRowForm(ChosenRowForm):
    chosen_field = "source"


class RelationRowForm(ChosenRowForm):
    chosen_field = "to_find"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "to_find" in self.fields:
            # A find is not logged in a small window of another one's form.
            widget = self.fields["to_find"].widget
            widget.can_add_related = widget.can_change_related = False


class FindSourceInline(admin.TabularInline):
    """Sources with the page in them."""

    model = FindSource
    form = SourceRowForm
    extra = 1
    fields = ("source", "locator")
    autocomplete_fields = ("source",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("source")


class FindRelationInline(admin.TabularInline):
    """Links to other finds."""

    model = FindRelation
    fk_name = "from_find"
    form = RelationRowForm
    extra = 1
    fields = ("kind", "to_find")
    autocomplete_fields = ("to_find",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("to_find")


class DocumentInline(admin.TabularInline):
    """Private papers of a find."""

    model = Document
    fk_name = "find"
    extra = 1
    fields = ("kind", "title", "file", "reference", "date", "download")
    readonly_fields = ("download",)
    can_delete = False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "file":
            kwargs["widget"] = PrivateFileInput(attrs={"accept": "application/pdf"})
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("file"))
    def download(self, document: Document) -> str:
        return download_link(document)


class DocumentShownInline(DocumentInline):
    """The same papers for those who may only look."""

    fields = readonly_fields = ("kind", "title", "download", "reference", "date")


def inlines_for(find: Find | None, category: str, *, editable: bool) -> list[type]:
    """The inlines of the find form, the one of its category first."""
    detail = detail_inline(category)
    chosen: list[type] = [detail] if detail else []
    if editable:
        return [*chosen, FindPhotoInline, FindSourceInline, FindRelationInline, DocumentInline]
    return [
        *chosen,
        FindPhotoShownInline,
        FindSourceInline,
        FindRelationInline,
        DocumentShownInline,
    ]
