"""What the templates of charts and maps need besides words."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """A whole number as each language writes it."""
    return number_format(number, force_grouping=True)
