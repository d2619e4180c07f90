"""Names a run has added to the lists of the house, or changed there: taken back where unused."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from catalog.models import (
    Claim,
    Expedition,
    Find,
    Institution,
    Person,
    Place,
    PlaceName,
    Source,
    Term,
)
from catalog.models.rederive import SOURCES, finds_of, rederive
from catalog.models.tree import Tree
from catalog.transfer.edits import Left
from catalog.transfer.named import POINTERS
from catalog.transfer.trails import Runs, Trail, past, touched, trails

# What points to others goes first.
_MODELS: tuple[type[Model], ...] = (
    Claim, PlaceName, Source, Person, Institution, Expedition, Place, Term
)  # fmt: skip


class Names:
    """The names one run wrote."""

    def __init__(self, runs: Runs, *, user: Any) -> None:
        self._runs, self._user = runs, user
        self.left: list[Left] = []

    def take_back(self) -> int:
        """Remove what it added and restore what it changed; returns how many rows."""
        return sum(self._take_back(model) for model in _MODELS)

    def _take_back(self, model: Any) -> int:
        keys = sorted(set(touched(model, self._runs.run, "id")))
        found = trails(model, self._runs, keys) if keys else {}
        rows = model._default_manager.in_bulk(list(found))
        done = 0
        for row in sorted(rows.values(), key=_deepest_first):
            trail = found[row.pk]
            if trail.is_over:
                continue
            reason = self._obstacle(row, trail) or self._undo(row, trail)
            if reason:
                self.left.append(Left(0, str(row), reason))
            done += not reason
        return done

    def _obstacle(self, row: Model, trail: Trail) -> str:
        if trail.later:
            return _("It was changed since.")
        return _("It is used.") if trail.sign == "+" and _is_used(row) else ""

    def _undo(self, row: Any, trail: Trail) -> str:
        """Take one row back, or say what stands against it."""
        row._history_user = self._user
        try:
            with transaction.atomic():
                if trail.sign == "+":
                    row.delete()
                else:
                    self._restore(row, past(type(row), [trail.before])[row.pk])
        except ProtectedError:
            return _("It is used.")
        except (IntegrityError, ValidationError):
            return _("Something else has taken its place.")
        return ""

    @staticmethod
    def _restore(row: Any, before: Mapping[str, Any]) -> None:
        for name, value in before.items():
            setattr(row, name, value)
        row.save()
        if isinstance(row, SOURCES):
            rederive(finds_of(row))


def _deepest_first(row: Any) -> int:
    return -row.path.count("/") if isinstance(row, Tree) else 0


def _is_used(row: Model) -> bool:
    """Whether a find points to it; what else does is protected by the database."""
    keys = [key.removesuffix("_id") for key, model in POINTERS.items() if model is type(row)]
    return any(Find.objects.filter(**{key: row.pk}).exists() for key in keys)
