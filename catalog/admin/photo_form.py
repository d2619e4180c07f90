"""A picture on the find form: its place on the find and the photograph itself, in one row."""

from collections.abc import Collection, Set
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet, construct_instance, fields_for_model
from django.utils.functional import cached_property
from django.utils.translation import gettext

from catalog import renditions
from catalog.admin.dates import WrittenDateField
from catalog.admin.read_words import ReadWordsForm
from catalog.admin.widgets import PrivateFileInput
from catalog.models import Find, FindPhoto, Photo
from catalog.models.publication import missing_of_photo
from catalog.models.words import LANGUAGES
from catalog.vocab import Sensitivity

PHOTO_FIELDS = (
    "file",
    "kind",
    "credit_line",
    "creator",
    "via_name",
    "via_url",
    "license_uri",
    *(f"alt_{code}" for code in LANGUAGES),
    *(f"caption_{code}" for code in LANGUAGES),
    "taken_on",
    "shows_human_remains",
    "shows_name",
    "shows_hazard",
    "shows_landmark",
    "sensitivity",
    "published",
)
LINK_FIELDS = ("order", "role", "is_primary")


class _StoredFile(forms.FileField):
    """A file that is not looked for where it cannot be changed: it may be missing."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return initial if self.disabled else super().clean(data, initial)


def _form_field(field: models.Field, **kwargs: Any) -> forms.Field:
    """An address without a scheme is meant as https."""
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


_PhotoFields = type(
    "_PhotoFields",
    (forms.Form,),
    fields_for_model(
        Photo,
        PHOTO_FIELDS,
        widgets={
            "file": PrivateFileInput(attrs={"accept": "image/*"}),
            **{f"caption_{code}": forms.Textarea(attrs={"rows": 2}) for code in LANGUAGES},
        },
        formfield_callback=_form_field,
        field_classes={"taken_on": WrittenDateField, "file": _StoredFile},
    ),
)


class PhotoChecks:
    """What is asked of a photograph wherever it is entered; for forms with a `photo`."""

    def check_photo(self, photo: Photo) -> None:
        """A file needs its credit, a published picture all the gate asks; errors by field."""
        if photo.file and not photo.credit_line:
            message = gettext("Whose photograph is it? The credit is printed beside it.")
            self.add_error("credit_line", message)
        if photo.published and not self.errors:
            gaps = [gettext("Not yet: {gap}.").format(gap=gap) for gap in missing_of_photo(photo)]
            if gaps:
                # Who may not publish reads that field without changing it.
                self.add_error("published" if "published" in self.fields else None, gaps)


class FindPhotoForm(PhotoChecks, ReadWordsForm, _PhotoFields):
    """One picture of a find. The fields of the photograph stand beside those of the link."""

    words_of = Photo

    class Meta:
        model = FindPhoto
        fields = LINK_FIELDS

    def __init__(
        self,
        *args: Any,
        of_people: bool = False,
        knows_names: bool = False,
        fixed: frozenset[int] = frozenset(),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.knows_names = knows_names
        self.fields["order"].required = False
        self.photo = self.instance.photo if self.instance.photo_id else Photo()
        if self.instance.pk:
            values = {name: getattr(self.photo, name) for name in PHOTO_FIELDS}
            self.initial = {**values, **self.initial}
            for name in PHOTO_FIELDS if self.photo.pk in fixed else ():
                self.fields[name].disabled = True
        else:
            self._begin(of_people=of_people)

    def _begin(self, *, of_people: bool) -> None:
        self.fields["order"].initial = None
        if of_people:
            self.initial["shows_human_remains"] = True
            self.initial["sensitivity"] = Sensitivity.WITHHELD

    def clean(self) -> dict[str, Any]:
        """A new row is a picture or the record of one, never only an order."""
        data = super().clean() or self.cleaned_data
        told = data.get("file") or data.get("credit_line")
        if not self.instance.pk and not told and not self.errors:
            self.add_error("file", gettext("Choose a file, or give the credit of the picture."))
        data["order"] = data.get("order") or self._position()
        return data

    def read_now(self, public: Collection[str]) -> Set[str]:
        """The words of a picture that visitors see on another find; those of this one are read
        when the find is published.
        """
        changed = set(self.changed_data)
        if not self.cleaned_data.get("published") or not self._is_seen_elsewhere():
            return set()
        return set(public) if "published" in changed else changed & set(public)

    def said(self, name: str) -> str:
        """The words of one field, or of the photograph where the row does not ask for them."""
        return super().said(name) if name in self.fields else getattr(self.photo, name)

    def _is_seen_elsewhere(self) -> bool:
        if self.photo.pk is None:
            return False
        seen = Find.objects.public().exclude(pk=self.instance.find_id)
        return seen.filter(find_photos__photo=self.photo).exists()

    def _position(self) -> int:
        number = (self.prefix or "").rpartition("-")[2]
        return int(number) + 1 if number.isdigit() else 1

    def _get_validation_exclusions(self) -> set[str]:
        # That one picture stands for the find is asked of all rows together.
        return {*super()._get_validation_exclusions(), "is_primary"}

    def _post_clean(self) -> None:
        super()._post_clean()
        construct_instance(self, self.photo, PHOTO_FIELDS)
        others = {field.name for field in Photo._meta.fields} - set(PHOTO_FIELDS)
        exclude = others | set(self.errors)
        try:
            self.photo.full_clean(exclude=exclude, validate_constraints=False)
        except ValidationError as error:
            self._update_errors(error)
        self.check_photo(self.photo)

    def save(self, commit: bool = True) -> FindPhoto:
        """Store the photograph first, then its place on the find."""
        if commit:
            self.photo.save()
            renditions.make_later(self.photo)
            self.instance.photo = self.photo
        return super().save(commit)


class FindPhotoFormSet(BaseInlineFormSet):
    """The pictures of a find: one stands for it, and none is taken twice."""

    user: Any = None

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Tell each row whether the find is of people."""
        of_people = bool(self.instance.category) and self.instance.rule.counts_people
        kwargs = super().get_form_kwargs(index)
        if not issubclass(self.form, FindPhotoForm):
            return kwargs
        knows_names = self.user.has_perm("catalog.publish_find")
        return {
            **kwargs,
            "of_people": of_people,
            "knows_names": knows_names,
            "fixed": self._fixed,
        }

    @cached_property
    def _fixed(self) -> frozenset[int]:
        """Pictures of others, or seen elsewhere too: only who may publish changes them here."""
        if not self.instance.pk:
            return frozenset()
        theirs = Photo.objects.editable_with_find(self.user).values("pk")
        fixed = Photo.objects.filter(finds=self.instance).exclude(pk__in=theirs)
        return frozenset(fixed.values_list("pk", flat=True))

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Let each row know its find without asking for it."""
        super().add_fields(form, index)
        if form.instance.pk:
            form.instance.find = self.instance

    def clean(self) -> None:
        """At most one picture stands for the find."""
        super().clean()
        if len([form for form in self._kept() if form.cleaned_data.get("is_primary")]) > 1:
            raise ValidationError(gettext("Only one photograph stands for the find."))

    def save(self, commit: bool = True) -> list[FindPhoto]:
        """Save the rows; the first picture stands for the find where none was chosen."""
        if not commit:
            return super().save(commit)
        links = self.instance.find_photos
        chosen = next((row for row in self._kept() if row.instance.is_primary), None)
        if chosen:
            # The database allows no moment with two of them.
            for link in links.filter(is_primary=True).exclude(pk=chosen.instance.pk):
                link.is_primary = False
                link.save()
        saved = super().save(commit)
        if not chosen:
            self._choose_first()
        return saved

    def _choose_first(self) -> None:
        links = self.instance.find_photos.select_related("photo").order_by("order", "id")
        standing = links.filter(is_primary=True).exists()
        first = None if standing else links.first()
        if first:
            first.is_primary = True
            first.save()

    def _kept(self) -> list[FindPhotoForm]:
        rows = [form for form in self.forms if form.instance.pk or form.has_changed()]
        return [form for form in rows if form not in self.deleted_forms]
