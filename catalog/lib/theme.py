"""Light or dark: what a visitor chose, kept in a cookie so that the server draws it at once."""

from collections.abc import Mapping

COOKIE = "theme"
LIGHT, DARK = "light", "dark"
THEMES = (LIGHT, DARK)


def chosen(cookies: Mapping[str, str]) -> str:
    """The theme chosen, "" where the device decides. Read here alone: an answer depends on it."""
    value = cookies.get(COOKIE, "")
    return value if value in THEMES else ""
