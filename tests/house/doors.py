"""Every address of the site, read from the resolver itself, so that no door is forgotten."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils import translation
from django.utils.regex_helper import normalize

_PARAMETER = re.compile(r"<(?:[^<>:]+:)?([^<>:]+)>")


@dataclass(frozen=True, slots=True)
class Door:
    """One pattern of the resolver: its name with namespaces, and its route with %(parameters)s."""

    name: str
    route: str
    parameters: tuple[str, ...]
    language: str = ""

    def address(self, arguments: Mapping[str, Any]) -> str:
        """Where it is for these arguments."""
        quoted = {name: quote(str(value)) for name, value in arguments.items()}
        return f"/{self.route % quoted}"


def doors() -> list[Door]:
    """Every door of the site, those with a language once for each."""
    return list(_inside(get_resolver().url_patterns, Door("", "", ())))


def _inside(patterns: Sequence[URLPattern | URLResolver], outer: Door) -> Iterator[Door]:
    for pattern in patterns:
        for language in _languages(pattern):
            route, parameters = _route(pattern.pattern, language)
            here = Door(
                name=_name(outer.name, pattern),
                route=outer.route + route,
                parameters=(*outer.parameters, *parameters),
                language=language or outer.language,
            )
            if isinstance(pattern, URLResolver):
                yield from _inside(pattern.url_patterns, here)
            else:
                yield here if here.name else _nameless(here)


def _languages(pattern: URLPattern | URLResolver) -> list[str]:
    if isinstance(pattern.pattern, LocalePrefixPattern):
        return [code for code, _ in settings.LANGUAGES]
    return [""]


def _name(outer: str, pattern: URLPattern | URLResolver) -> str:
    own = pattern.namespace if isinstance(pattern, URLResolver) else pattern.name
    if not own:
        return "" if isinstance(pattern, URLPattern) else outer
    return f"{outer}:{own}" if outer else own


def _nameless(door: Door) -> Door:
    return Door(door.route, door.route, door.parameters, door.language)


def _route(pattern: Any, language: str) -> tuple[str, list[str]]:
    """The pattern as a format string, and the names in it."""
    if isinstance(pattern, LocalePrefixPattern):
        with translation.override(language):
            return pattern.language_prefix, []
    if isinstance(pattern, RoutePattern):
        route = str(pattern).replace("%", "%%")
        return _PARAMETER.sub(r"%(\1)s", route), _PARAMETER.findall(route)
    return normalize(pattern.regex.pattern)[0]
