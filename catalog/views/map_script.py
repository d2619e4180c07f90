"""What the script of the map is told: where things lie, the ground, and every word it says."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext

from catalog.formats.drawing import Area, Named
from catalog.lib import coastline
from catalog.lib.outlines import Box
from catalog.search.neighbours import origin
from catalog.search.query import Query

# A number of each plural form there is.
_FORMS = {"one": 1, "few": 2, "many": 5, "other": 5}


def told(
    *,
    box: Box,
    least: float,
    areas: Iterable[Area],
    places: Sequence[Named],
    api: str,
    query: Query,
) -> str:
    """JSON: the box to begin with, the areas drawn in it, names, coastline, addresses, words.

    `least` is how many degrees the map is wide at least.
    """
    listed = query.without("bbox").with_("view", "map")
    return json.dumps(
        {
            "box": box,
            "least": least,
            "areas": [_area(area) for area in areas],
            "names": [_name(place) for place in places],
            "coast": [_layer(layer) for layer in coastline.layers()],
            "api": api,
            "find": reverse("finds"),
            "origin": origin(listed),
            "listed": f"{reverse('finds')}{listed}",
            "words": _words(),
            "tiles": settings.MAP_TILES_URL,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _area(area: Any) -> list[Any]:
    middle = [round(area.latitude, 6), round(area.longitude, 6)]
    return [*middle, area.cell_degrees, area.radius_m, area.records]


def _name(place: Named) -> list[Any]:
    middle = [round(place.latitude, 6), round(place.longitude, 6)]
    return [*middle, place.radius_m, str(place.name), place.name.language]


def _layer(layer: coastline.Layer) -> list[Any]:
    from_degrees = layer.from_degrees if layer.from_degrees < 360 else 360
    return [static(f"catalog/coastline/{layer.name}{coastline.SUFFIX}"), layer.box, from_degrees]


def _words() -> dict[str, Any]:
    return {
        "language": get_language(),
        "map": _("Map; the same finds are listed before it"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "close": _("Close"),
        "metres": _("{number} m"),
        "kilometres": _("{number} km"),
        "finds": {
            form: ngettext("{n} find", "{n} finds", number) for form, number in _FORMS.items()
        },
        "here": _("In this part of the map: {finds}."),
        "list": _("List them"),
    }
