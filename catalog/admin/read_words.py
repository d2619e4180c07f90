"""Words everybody reads as soon as they are saved: what they give away is asked about first."""

from collections.abc import Collection, Mapping, Set
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest

from catalog.admin.verbs import WordsForm
from catalog.models import telltales
from catalog.models.words import LANGUAGES

# The fields with words that are public, by the name of the model.
_PUBLIC: Mapping[str, tuple[str, ...]] = {
    "source": telltales.OF_SOURCE,
    "place": tuple(f"{name}_{code}" for name in ("name", "description") for code in LANGUAGES),
    "placename": ("name",),
    "expedition": (
        "dates_text",
        *(f"{name}_{code}" for name in ("title", "summary") for code in LANGUAGES),
    ),
    "claim": tuple(f"text_{code}" for code in LANGUAGES),
    "photo": telltales.OF_PHOTO,
}


class ReadWordsForm(forms.ModelForm):
    """A row whose new words are refused once where they look like a position or a way to people."""

    # Whoever may not publish would learn from the answer which names are kept back.
    knows_names = False
    # The model the words are of, where it is not that of the form.
    words_of: type[Model] | None = None
    words_read = forms.BooleanField(
        label=WordsForm.base_fields["words_read"].label, required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Ask whether somebody has read them, and answers for it."""
        data = super().clean() or self.cleaned_data
        model = (self.words_of or self._meta.model)._meta
        names = self.read_now(_PUBLIC[model.model_name])
        words = [(model.get_field(name).verbose_name, self.said(name)) for name in names]
        told = telltales.of_words(sorted(words, key=str), with_names=self.knows_names)
        if told and not data.get("words_read"):
            self.fields["words_read"].widget = forms.CheckboxInput()
            self.add_error("words_read", told)
        return data

    def said(self, name: str) -> str:
        """The words of one field."""
        return self.cleaned_data.get(name) or ""

    def read_now(self, public: Collection[str]) -> Set[str]:
        """The fields whose words are looked at: those that are new."""
        return set(self.changed_data) & set(public)


class ReadsWords:
    """Mixed into the admin of such rows: the question stands under the form, once it is asked."""

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.knows_names = request.user.has_perm("catalog.publish_find")
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        may_write = self.has_change_permission(request, obj) if obj else True
        return (*fieldsets, (None, {"fields": ("words_read",)})) if may_write else fieldsets
