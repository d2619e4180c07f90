"""A coordinate field that takes degrees as people write them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from catalog.lib import geo


class CoordinateField(forms.Field):
    """One coordinate, "50.733056" or "50°44′00″N"; its value is decimal degrees (WGS 84)."""

    def __init__(self, axis: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis

    def to_python(self, value: Any) -> Decimal | None:
        """Decimal degrees; None for nothing."""
        if value in self.empty_values:
            return None
        try:
            return geo.parse_coordinate(str(value), self.axis)
        except ValueError as error:
            raise ValidationError(str(error)) from error
