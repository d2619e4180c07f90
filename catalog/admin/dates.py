"""Date fields that take what people write and keep EDTF."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.lib import dates


class WrittenDateField(forms.CharField):
    """An uncertain date: EDTF, or as people write it ("18.08.1945", "август 1945", "ca. 1943")."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example 2015-08-12, 12.08.2015, August 1945."))
        kwargs.setdefault("max_length", 64)
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> str:
        """The EDTF of it; refuses what is no date or could be two."""
        written = super().clean(value)
        if not written:
            return ""
        try:
            return dates.parse(written).edtf
        except ValueError as error:
            raise ValidationError(str(error)) from error
