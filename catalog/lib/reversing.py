"""Paths by their name, worked out once: to look for one takes as long as to print a card."""

from functools import lru_cache
from urllib.parse import quote

from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language

# What `reverse` leaves as it is in a path.
_SAFE = "!$&'()*+,;=/~:@"
_SAMPLE = "-"


def path_to(name: str, *args: str) -> str:
    """The path of this name in the language of the moment, as `reverse` gives it.

    Raises NoReverseMatch where there is none.
    """
    return path_in(get_language() or "en", get_script_prefix(), name, *args)


def path_in(language: str, prefix: str, name: str, *args: str) -> str:
    """The same for who knows the language and the prefix of the moment."""
    if len(args) != 1:
        return _whole(language, prefix, name, *args)
    around = _around(language, prefix, name)
    return segment(args[0]).join(around) if around else _whole(language, prefix, name, *args)


def segment(slug: str) -> str:
    """A part of a path, escaped."""
    return quote(slug, safe=_SAFE)


@lru_cache(maxsize=4096)
def _whole(_language: str, _prefix: str, name: str, *args: str) -> str:
    return reverse(name, args=args)


@lru_cache(maxsize=512)
def _around(_language: str, _prefix: str, name: str) -> tuple[str, str] | None:
    """What stands before and after the one part that differs; None where not any text may."""
    try:
        before, _sample, after = reverse(name, args=[_SAMPLE]).rpartition(f"/{_SAMPLE}")
    except NoReverseMatch:
        return None
    return f"{before}/", after
