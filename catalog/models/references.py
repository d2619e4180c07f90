"""The words of what a find points to, read from the database one find at a time.

The bulk path resolves the same words through caches; both give `Refs` to `derive`.
"""

from typing import TYPE_CHECKING

from django.utils import timezone

from catalog.models.derivation import PlaceRef, Refs
from catalog.models.expedition import Expedition
from catalog.models.institution import Institution
from catalog.models.place import Place
from catalog.models.term import Term
from catalog.models.words import joined

if TYPE_CHECKING:
    from catalog.models.find import Find


def refs_of(find: "Find") -> Refs:
    """The references of one find; up to six queries."""
    return Refs(
        place=place_ref(find.place) if find.place_id else None,
        object_type=term_words(find.object_type) if find.object_type_id else "",
        nationality=term_words(find.nationality) if find.nationality_id else "",
        expedition=expedition_words(find.expedition) if find.expedition_id else "",
        holder=institution_words(find.holder) if find.holder_id else "",
        today=timezone.localdate(),
    )


def place_ref(place: Place) -> PlaceRef:
    """What a find needs of its place, the chain above it included; two queries."""
    chain = list(
        Place.objects.filter(pk__in=place.path_ids).prefetch_related("other_names").order_by("path")
    )
    return chain_ref(chain)


def chain_ref(chain: list[Place]) -> PlaceRef:
    """The same of a chain already read, from the root down, the place itself last.

    A public place below a private one stays hidden: its address would name the private one.
    """
    public = [place for place in chain if place.is_shown]
    chosen = [place.public_precision for place in chain if place.public_precision]
    return PlaceRef(
        public_id=public[-1].pk if public else None,
        public_words=joined(place.words for place in public),
        staff_words=joined(place.words for place in chain),
        precision=chosen[-1] if chosen else "",
    )


def term_words(term: Term) -> str:
    """Every word of a term and of the terms above it, so that "helmet" finds a Type 90."""
    above = Term.objects.filter(pk__in=term.path_ids)
    return joined(one.words for one in above)


def expedition_words(expedition: Expedition) -> str:
    """The code and titles of an expedition."""
    return joined([expedition.code, *expedition.titles.values()])


def institution_words(institution: Institution) -> str:
    """The names of an institution."""
    return joined(institution.names.values())
