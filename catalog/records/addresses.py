"""Which find an address means: case, former numbers and withdrawn records included."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from catalog.lib import text
from catalog.models import Find, FormerNumber
from catalog.querysets import public_there
from catalog.records.rows import NO_WORD, Prepared
from catalog.vocab import PublicationStatus, WithdrawnReason

_SAID = ("pk", "slug", "catalogue_number")
_LONGEST = 64  # signs of a catalogue number
_COMPARED = 150  # numbers on either side of one that is not there


@dataclass(frozen=True, slots=True)
class Address:
    """A known address: the find of a public one, or the reason of a withdrawn one.

    `slug` is the current segment; where it is not the one asked for, the visitor is sent on.
    """

    slug: str
    number: str
    pk: int | None = None
    reason: str = ""


# Nearly every address is that of a public find.
_SHOWN = Prepared(
    lambda key: Find.objects.numbered(key).public().order_by().values_list(*_SAID), NO_WORD
)


def resolve(slug: str) -> Address | None:
    """The address a segment leads to, None where a visitor may know of nothing there."""
    key = text.number_key(_number(slug))
    if "\x00" in key:
        return None
    for pk, current, number in _SHOWN(key):
        return Address(current, number, pk=pk)
    known = _known(Find.objects.numbered(key), key)
    if known:
        return known
    return _former(slug, key)


def near(path: str, limit: int = 3) -> list[Address]:
    """Public finds whose numbers are most like the last part of a path."""
    wanted = text.number_key(_number(path.rstrip("/").rpartition("/")[2]))
    if "\x00" in wanted or len(wanted) > _LONGEST or not any(sign.isdigit() for sign in wanted):
        return []
    by_key = {key: Address(slug, number) for key, slug, number in _beside(wanted)}
    return [by_key[key] for key in text.nearest(wanted, by_key, n=limit)]


def _beside(wanted: str) -> Iterator[tuple[str, str, str]]:
    """The numbers before and after one that begin like it: not more than can be compared at once.

    Anybody may ask for what is not there, as often as they like. Between two keys the index is
    used; LIKE would look at every find.
    """
    start = wanted[:3]
    shown = public_there(Find.objects.all(), "")
    rows = shown.values_list("number_key", "slug", "catalogue_number")
    before = rows.filter(number_key__gte=start, number_key__lt=wanted).order_by("-number_key")
    after = rows.filter(number_key__gte=wanted, number_key__lt=f"{start}\uffff")
    yield from before[:_COMPARED]
    yield from after.order_by("number_key")[:_COMPARED]


def _number(slug: str) -> str:
    try:
        return text.number_from_slug(slug)
    except ValueError:
        # Typed by hand: blanks, small letters.
        return slug


def _former(slug: str, key: str) -> Address | None:
    """The same by a number a find once had; a withdrawn one tells no other than the one asked."""
    former = FormerNumber.objects.filter(number_key=key).first()
    known = _known(Find.objects.filter(pk=former.find_id), key) if former else None
    if known is None or known.pk:
        return known
    return Address(slug, former.catalogue_number, reason=known.reason)


def _known(finds: QuerySet, key: str) -> Address | None:
    shown = finds.public().values_list(*_SAID).first()
    if shown:
        pk, slug, number = shown
        return Address(slug, number, pk=pk)
    gone = finds.withdrawn().values_list(*_SAID, "withdrawn_reason").first()
    if gone and key not in _given_since(gone[0]):
        _pk, slug, number, reason = gone
        words = dict(WithdrawnReason.choices)
        return Address(slug, number, reason=str(words.get(reason, WithdrawnReason.OTHER.label)))
    return None


def _given_since(pk: int) -> set[str]:
    """The numbers, folded, a find was given after it was withdrawn: no visitor knows of them."""
    rows = Find.history.filter(id=pk).order_by("history_id")
    told = list(rows.values_list("catalogue_number", "publication_status"))
    states = [status for _number, status in told]
    before = [place for place, status in enumerate(states) if status != PublicationStatus.WITHDRAWN]
    # The step that withdrew it still bears the number visitors knew.
    end = max(before, default=-1) + 2
    keys = [text.number_key(number) for number, _status in told]
    return set(keys[end:]) - set(keys[:end])
