"""What templates need to print a map: distances, degrees, the small map of a record."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

_KILOMETRE = 1000


@register.filter
def distance(metres: int) -> str:
    """Metres, or kilometres from one on."""
    if metres < _KILOMETRE:
        return _("{number} m").format(number=metres)
    return _("{number} km").format(number=f"{metres / _KILOMETRE:g}")


@register.filter
def degrees(value: float, axis: str) -> str:
    """A coordinate with its half of the world."""
    patterns = {
        ("latitude", False): _("{number}° N"),
        ("latitude", True): _("{number}° S"),
        ("longitude", False): _("{number}° E"),
        ("longitude", True): _("{number}° W"),
    }
    number = f"{abs(value):.3f}".rstrip("0").rstrip(".")
    return patterns[axis, value < 0].format(number=number)
