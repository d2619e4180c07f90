"""What the words of a find would give away if they were published: read before they are."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from catalog import visibility
from catalog.lib import telltales
from catalog.models.find import Find
from catalog.models.identification import PersonIdentification
from catalog.models.photo import Photo
from catalog.models.words import LANGUAGES
from catalog.visibility import shows_markings

# What the page of every find tells, and no derived text repeats.
READ_BY_ALL = tuple(f"{name}_{code}" for name in ("title", "description") for code in LANGUAGES)
# The columns of a find in which people write what they like, and visitors read it. A test of the
# house finds one that is missing here.
_PROSE = (
    *READ_BY_ALL,
    *("damage", "unit_attribution", "maker", "found_on_text", "made_on_text"),
    *("other_numbers", "serial_numbers", "holder_number"),
)
# What is looked through, with what is read only where it is shown.
READ_COLUMNS = (*_PROSE, "markings")
OF_PHOTO = (
    *(f"caption_{code}" for code in LANGUAGES),
    *(f"alt_{code}" for code in LANGUAGES),
    *("credit_line", "via_name", "via_url", "creator", "copyright_notice", "copyright_holder"),
)
OF_SOURCE = ("code", "title", "authors", "publisher", "archive_ref", "citation", "url")
# The same of what is known of one category only, by the name it has on the find.
_OF_DETAIL = {
    "vehicle": ("tactical_marking", "hull_number", "engine_number", "turret_number"),
    "structure": ("armament",),
}
_OF_NAME = ("name_original", "name_reading", "name_romanised")


def of_find(find: Find, *, with_names: bool = True) -> list[str]:
    """What its public words give away, a sentence each; asks for all that hangs on it.

    Whoever writes and may not publish is told `with_names` off: the answer would tell the names.
    """
    known = _withheld_names(find) if with_names else ()
    found = [
        *_of_prose(vars(find), known),
        *(
            sentence
            for where, words in chain(_of_detail(find), _around(find))
            for sentence in _told(where, words, known)
        ),
    ]
    return list(dict.fromkeys(found))


def of_columns(values: Mapping[str, Any]) -> list[str]:
    """The same of the plain columns of a find, as the bulk path has them; names are not known."""
    # One look at all words together: most lists have nothing of the kind.
    if not telltales.may_tell("\n".join([values[name] for name in READ_COLUMNS])):
        return []
    return list(_of_prose(values, ()))


def of_words(words: Iterable[tuple[Any, str]], *, with_names: bool = False) -> list[str]:
    """The same of words that belong to no find, each with where they stand."""
    words = [(where, told) for where, told in words if told]
    known = _names_of(PersonIdentification.objects.all()) if with_names and words else ()
    return list(dict.fromkeys(one for where, told in words for one in _told(where, told, known)))


def of_photo(photo: Photo) -> list[str]:
    """What the words of a photograph give away: who wrote them need not be who publishes it."""
    fields = ((Photo._meta.get_field(name).verbose_name, getattr(photo, name)) for name in OF_PHOTO)
    return of_words(fields, with_names=True)


def published_with(person: PersonIdentification) -> list[str]:
    """The numbers of published finds near by that tell a name which may not be printed.

    Their words were read before the name was known, or while it was released. Three queries.
    """
    known = _names_of(PersonIdentification.objects.filter(pk=person.pk))
    if not known:
        return []
    near = Q(expedition=person.remains.expedition_id) | Q(evidence_for=person)
    finds = Find.objects.public().filter(near).order_by("number_sort").distinct()
    shown = finds.filter(visibility.public_photo("photos__"))
    told = chain(
        finds.values_list("catalogue_number", "public_text", *READ_BY_ALL),
        shown.values_list("catalogue_number", *(f"photos__{name}" for name in OF_PHOTO)),
    )
    found = (words[0] for words in told if telltales.names(" ".join(words), known))
    return list(dict.fromkeys(found))


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
        yield from _columns(link.photo, OF_PHOTO)
    for link in find.find_sources.select_related("source"):
        yield str(link.source), link.locator
        yield from _columns(link.source, OF_SOURCE)


def _of_detail(find: Find) -> Iterator[tuple[Any, str]]:
    """The words of what is known of its category only."""
    for name, columns in _OF_DETAIL.items():
        if detail := getattr(find, name, None):
            for column in columns:
                yield detail._meta.get_field(column).verbose_name, getattr(detail, column)


def _columns(row: Any, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((str(row), getattr(row, name)) for name in names)


def _withheld_names(find: Find) -> tuple[str, ...]:
    """The names of the dead that may not be printed, of this find and of its whole expedition."""
    near = Q(remains=find) | Q(evidence=find) | Q(remains__expedition=find.expedition_id)
    return _names_of(PersonIdentification.objects.filter(near))


def _names_of(people: QuerySet[PersonIdentification]) -> tuple[str, ...]:
    """The names among these that may not be printed."""
    hidden = people.exclude(pk__in=PersonIdentification.objects.public().values("pk"))
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
