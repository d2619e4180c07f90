"""Widgets of the admin: choices listed or already read, files without an address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db.models import QuerySet

MOST_LISTED = 60


class KnownAutocompleteSelect(AutocompleteSelect):
    """An autocomplete for the rows of an inline: the chosen row is known, nothing is asked.

    `known` is `{id: label}`; without it every row of the form would cost a query.
    """

    def __init__(self, *args: Any, known: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known or {}

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> list[Any]:
        chosen = [one for one in map(str, value) if one]
        if any(one not in self.known for one in chosen):
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [
            self.create_option(name, one, self.known[one], True, number)
            for number, one in enumerate(chosen, len(options))
        ]
        return [(None, options, 0)]


class Listed:
    """The first rows as plain options: a browser without scripts can choose among them."""

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> list[Any]:
        chosen = {one for one in map(str, value) if one.isdecimal()}
        rows = {str(row.pk): row for row in self.rows()[:MOST_LISTED]}
        unlisted = chosen - set(rows)
        if unlisted:
            rows |= {str(row.pk): row for row in self.choices.queryset.filter(pk__in=unlisted)}
        # Nothing is chosen for anybody: a list without an empty row would take its first.
        empty = not self.allow_multiple_selected and not (self.is_required and chosen)
        options = [self.create_option(name, "", "", not chosen, 0)] if empty else []
        for number, (key, row) in enumerate(rows.items(), len(options)):
            label = self.choices.field.label_from_instance(row)
            options.append(self.create_option(name, key, label, key in chosen, number))
        return [(None, options, 0)]

    def rows(self) -> QuerySet:
        """The rows offered without a search."""
        return self.choices.queryset


class ListedSelect(Listed, AutocompleteSelect):
    pass


class ListedSelectMultiple(Listed, AutocompleteSelectMultiple):
    pass


class TypeSelect(ListedSelect):
    """An autocomplete of object types that offers those of one category."""

    category = ""

    def get_url(self) -> str:
        return f"{super().get_url()}?{urlencode({'category': self.category})}"

    def rows(self) -> QuerySet:
        return super().rows().active().filter(category__in=(self.category, ""))


class PrivateFileInput(forms.FileInput):
    """A file field whose stored file has no address to link to."""


def known_choice(field: forms.ModelChoiceField, source: Any, site: Any, chosen: Any) -> None:
    """Give a form field an autocomplete that knows the row `chosen`, which may be None."""
    known = {str(chosen.pk): str(chosen)} if chosen else {}
    select = KnownAutocompleteSelect(source, site, known=known)
    put_inside(field, select)


def put_inside(field: forms.ModelChoiceField, select: AutocompleteSelect) -> None:
    """Put a select into a field, inside the wrapper with the links to add and change."""
    select.is_required, select.choices = field.required, field.choices
    if isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.widget = select
    else:
        field.widget = select
