"""Authority: how a row of a small table is found again, compared, checked and written."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from catalog.models.rederive import SOURCES, finds_of_all, rederive
from catalog.transfer.lists import Entry, Taker


class Authority(Taker):
    """Takes rows of one model, found again by the values of its `key`.

    `lists` are the keys of values that are rows of their own; `write_list` writes them.
    """

    model: ClassVar[type[Model]]
    key: ClassVar[tuple[str, ...]]
    lists: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *, user: Any, now: datetime) -> None:
        super().__init__(user=user, now=now)
        self._followed: list[Any] = []

    def take(self, entry: Entry) -> str:
        """Make or change one row."""
        self.resolve(entry)
        if entry.problems:
            return ""
        wanted = {key: entry.values.get(key) for key in self.key}
        row = self.model._default_manager.filter(**wanted).first() or self.model(**wanted)
        is_new = row.pk is None
        word = "new" if is_new else "changed"
        changed = self._changed(row, entry.values)
        lists = {key for key in self.lists & set(entry.values) if self._differs(row, key, entry)}
        if not is_new and not changed and not lists:
            return "same"
        if self._is_allowed(entry, is_new=is_new) and self._save(row, changed, entry):
            for key in sorted(lists):
                self.write_list(row, key, entry.values[key])
            if not is_new and isinstance(row, SOURCES):
                self._followed.append(row)
        return word

    def finish(self) -> None:
        """Carry what changed to the finds that are derived from it, as the admin does."""
        rederive(finds_of_all(self._followed))

    def resolve(self, entry: Entry) -> None:
        """Settle what one cell alone cannot say."""

    def read_list(self, row: Any, key: str) -> set[Any]:
        """What stands in a list of a stored row: the ids of a relation, unless told otherwise."""
        return set(getattr(row, key).values_list("pk", flat=True))

    def write_list(self, row: Any, key: str, wanted: Iterable[Any]) -> None:
        """Make a list what it should be."""
        getattr(row, key).set(wanted)

    def _changed(self, row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
        plain_values = {k: v for k, v in values.items() if k not in self.lists}
        return {key: value for key, value in plain_values.items() if getattr(row, key) != value}

    def _differs(self, row: Any, key: str, entry: Entry) -> bool:
        return row.pk is None or self.read_list(row, key) != set(entry.values[key])

    def _is_allowed(self, entry: Entry, *, is_new: bool) -> bool:
        allowed = self.may(f"{'add' if is_new else 'change'}_{self.model._meta.model_name}")
        if not allowed:
            entry.refuse(self.required[0], _("You do not have the right to do this."))
        return allowed

    def _save(self, row: Any, changed: Mapping[str, Any], entry: Entry) -> bool:
        for key, value in changed.items():
            setattr(row, key, value)
        try:
            row.full_clean()
        except ValidationError as error:
            entry.refuse_all(error, self.columns, column=self.required[0])
            return False
        self.keep(row)
        return True
