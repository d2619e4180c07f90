"""Quick templates: the parts that come again a hundred times on a page, by Jinja2.

A card or a tick takes a tenth of the time there. Everything else stays with Django's templates;
`{% quick "catalog/finds/cards.html" %}` is the way from these to those.
"""

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined

from catalog.lib import dates
from catalog.templatetags import findspot

register = template.Library()

# What `reverse` leaves as it is in a path.
_SAFE = "!$&'()*+,;=/~:@"


def environment(**options: Any) -> Environment:
    """The environment the settings name: what these templates may call.

    Filters are called straight; functions are looked up at every call, so they are for a few.
    """
    made = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True})
    made.globals |= {
        "_": gettext,
        "all_values": _all_values,
        "values_address": lambda facet: reverse("values", args=[facet]),
        "static": static,
        "finds_address": _finds_address,
    }
    made.filters |= {
        "words": _words,
        "lang": _lang,
        "mark": findspot.mark_words,
        "segment": _segment,
        "photo_sizes": findspot.photo_sizes,
        "individuals": findspot.individuals_words,
        "day": _day,
    }
    return made


@register.simple_tag(takes_context=True)
def quick(context: Any, name: str, **values: Any) -> SafeString:
    """A quick template, told `values`, the language (`here`), the words looked for (`typed`) and
    the listing its links come from (`origin`).
    """
    typed = getattr(context.get("page"), "wishes", {}).get("q", "")
    here = (get_language() or "en")[:2]
    around = {"here": here, "typed": typed, "origin": context.get("origin", "")}
    made = get_template(name, using="jinja2").render({**around, **values})
    # Jinja2 escapes as Django does: what comes from there is whole.
    return mark_safe(made)


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


def _segment(slug: str) -> str:
    return quote(slug, safe=_SAFE)


def _finds_address() -> str:
    """What the address of every find begins with; working it out for each would take longer."""
    return reverse("find", args=["-"]).removesuffix("-/")


def _all_values(number: int) -> str:
    return ngettext("All %(n)s value", "All %(n)s values", number) % {"n": number}
