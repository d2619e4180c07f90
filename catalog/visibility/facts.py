"""Which words and pictures of a record a visitor may meet, by what the record says of itself."""

from catalog.vocab import (
    CATEGORY_RULES,
    SAFE_TO_HANDLE,
    Category,
    Presence,
    Sensitivity,
)


def shows_markings(*, carries_name: bool) -> bool:
    """Markings hide with the name they carry."""
    return not carries_name


def shows_serials(category: str, *, carries_name: bool) -> bool:
    """Serial numbers of weapons and belongings lead to people and to the trade."""
    return CATEGORY_RULES[category].serials_public and not carries_name


def danger(category: str, hazard: str, ammunition_aboard: str) -> bool:
    """Whether the safety text stands on the public page."""
    unsafe = hazard not in SAFE_TO_HANDLE
    return (
        unsafe
        or ammunition_aboard == Presence.YES
        or (category == Category.MUNITION and not hazard)
    )


def least_sensitivity(*, shows_human_remains: bool, shows_name: bool) -> Sensitivity:
    """The most open level a picture of this may have before two people lower it."""
    if shows_name:
        return Sensitivity.SEALED
    return Sensitivity.WITHHELD if shows_human_remains else Sensitivity.OPEN
