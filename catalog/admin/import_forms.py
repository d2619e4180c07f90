"""The forms of the import: the file, how it is read, and which of its columns are ours."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from catalog.models import ImportMapping, ImportRun
from catalog.transfer import mapping as mappings, mending
from catalog.transfer.columns import BY_NAME
from catalog.transfer.mapping import CREATABLE, Mapping, Options
from catalog.transfer.onepass import RIGHT_TO_ADD
from catalog.transfer.proposing import HeaderShown
from catalog.vocab import Language

# What a list may lack because it holds for all of its rows.
_FOR_ALL_ROWS = ("expedition", "category", "object_type", "nationality", "place", "found_by")
_ENCODINGS = ("utf-8", "utf-16", "cp1251", "cp932", "cp1252")
_DELIMITERS = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("upright bar")}
_DATE_ORDERS = {
    "dmy": _("day, month, year"),
    "mdy": _("month, day, year"),
    "ymd": _("year, month, day"),
}
_AXES = {"": _("not said"), "lat lon": _("latitude first"), "lon lat": _("longitude first")}


class UploadForm(forms.Form):
    """The list itself, and a mapping made for another one like it."""

    file = forms.FileField(label=_("List"), help_text=_("CSV, TSV, text or XLSX."))
    named = forms.ModelChoiceField(
        ImportMapping.objects.all(),
        label=_("Mapping"),
        required=False,
        empty_label=_("by the headers of the file"),
    )


class ReadingForm(forms.Form):
    """How the file is read, where it was recognised wrongly."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Separator"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    language = forms.ChoiceField(label=_("Language of the report"), choices=Language.choices)

    def __init__(
        self, *args: Any, run: ImportRun, sheets: Sequence[str] | None, **kwargs: Any
    ) -> None:
        names = ("encoding", "delimiter", "sheet", "language")
        initial = {name: getattr(run, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        recognised = ("", _("recognised"))
        self.fields["encoding"].choices = [recognised, *((name, name) for name in _ENCODINGS)]
        self.fields["delimiter"].choices = [recognised, *_DELIMITERS.items()]
        first = ("", _("the first that is not hidden"))
        self.fields["sheet"].choices = [first, *((name, name) for name in sheets or ())]
        # A workbook knows how it is written, and a text has no sheets.
        for name in ("encoding", "delimiter") if sheets else ("sheet",):
            del self.fields[name]


class NamedForm(forms.Form):
    """A kept mapping to take instead of this one."""

    named = forms.ModelChoiceField(ImportMapping.objects.all(), label=_("Kept mapping"))


class TomlForm(forms.Form):
    """The mapping as the command reads it."""

    toml = forms.CharField(
        label=_("Mapping as text (TOML)"),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        required=False,
    )

    def clean_toml(self) -> str:
        """Refuse what is no mapping."""
        toml = self.cleaned_data["toml"]
        try:
            mappings.read(toml)
        except mappings.MappingError as error:
            raise forms.ValidationError(str(error)) from error
        return toml


class KeepForm(forms.ModelForm):
    """A name to keep a mapping under; one's own may be written over."""

    class Meta:
        model = ImportMapping
        fields = ("name",)
        labels = {"name": _("Keep this mapping as")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def validate_unique(self) -> None:
        """A name that is taken is written over, if it may be."""
        taken = ImportMapping.objects.filter(name=self.cleaned_data.get("name", "")).first()
        if taken is None:
            return
        if taken.user != self._user and not self._user.has_perm("catalog.change_importmapping"):
            self.add_error("name", gettext("Somebody else has kept a mapping under this name."))
        self.instance = taken


class ColumnsForm(forms.Form):
    """Which column of the file is which of ours, and what holds for all rows."""

    def __init__(
        self, *args: Any, shown: Sequence[HeaderShown], mapping: Mapping, user: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._mapping = mapping
        self._shown = {f"column_{index}": one for index, one in enumerate(shown)}
        self._add_columns()
        for name in _FOR_ALL_ROWS:
            self.fields[f"constant_{name}"] = forms.CharField(
                label=BY_NAME[name].label, required=False, initial=mapping.constants.get(name)
            )
        self._add_options(mapping.options)
        self.may_create = [name for name in CREATABLE if user.has_perm(RIGHT_TO_ADD[name])]
        self.fields["create_missing"].choices = [
            (name, BY_NAME[name].label) for name in self.may_create
        ]

    def _add_columns(self) -> None:
        taken = {theirs: ours for ours, theirs in self._mapping.columns.items()}
        choices = [("", _("— left aside —"))]
        choices += [(name, column.label) for name, column in BY_NAME.items()]
        for key, one in self._shown.items():
            if one.is_named:
                self.fields[key] = forms.ChoiceField(
                    label=one.name, choices=choices, required=False, initial=taken.get(one.name, "")
                )

    def _add_options(self, options: Options) -> None:
        self.fields |= {
            "language": forms.ChoiceField(
                label=_("Language of titles and new names"),
                choices=Language.choices,
                initial=options.language,
            ),
            "date_order": forms.ChoiceField(
                label=_("What 05/06/1945 means"),
                choices=_DATE_ORDERS.items(),
                initial=options.date_order,
            ),
            "coordinate_order": forms.ChoiceField(
                label=_("Order of two coordinates in one cell"),
                choices=_AXES.items(),
                required=False,
                initial=options.coordinate_order,
            ),
            "year_only_january": forms.BooleanField(
                label=_("1 January means no more than the year"),
                required=False,
                initial=options.year_only_january,
            ),
            "missing": forms.CharField(
                label=_("Words that mean an empty cell, with commas between"),
                required=False,
                initial=", ".join(options.missing),
            ),
            "create_missing": forms.MultipleChoiceField(
                label=_("Unknown names are added to"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=options.create_missing,
            ),
        }

    @property
    def columns(self) -> list[tuple[HeaderShown, Any]]:
        """Each column of the file with its field; None where a header stands twice."""
        return [
            (one, self[key] if key in self.fields else None) for key, one in self._shown.items()
        ]

    @property
    def constants(self) -> list[Any]:
        """The fields that hold for all rows."""
        return [self[f"constant_{name}"] for name in _FOR_ALL_ROWS]

    @property
    def options(self) -> list[Any]:
        """The fields that say how cells are read."""
        known = {one.name for one in fields(Options)}
        return [self[name] for name in self.fields if name in known]

    @property
    def templates(self) -> dict[str, str]:
        """Lines of the mapping that make one cell of several."""
        names = {one.name for one in self._shown.values()}
        lines = self._mapping.columns.items()
        return {ours: theirs for ours, theirs in lines if theirs not in names}

    def clean(self) -> dict[str, Any]:
        """Each of our columns is filled once, and the number is among them."""
        data = super().clean()
        chosen = [data[key] for key in self._shown if data.get(key)]
        for name in {name for name in chosen if chosen.count(name) > 1}:
            message = gettext("Two columns of the file are “{name}”; choose one.")
            raise forms.ValidationError(message.format(name=BY_NAME[name].label))
        if "catalogue_number" not in {*chosen, *self.templates}:
            raise forms.ValidationError(gettext("Say which column holds the catalogue number."))
        return data

    def mapping(self) -> Mapping:
        """The mapping as it was changed on the page."""
        data = self.cleaned_data
        columns = self.templates | {
            data[key]: one.name for key, one in self._shown.items() if data.get(key)
        }
        constants = {
            name: word
            for name, word in self._mapping.constants.items()
            if name not in _FOR_ALL_ROWS
        }
        for name in _FOR_ALL_ROWS:
            if word := data[f"constant_{name}"]:
                constants[name] = word
        return replace(
            self._mapping, columns=columns, constants=constants, options=self._options(data)
        )

    def _options(self, data: dict[str, Any]) -> Options:
        missing = tuple(word.strip() for word in data["missing"].split(",") if word.strip())
        told = {name: data[name] for name in ("language", "date_order", "coordinate_order")}
        return replace(
            self._mapping.options,
            **told,
            year_only_january=data["year_only_january"],
            missing=missing,
            create_missing=tuple(data["create_missing"]),
        )


class MendForm(forms.Form):
    """One word in the place of another, in all rows that have it; or nothing in its place."""

    column = forms.ChoiceField(choices=[(name, name) for name in BY_NAME])
    theirs = forms.CharField(required=False, strip=False)
    ours = forms.CharField(required=False, label=_("Write instead"))
    nearest = forms.CharField(required=False)
    empty = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """What is written counts before what was chosen."""
        data = super().clean()
        asked = data.get("column", ""), data.get("theirs", "")
        is_empty = data["empty"] and mending.can_empty(*asked)
        data["ours"] = "" if is_empty else data.get("ours") or data.get("nearest") or ""
        if not mending.can_mend(*asked) or not (data["ours"] or is_empty):
            raise forms.ValidationError(gettext("Say what is written instead."))
        return data


class SendForm(forms.Form):
    """All rows or none, or the good ones."""

    mode = forms.ChoiceField(
        label=_("What goes in"),
        widget=forms.RadioSelect,
        choices=[(mode, mode.label) for mode in (ImportRun.Mode.ALL, ImportRun.Mode.GOOD)],
        initial=ImportRun.Mode.ALL,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
