"""Merging: two rows that mean the same become one, and what pointed to either points to it.

The name of the row that goes stays as another name of the one that is kept, where its kind knows
other names, so that lists which call it so still find it. History tells both.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalog.models.find import Find
from catalog.models.institution import Institution
from catalog.models.person import Person
from catalog.models.place import FormerSlug, Place, PlaceName
from catalog.models.rederive import finds_of, rederive
from catalog.models.term import Term
from catalog.models.tree import Tree
from catalog.vocab import PlaceNameKind

MERGEABLE: tuple[type[models.Model], ...] = (Term, Place, Institution, Person)
_EXAMPLES = 10
# What the kept row takes over where it says nothing itself.
_FILLED: Mapping[type[models.Model], tuple[str, ...]] = {
    Term: ("label_ru", "label_ja", "aat", "fish", "wikidata", "scope_note"),
    Place: (
        *(f"{name}_{code}" for name in ("name", "description") for code in ("en", "ru", "ja")),
        *("uri_geonames", "uri_tgn", "uri_wikidata"),
    ),
    Institution: ("name_en", "name_ru", "name_ja", "place", "url", "isil", "wikidata"),
    Person: ("name_local", "affiliation", "orcid"),
}
# Derived from others of its row, or part of the row that goes.
_NOT_MOVED = frozenset({(Find, "public_place"), (Find, "sources"), (PlaceName, "place")})


@dataclass(frozen=True, slots=True)
class Pointing:
    """Rows of one kind that point to a row by one of their columns."""

    field: models.Field
    rows: models.QuerySet

    @property
    def label(self) -> str:
        """What they are, and by which column: "Finds: object type"."""
        return f"{capfirst(self.rows.model._meta.verbose_name_plural)}: {self.field.verbose_name}"

    @property
    def number(self) -> int:
        """How many; one query."""
        return self.rows.count()

    @property
    def examples(self) -> list[str]:
        """The first of them by name; one query."""
        return [str(one) for one in self.rows.order_by("pk")[:_EXAMPLES]]


def pointing_to(row: models.Model) -> list[Pointing]:
    """Everything that points to a row, by kind; kinds of which there is none are left out."""
    return [one for one in _pointing(row) if one.rows.exists()]


def _pointing(row: models.Model) -> Iterator[Pointing]:
    for relation in row._meta.related_objects:
        model, field = relation.related_model, relation.field
        if (model, field.name) not in _NOT_MOVED:
            yield Pointing(field, model._default_manager.filter(**{field.name: row}))


def problems(kept: models.Model, gone: models.Model) -> list[str]:
    """Why two rows cannot become one; empty when they can."""
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        return [_("Choose two different ones.")]
    found = _tree_problems(kept, gone) if isinstance(kept, Tree) else []
    return found + (_term_problems(kept, gone) if isinstance(kept, Term) else [])


def _tree_problems(kept: Tree, gone: Tree) -> list[str]:
    if gone.pk not in kept.path_ids:
        return []
    message = _("“{kept}” is part of “{gone}”; keep the larger one.")
    return [message.format(kept=kept, gone=gone)]


def _term_problems(kept: Term, gone: Term) -> list[str]:
    if kept.vocabulary != gone.vocabulary:
        return [_("They belong to different vocabularies.")]
    if kept.category and kept.category != gone.category:
        others = Find.objects.filter(object_type=gone).exclude(category=kept.category)
        if others.exists():
            message = _("“{gone}” has finds of another category than “{kept}” is for.")
            return [message.format(kept=kept, gone=gone)]
    return []


def shown_differently(rows: Iterable[models.Model]) -> bool:
    """Whether visitors are told more of the finds of one place among these than of another."""
    places = [row for row in rows if isinstance(row, Place)]
    return len({(place.is_shown, place.public_precision) for place in places}) > 1


def merge(kept: models.Model, gone: models.Model, *, by: Any) -> None:
    """Make one row of two, in one transaction; raises ValidationError with every reason not to."""
    with transaction.atomic():
        locked = type(kept)._default_manager.select_for_update().order_by("pk")
        rows = locked.in_bulk([kept.pk, gone.pk])
        if len(rows) < 2:
            raise ValidationError(_("Choose two different ones."))
        kept, gone = rows[kept.pk], rows[gone.pk]
        if reasons := problems(kept, gone):
            raise ValidationError(reasons)
        reason = _("“{gone}” was merged into “{kept}”").format(gone=gone, kept=kept)[:100]
        pen = _Pen(by, reason)
        _take_over(kept, gone, pen)
        for pointing in _pointing(gone):
            _move(pointing, kept, gone, pen)
        was_shown = isinstance(gone, Place) and gone.is_shown
        pen.sign(gone).delete()
        if was_shown:
            # Nobody is led from an address that was nobody's to know.
            FormerSlug.objects.update_or_create(slug=gone.slug, defaults={"place": kept})
        if not isinstance(kept, Person):
            rederive(finds_of(kept))


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes rows of history in the name of a person, with the reason."""

    by: Any
    reason: str

    def sign(self, row: models.Model) -> models.Model:
        """Have the next step of a row's history say who and why."""
        row._history_user, row._change_reason = self.by, self.reason
        return row


def _take_over(kept: models.Model, gone: models.Model, pen: _Pen) -> None:
    """Fill what the kept row does not say, and remember what the other was called."""
    for name in _FILLED[type(kept)]:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    if isinstance(kept, Term):
        known = [*kept.labels.values(), *kept.alt_labels.splitlines()]
        words = [*gone.labels.values(), *gone.alt_labels.splitlines(), gone.code]
        kept.alt_labels = "\n".join([*kept.alt_labels.splitlines(), *_new(words, known)])
    pen.sign(kept).save()
    if isinstance(kept, Place):
        _take_names(kept, gone, pen)


def _new(words: Iterable[str], known: Iterable[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if word and word not in known]


def _take_names(kept: Place, gone: Place, pen: _Pen) -> None:
    named = [(name, code, PlaceNameKind.CURRENT) for code, name in gone.names.items()]
    named += gone.other_names.values_list("name", "language", "kind")
    known = {*kept.names.values(), *kept.other_names.values_list("name", flat=True)}
    for name, language, kind in named:
        if name not in known:
            known.add(name)
            pen.sign(PlaceName(place=kept, name=name, language=language, kind=kind)).save()


def _move(pointing: Pointing, kept: models.Model, gone: models.Model, pen: _Pen) -> None:
    """Point rows elsewhere; a log is not rewritten, only led to the row that stands for both."""
    field, rows = pointing.field, pointing.rows
    if field.many_to_many:
        for row in rows:
            links = getattr(pen.sign(row), field.name)
            links.add(kept)
            links.remove(gone)
    elif hasattr(rows.model, "history"):
        for row in rows:
            setattr(row, field.name, kept)
            pen.sign(row).save()
    else:
        rows.update(**{field.name: kept})
