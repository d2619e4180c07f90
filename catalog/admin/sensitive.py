"""What of a find is shown only to those who may see it: one list for form, page and history."""

from typing import Any

from catalog.vocab import CATEGORY_RULES

POSITION = ("latitude", "longitude", "verbatim_coordinates")

# Columns that answer questions about what is withheld, whatever the category.
ANSWERING = frozenset({*POSITION, "current_location", "serial_numbers", "staff_text"})


def may_see(user: Any) -> bool:
    """Whether exact positions and the like are shown to the user."""
    return user.has_perm("catalog.view_sensitive")


def withheld(user: Any, category: str) -> tuple[str, ...]:
    """The fields of a find of the category whose values the user is not shown."""
    if may_see(user):
        return ()
    names = (*POSITION, "current_location")
    if CATEGORY_RULES[category].serials_public:
        return names
    return (*names, "serial_numbers")
