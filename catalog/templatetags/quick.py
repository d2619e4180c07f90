"""Quick templates: what comes again a hundred times on a page, or on every page, by Jinja2.

A card, a tick or a fact takes a tenth of the time there. Everything else stays with Django's
templates; `{% quick "catalog/finds/cards.html" %}` is the way from these to those.
"""

from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django import template
from django.template.defaultfilters import capfirst, linebreaksbr
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import Environment, StrictUndefined

from catalog.lib import dates
from catalog.lib.quick import QuickEnvironment, WordsInside, template as template_of
from catalog.lib.reversing import path_in, path_to, segment
from catalog.templatetags import findspot, maps, site

register = template.Library()


def environment(**options: Any) -> Environment:
    """The environment the settings name: what these templates may call.

    Filters are called straight; functions are looked up at every call, so they are for a few.
    """
    fixed = {"undefined": StrictUndefined, "trim_blocks": True, "extensions": [WordsInside]}
    made = QuickEnvironment(**{**options, **fixed})
    made.globals |= {
        "_": gettext,
        "all_values": _all_values,
        "static": static,
        "url": path_to,
        "finds_address": _finds_address,
        "comma": findspot.comma,
        "bracketed": findspot.bracketed,
        "find_map": maps.find_map,
        "side_of_people": lambda: pgettext("people", "Side"),
        "status_of_remains": lambda: pgettext("track", "Status of the remains"),
    }
    made.filters |= {
        "words": _words,
        "lang": _lang,
        "mark": findspot.mark_words,
        "segment": segment,
        "photo_sizes": findspot.photo_sizes,
        "paragraphs": findspot.paragraphs,
        "individuals": findspot.individuals_words,
        "day": _day,
        "date_words": _date_words,
        "as_written": findspot.as_written,
        "joined": findspot.joined,
        "quoted": findspot.quoted,
        "keeping_whole": findspot.keeping_whole,
        "relation": findspot.relation,
        "position": findspot.position,
        "size": findspot.size,
        "weight": findspot.weight,
        "linked_data": site.linked_data,
        "capfirst": capfirst,
        "grouped": findspot.grouped,
        "linebreaksbr": linebreaksbr,
    }
    return made


@register.simple_tag(takes_context=True)
def quick(context: Any, name: str, **values: Any) -> SafeString:
    """A quick template, told `values`, the language (`here`), the words looked for (`typed`) and
    the listing its links come from (`origin`).
    """
    typed = getattr(context.get("page"), "wishes", {}).get("q", "")
    around = {"typed": typed, "origin": context.get("origin", "")}
    return _rendered(name, get_language() or "en", get_script_prefix(), {**around, **values})


@register.simple_tag(takes_context=True)
def part(context: Any, name: str) -> SafeString:
    """A template of Django's, in the context it stands in, to be given to a quick one."""
    return context.template.engine.get_template(name).render(context)


@register.simple_tag
def quick_same(name: str, **values: str) -> SafeString:
    """A quick template that is the same on many pages: it is told these few words alone."""
    return _same(name, get_language() or "en", get_script_prefix(), tuple(values.items()))


@lru_cache(maxsize=256)
def _same(name: str, language: str, prefix: str, values: tuple[tuple[str, str], ...]) -> SafeString:
    return _rendered(name, language, prefix, dict(values))


def _rendered(name: str, language: str, prefix: str, values: dict[str, Any]) -> SafeString:
    # Bound to the language: to ask each time which one it is takes longer than the address.
    around = {"here": language[:2], "url": partial(path_in, language, prefix)}
    # Jinja2 escapes as Django does: what comes from there is whole.
    return mark_safe(template_of(name, language).render({**around, **values}))


# The same few words and days come again on every page.


@lru_cache(maxsize=8192)
def _words(text: Any, _here: str) -> SafeString | str:
    return findspot.words(text)


@lru_cache(maxsize=8192)
def _lang(text: Any, _here: str) -> SafeString:
    return findspot.lang(text)


@lru_cache(maxsize=8192)
def _day(edtf: str, here: str) -> str:
    return dates.display(edtf, here) if edtf else ""


def _date_words(moment: datetime, here: str) -> str:
    """The day of a moment, where the visitor is."""
    return _day(f"{timezone.localtime(moment):%Y-%m-%d}", here)


def _finds_address() -> str:
    """What the address of every find begins with."""
    return path_to("find", "-").removesuffix("-/")


def _all_values(number: int) -> str:
    return ngettext("All %(n)s value", "All %(n)s values", number) % {"n": number}
