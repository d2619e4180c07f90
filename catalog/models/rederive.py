"""Rederive: when a place, term, expedition or holder changes its words, its finds follow."""

from collections.abc import Iterable

from django.db import transaction

from catalog import index
from catalog.models.derivation import DERIVED
from catalog.models.expedition import Expedition
from catalog.models.find import Find
from catalog.models.institution import Institution
from catalog.models.place import Place
from catalog.models.term import Term
from catalog.querysets import Among, FindQuerySet

BATCH = 500
_COLUMNS = [name for name in DERIVED if name not in ("number_key", "number_sort", "slug")]


# Whose words or rules finds are derived from.
SOURCES = (Place, Term, Expedition, Institution)


def finds_of(changed: Place | Term | Expedition | Institution) -> FindQuerySet:
    """The finds whose derived columns hold words or rules of the changed row."""
    if isinstance(changed, Place):
        return Find.objects.filter(place__path__startswith=changed.path)
    if isinstance(changed, Expedition):
        return Find.objects.filter(expedition=changed)
    if isinstance(changed, Institution):
        return Find.objects.filter(holder=changed)
    return Find.objects.of_term(changed.path)


def finds_of_all(changed: Iterable[Place | Term | Expedition | Institution]) -> FindQuerySet:
    """The same of many rows, each find once; a query a row."""
    keys: set[int] = set()
    for row in changed:
        keys.update(finds_of(row).values_list("pk", flat=True))
    return Find.objects.filter(Among("pk", sorted(keys)))


def rederive(finds: FindQuerySet) -> int:
    """Write the derived columns of these finds again, in one transaction; returns how many.

    History is not written: derived columns are not part of it.
    """
    count = 0
    with transaction.atomic():
        related = finds.select_related(
            "place", "object_type", "nationality", "expedition", "holder"
        )
        for batch in _batches(related.iterator(chunk_size=BATCH)):
            for find in batch:
                find.derive_columns()
            Find.objects.bulk_update(batch, _COLUMNS)
            index.index_text([find.pk for find in batch])
            count += len(batch)
    return count


def _batches(finds: Iterable[Find]) -> Iterable[list[Find]]:
    batch: list[Find] = []
    for find in finds:
        batch.append(find)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
