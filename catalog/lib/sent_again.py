"""A form that could not be taken now: what was in it, to be sent again."""

from collections.abc import Iterable

from django.http import HttpRequest

_MOST_CHARACTERS = 1_000_000


def fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of a form of ours; never a password, and nothing of a stranger's form."""
    # The token of the form goes back with it, so that it is good again without a session.
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    found = [(name, value) for name, values in request.POST.lists() for value in values]
    if asks_password(request.POST) or sum(len(value) for _name, value in found) > _MOST_CHARACTERS:
        return []
    return found


def asks_password(names: Iterable[str]) -> bool:
    """Whether one of these fields is for a password, which is neither kept nor written out."""
    return any("password" in name.lower() for name in names)
