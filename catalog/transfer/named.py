"""Small tables in memory by everything their rows are called; new rows are written at once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from catalog.lib import text
from catalog.models import Term
from catalog.models.tree import Tree
from catalog.models.words import joined
from catalog.transfer.tables import Kept, columns_of, reserve_ids
from catalog.vocab import Vocabulary


class Ambiguous(ValueError):  # noqa: N818 - a refusal, not a fault
    """A word is the name of several rows; the message names their codes."""

    def __init__(self, codes: Iterable[str]) -> None:
        words = ", ".join(sorted(codes)[:12])
        message = _("Several are called so; write one of the codes: {words}.")
        super().__init__(message.format(words=words))


class Words:
    """What rows are called: codes as they are, codes folded, and folded names; in this order."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self._exact: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        self._names: dict[str, set[int]] = defaultdict(set)

    def keep(self, pk: int, code: str, names: Iterable[str]) -> None:
        """Remember one row."""
        self.codes[pk] = code
        self._exact.setdefault(code, pk)
        self._folded.setdefault(text.fold(code), pk)
        for name in filter(None, names):
            self._names[text.fold(name)].add(pk)

    def find(self, word: str) -> int | None:
        """The row of that code or name; Ambiguous when several bear the name."""
        folded = text.fold(word)
        found = self._exact.get(word) or self._folded.get(folded)
        if found is not None:
            return found
        named = self._names.get(folded, ())
        if len(named) > 1:
            raise Ambiguous(self.codes[pk] for pk in named)
        return next(iter(named), None)

    def options(self) -> dict[str, str]:
        """`{word: code}`, codes among the words."""
        named = {word: self.codes[min(pks)] for word, pks in self._names.items()}
        return {**named, **{word: self.codes[pk] for word, pk in self._folded.items()}}

    def free(self, wanted: str) -> str:
        """A code nobody has, made of a name."""
        return free_code(wanted, self._exact)


class Keeper:
    """Writes new rows in the name of a run and of the person who began it."""

    def __init__(self, *, run_id: int, user: Any, now: datetime) -> None:
        self._run = {"run_id": run_id, "user": user, "now": now}
        self._tables: dict[type[Model], Kept] = {}

    def keep(self, row: Model) -> None:
        """Write a new row of a plain table, where its model has nothing to add to saving."""
        if type(row).save is Model.save:
            row.pk = reserve_ids(type(row), 1)[0]
            self._add(row)
        else:
            row._history_user = self._run["user"]
            row.save()

    def plant(self, row: Tree) -> None:
        """Write a new row of a tree: nothing stands below it, so its path is all there is to do."""
        row.pk = reserve_ids(type(row), 1)[0]
        row.path = f"{row.parent.path if row.parent else '/'}{row.pk}/"
        self._add(row)

    def _add(self, row: Model) -> None:
        table = self._tables.get(type(row))
        if table is None:
            table = self._tables[type(row)] = Kept(type(row), **self._run)
        table.add([columns_of(row)])


def free_code(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, cut to 90 characters, with a number where it is taken."""
    base = wanted.strip()[:90] or "new"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


class Table:
    """A plain small table."""

    def __init__(self, rows: Any, names: Callable[[Any], list[str]], code: str) -> None:
        self.rows: dict[int, Any] = {}
        self.words = Words()
        self._names, self._code = names, code
        for row in rows.order_by("pk"):
            self._remember(row)

    def add(self, row: Any, keeper: Keeper) -> int:
        """Write and remember a new row."""
        keeper.keep(row)
        self._remember(row)
        return row.pk

    def _remember(self, row: Any) -> None:
        self.rows[row.pk] = row
        self.words.keep(row.pk, getattr(row, self._code), self._names(row))


class Terms:
    """The vocabularies, and the words of a term with those above it."""

    def __init__(self) -> None:
        self.categories: dict[int, str] = {}
        self._vocabularies: dict[str, Words] = {value: Words() for value in Vocabulary.values}
        self._own: dict[int, tuple[str, list[int]]] = {}
        self._words: dict[int, str] = {}
        for row in Term.objects.order_by("pk"):
            self._remember(row)

    def of(self, vocabulary: str) -> Words:
        """The words of one vocabulary."""
        return self._vocabularies[vocabulary]

    def code(self, pk: int | None) -> str:
        """The code of a term; "" for none."""
        found = (words.codes.get(pk) for words in self._vocabularies.values())
        return next(filter(None, found), "")

    def words(self, pk: int | None) -> str:
        """Every word of a term and of those above it."""
        if pk is None:
            return ""
        if pk not in self._words:
            own = (self._own[above][0] for above in self._own[pk][1])
            self._words[pk] = joined(own)
        return self._words[pk]

    def make(self, vocabulary: str, word: str, *, language: str, keeper: Keeper) -> int:
        """A new term called so; English is required, so it is the English label too."""
        own_label = {} if language == "en" else {f"label_{language}": word}
        row = Term(
            vocabulary=vocabulary,
            code=self.of(vocabulary).free(text.slugify_unicode(word)),
            label_en=word,
            **own_label,
        )
        keeper.plant(row)
        self._remember(row)
        return row.pk

    def _remember(self, row: Term) -> None:
        self.categories[row.pk] = row.category
        self._own[row.pk] = (row.words, row.path_ids)
        names = [*row.labels.values(), *row.alt_labels.splitlines()]
        self.of(row.vocabulary).keep(row.pk, row.code, names)
