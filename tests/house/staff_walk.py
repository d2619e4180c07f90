"""A member of staff who opens every page of the admin, for every row there is."""

import re
from collections.abc import Iterator

from django.apps import apps

from catalog.vocab import Sensitivity
from tests.house.canaries import Nest
from tests.house.doors import Door, doors
from tests.house.walk import CLOSED

# What only `view_sensitive` and `manage_identification` open.
_WITHHELD = re.compile(
    r"secret point|position (of|in|as)|current_location of|serial number of a (weapon|munition)"
    r"|.* of a tentative name|.*, the family objects"
)
# The way out would end the walk.
_LEFT_OUT = ("logout", "language")
_MOST_ROWS = 40


def withheld(nest: Nest) -> dict[str, str]:
    """What of the secrets staff without these rights must not read either."""
    return {what: said for what, said in nest.fragments.items() if _WITHHELD.match(what)}


def addresses(nest: Nest) -> Iterator[str]:
    """Every page of the admin that can be read, for every row of its table."""
    for door in doors():
        if door.route.startswith(CLOSED) and not any(word in door.name for word in _LEFT_OUT):
            yield from _of_door(door, nest)


def _of_door(door: Door, nest: Nest) -> Iterator[str]:
    if not door.parameters:
        yield door.address({})
        return
    given = {
        "app_label": "catalog",
        "url": "nothing",
        "content_type_id": 1,
        "size": 320,
        "name": "publish",
        "user_id": 1,
    }
    for pk in _rows(door, nest):
        yield door.address({name: given.get(name, pk) for name in door.parameters})


def _rows(door: Door, nest: Nest) -> list[object]:
    if door.name.endswith("photo_preview"):
        # Sealed ones are seen by named persons; the others are staff's to see.
        sealed = (one for one in nest.photos.values() if one.sensitivity == Sensitivity.SEALED)
        return [one.pk for one in sealed]
    label = door.name.removeprefix("admin:").split("_")
    try:
        model = apps.get_model(label[0], label[1])
    except (LookupError, IndexError):
        return [1]
    return list(model._default_manager.values_list("pk", flat=True)[:_MOST_ROWS])
