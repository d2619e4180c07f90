"""Picture columns: what a row of photos.csv may say, under which headers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.transfer import cells, pointers
from catalog.transfer.cells import Context, Reader
from catalog.transfer.lists import in_languages, plain, plains
from catalog.transfer.lookups import unknown
from catalog.vocab import Licence, PhotoKind, PhotoRole, Sensitivity

_SHOWS = ("human_remains", "name", "hazard", "landmark")


def _shows(cell: str, context: Context) -> dict[str, Any]:
    """What a picture shows: words parted by bars."""
    flags = {}
    for part in pointers.split(cell):
        if part not in _SHOWS:
            raise ValueError(unknown(part, {word: word for word in _SHOWS}))
        flags[f"shows_{part}"] = True
    return flags


def _numbers(cell: str, context: Context) -> dict[str, Any]:
    return {"numbers": tuple(dict.fromkeys(pointers.split(cell)))}


def _file_name(cell: str, context: Context) -> dict[str, Any]:
    if any(sign in cell for sign in ("/", "\\")):
        raise ValueError(_("It must be the name of a file in the folder, without a path."))
    return {"filename": cell}


ALIASES: Mapping[str, str] = {
    "caption": "caption_en",
    "alt_text": "alt_en",
    "taken_date": "taken_on",
    "license": "license_uri",
    "catalogue_number": "catalogue_numbers",
    **dict.fromkeys(("url", "image_url", "photo_url"), "source_url"),
}
COLUMNS: Mapping[str, Reader] = {
    "filename": _file_name,
    "sha256": plain("sha256"),
    "catalogue_numbers": _numbers,
    "place": pointers.place("place_id")[0],
    "expedition": pointers.expedition("expedition_id")[0],
    "role": cells.choice("role", PhotoRole)[0],
    "is_primary": cells.yes_no("is_primary")[0],
    "order": cells.integer("order", 1, 32_000)[0],
    **in_languages("caption", "alt"),
    **plains("credit_line", "creator", "via_name", "via_url", "source_url"),
    **plains("copyright_notice", "copyright_holder"),
    "license_uri": cells.choice("license_uri", Licence)[0],
    "source": pointers.sources("sources")[0],
    "taken_on": cells.date("taken_on")[0],
    "shows": _shows,
    "sensitivity": cells.choice("sensitivity", Sensitivity)[0],
    "published": cells.yes_no("published")[0],
    "kind": cells.choice("kind", PhotoKind)[0],
}
