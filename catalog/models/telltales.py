"""What the words of a find would give away if they were published: read before they are."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from catalog import visibility
from catalog.lib import telltales
from catalog.models.find import Find
from catalog.models.identification import PersonIdentification
from catalog.models.words import LANGUAGES
from catalog.visibility import shows_markings

# The columns of a find in which people write sentences, and visitors read them.
_PROSE = (
    *(f"title_{code}" for code in LANGUAGES),
    *(f"description_{code}" for code in LANGUAGES),
    *("damage", "unit_attribution", "maker", "found_on_text", "made_on_text"),
)
OF_PHOTO = (
    *(f"caption_{code}" for code in LANGUAGES),
    *(f"alt_{code}" for code in LANGUAGES),
    *("credit_line", "creator", "copyright_notice", "copyright_holder"),
)
_OF_NAME = ("name_original", "name_reading", "name_romanised")


def of_find(find: Find) -> list[str]:
    """What its public words give away, a sentence each; asks for all that hangs on it."""
    known = _withheld_names(find)
    found = [
        *_of_prose(vars(find), known),
        *(sentence for where, words in _around(find) for sentence in _told(where, words, known)),
    ]
    return list(dict.fromkeys(found))


def of_columns(values: Mapping[str, Any]) -> list[str]:
    """The same of the plain columns of a find, as the bulk path has them; names are not known."""
    # One look at all words together: most lists have nothing of the kind.
    if not telltales.may_tell("\n".join([values[name] for name in (*_PROSE, "markings")])):
        return []
    return list(_of_prose(values, ()))


def of_words(words: Iterable[tuple[Any, str]]) -> list[str]:
    """The same of any words, each with where they stand; names are not known."""
    return list(dict.fromkeys(one for where, told in words for one in _told(where, told, ())))


def _of_prose(values: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[str]:
    markings = ["markings"] if shows_markings(carries_name=values["carries_name"]) else []
    for name in (*_PROSE, *markings):
        if words := values[name]:
            yield from _told(Find._meta.get_field(name).verbose_name, words, known)


def _around(find: Find) -> Iterator[tuple[str, str]]:
    """The public words of what hangs on the find, and where they stand."""
    for event in find.events.filter(visibility.public_event()):
        yield str(event), event.treatment
        yield str(event), event.authority
    for link in find.find_photos.filter(photo__published=True).select_related("photo"):
        for name in OF_PHOTO:
            yield str(link.photo), getattr(link.photo, name)
    for link in find.find_sources.select_related("source"):
        for words in (link.source.title, link.source.citation, link.locator):
            yield str(link.source), words


def _withheld_names(find: Find) -> tuple[str, ...]:
    """The names of the dead that may not be printed, of this find and of its whole expedition."""
    near = Q(remains=find) | Q(evidence=find) | Q(remains__expedition=find.expedition_id)
    hidden = PersonIdentification.objects.filter(near).exclude(
        pk__in=PersonIdentification.objects.public().values("pk")
    )
    rows = hidden.distinct().values_list(*_OF_NAME)
    return tuple(name for row in rows for name in row if name)


def _told(where: Any, words: str, known: tuple[str, ...]) -> Iterator[str]:
    if not words:
        return
    for what in telltales.positions(words):
        yield _("“{what}” in “{where}” looks like a position").format(what=what, where=where)
    for what in telltales.contacts(words):
        yield _("“{what}” in “{where}” looks like a way to reach somebody").format(
            what=what, where=where
        )
    if known and telltales.names(words, known):
        # The name itself is not repeated: not everybody who publishes may read it.
        yield _("“{where}” holds a name that is not published").format(where=where)
