"""What stands around the content of every page: theme, languages, the date of the data."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.http import escape_leading_slashes
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext as _, pgettext

from catalog import index
from catalog.formats import plain
from catalog.lib import consent, theme

register = template.Library()

_NAMES = {"en": "English", "ru": "Русский", "ja": "日本語"}
# These pages are what their query asks for; every other page is its path alone.
_ASKED = ("finds", "map", "statistics")


@register.simple_tag(takes_context=True)
def theme_attribute(context: Any) -> SafeString:
    """The attribute of <html> for the theme chosen; nothing where the device decides."""
    chosen = _theme(context)
    return mark_safe(f' data-theme="{chosen}"' if chosen else "")


@register.simple_tag(takes_context=True)
def theme_choices(context: Any) -> list[tuple[str, str, bool]]:
    """The themes to choose from: value, word, whether it holds."""
    chosen = _theme(context)
    words = {"": pgettext("theme", "Auto"), theme.LIGHT: _("Light"), theme.DARK: _("Dark")}
    return [(value, word, value == chosen) for value, word in words.items()]


def _theme(context: Any) -> str:
    request = context.get("request")
    return theme.chosen(request.COOKIES) if request else ""


@register.simple_tag(takes_context=True)
def language_links(context: Any) -> list[dict[str, Any]]:
    """This page in each language: `path` with the whole query, `url` as others may link to it."""
    request = context.get("request")
    if request is None:
        return []
    current = (get_language() or settings.LANGUAGE_CODE)[:2]
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    asked = f"?{query}" if query else ""
    bare = _without_language(request.path)
    lasting, host = _lasting_query(context, request), request.build_absolute_uri("/")[:-1]
    paths = {code: _here(f"{_prefix(code)}{bare}") for code, _name in settings.LANGUAGES}
    return [
        {
            "code": code,
            "name": _NAMES.get(code, code),
            "path": f"{path}{asked}",
            "url": f"{host}{path}{lasting}",
            "is_current": code == current,
        }
        for code, path in paths.items()
    ]


def _here(path: str) -> str:
    """A path as an address on this site; what begins with two slashes would be another host."""
    return escape_leading_slashes(escape_uri_path(path))


def _prefix(code: str) -> str:
    return "" if code == settings.LANGUAGE_CODE else f"/{code}"


def _without_language(path: str) -> str:
    """The path as it is in English: the other languages stand before it."""
    prefixes = (f"/{code}/" for code, _name in settings.LANGUAGES)
    return next((path[len(one) - 1 :] for one in prefixes if path.startswith(one)), path)


def _lasting_query(context: Any, request: Any) -> str:
    match = request.resolver_match
    query = getattr(context.get("page"), "query", None)
    if match is None or match.url_name not in _ASKED or query is None:
        return ""
    return str(query).removesuffix("?")


@register.simple_tag(takes_context=True)
def asked_to_see(context: Any) -> bool:
    """Whether the visitor asked for pictures behind a warning; a session is read only if there."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return consent.any_given(request.session)


# A script element ends at its end tag, wherever that stands: no such sign may be in it.
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.filter
def linked_data(told: dict[str, Any]) -> SafeString:
    """Data for search engines, which no browser runs."""
    words = plain.text(told).translate(_IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{words}</script>')


@register.simple_tag(takes_context=True)
def host(context: Any) -> str:
    """This site as the visitor calls it; its paths follow."""
    request = context.get("request")
    return request.build_absolute_uri("/")[:-1] if request else ""


@register.simple_tag
def data_as_of() -> str:
    """The day on which something public last changed (EDTF)."""
    return f"{timezone.localtime(index.changed_at()):%Y-%m-%d}"
