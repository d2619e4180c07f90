"""Small tables in memory by everything their rows are called; new rows are written at once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Model
from django.utils.translation import gettext as _

from catalog.lib import text
from catalog.models import Expedition, Institution, Person, Place, Source, Term
from catalog.models.tree import Tree
from catalog.models.words import joined
from catalog.transfer.tables import Kept, columns_of, reserve_ids
from catalog.vocab import Vocabulary

# What a find points to that a list may make.
POINTERS: dict[str, type[Model]] = {
    "object_type_id": Term,
    "nationality_id": Term,
    "materials": Term,
    "place_id": Place,
    "expedition_id": Expedition,
    "holder_id": Institution,
    "found_by": Person,
    "sources": Source,
}


def how_many() -> list[dict[str, int | None]]:
    """Of each of these tables the number of rows and the last: another where names came or went."""
    asked = {"rows": Count("pk"), "last": Max("pk")}
    return [model.objects.aggregate(**asked) for model in dict.fromkeys(POINTERS.values())]


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
    """Writes new rows in the name of a run, and takes back those that no row of it came to use."""

    def __init__(self, *, run_id: int, user: Any, now: datetime) -> None:
        self._run = {"run_id": run_id, "user": user, "now": now}
        self._tables: dict[type[Model], Kept] = {}
        self._made: dict[tuple[type[Model], int], tuple[str, list[int]]] = {}
        self._used: set[tuple[type[Model], int]] = set()

    def keep(self, row: Model, column: str) -> None:
        """Write a new row for a column; `save` is asked only where it does more than others."""
        if isinstance(row, Tree):
            # Nothing stands below it, so its path is all there is to do.
            row.pk = reserve_ids(type(row), 1)[0]
            row.path = f"{row.parent.path if row.parent else '/'}{row.pk}/"
            self._table(type(row)).add([columns_of(row)])
        elif type(row).save is Model.save:
            row.pk = reserve_ids(type(row), 1)[0]
            self._table(type(row)).add([columns_of(row)])
        else:
            row._history_user = self._run["user"]
            row.save()
        self._made[type(row), row.pk] = (column, getattr(row, "path_ids", [row.pk]))

    def _table(self, model: type[Model]) -> Kept:
        if model not in self._tables:
            self._tables[model] = Kept(model, **self._run)
        return self._tables[model]

    def use(self, finds: Iterable[Mapping[str, Any]]) -> None:
        """Remember what the finds that were written point to."""
        if not self._made:
            return
        listed = list(finds)
        for key, model in POINTERS.items():
            values = {one.get(key) for one in listed}
            self._used.update((model, pk) for value in values for pk in _ids(value))

    def drop_unused(self) -> None:
        """Take back the names only refused rows had, as if they had never been read."""
        needed = {
            (model, above)
            for (model, pk), (_column, path) in self._made.items()
            if (model, pk) in self._used
            for above in path
        }
        for model in {model for model, _pk in self._made}:
            gone = [pk for one, pk in self._made if one is model and (one, pk) not in needed]
            self._table(model).undo(gone)
            for pk in gone:
                del self._made[model, pk]

    def state(self) -> dict[str, Any]:
        """What was made and used so far, as JSON can hold it."""
        made = [[_name(model), pk, *rest] for (model, pk), rest in self._made.items()]
        used = [[_name(model), pk] for model, pk in self._used & self._made.keys()]
        return {"made": made, "used": used}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from what an earlier attempt had made and used."""
        models = {_name(model): model for model in POINTERS.values()}
        for name, pk, column, path in state.get("made", ()):
            self._made[models[name], pk] = (column, path)
        self._used.update((models[name], pk) for name, pk in state.get("used", ()))

    def counts(self) -> Counter[str]:
        """How many rows were made for each column."""
        return Counter(column for column, _path in self._made.values())


def _name(model: type[Model]) -> str:
    return model._meta.model_name


def _ids(value: Any) -> Iterable[int]:
    """The ids a value points to: one, or several, or several with words beside them."""
    if isinstance(value, tuple):
        return (one[0] if isinstance(one, tuple) else one for one in value)
    return () if value is None else (value,)


def free_code(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, cut to 90 characters, with a number where it is taken."""
    base = wanted.strip()[:90] or "new"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


class Table:
    """A plain small table; `told` gives the words by which finds that point to a row are found."""

    def __init__(
        self,
        rows: Any,
        names: Callable[[Any], list[str]],
        code: str,
        told: Callable[[Any], str] = str,
    ) -> None:
        self.rows: dict[int, Any] = {}
        self.words = Words()
        self._names, self._code, self._tell = names, code, told
        self._told: dict[int | None, str] = {None: ""}
        for row in rows.order_by("pk"):
            self._remember(row)

    def add(self, row: Any, column: str, keeper: Keeper) -> int:
        """Write and remember a new row."""
        keeper.keep(row, column)
        self._remember(row)
        return row.pk

    def told(self, pk: int | None) -> str:
        """The words of a row; "" for none."""
        if pk not in self._told:
            self._told[pk] = self._tell(self.rows[pk])
        return self._told[pk]

    def _remember(self, row: Any) -> None:
        self.rows[row.pk] = row
        self.words.keep(row.pk, getattr(row, self._code), self._names(row))


class Terms:
    """The vocabularies, and the words of a term with those above it."""

    def __init__(self) -> None:
        self.categories: dict[int, str] = {}
        self._vocabularies: dict[str, Words] = {value: Words() for value in Vocabulary.values}
        self._codes: dict[int, str] = {}
        self._own: dict[int, tuple[str, list[int]]] = {}
        self._words: dict[int, str] = {}
        for row in Term.objects.order_by("pk"):
            self._remember(row)

    def of(self, vocabulary: str) -> Words:
        """The words of one vocabulary."""
        return self._vocabularies[vocabulary]

    def code(self, pk: int | None) -> str:
        """The code of a term; "" for none."""
        return self._codes.get(pk, "")

    def words(self, pk: int | None) -> str:
        """Every word of a term and of those above it."""
        if pk is None:
            return ""
        if pk not in self._words:
            own = (self._own[above][0] for above in self._own[pk][1])
            self._words[pk] = joined(own)
        return self._words[pk]

    def make(
        self, vocabulary: str, word: str, column: str, *, language: str, keeper: Keeper
    ) -> int:
        """A new term called so; English is required, so it is the English label too."""
        own_label = {} if language == "en" else {f"label_{language}": word}
        row = Term(
            vocabulary=vocabulary,
            code=self.of(vocabulary).free(text.slugify_unicode(word)),
            label_en=word,
            **own_label,
        )
        keeper.keep(row, column)
        self._remember(row)
        return row.pk

    def _remember(self, row: Term) -> None:
        self.categories[row.pk], self._codes[row.pk] = row.category, row.code
        self._own[row.pk] = (row.words, row.path_ids)
        names = [*row.labels.values(), *row.alt_labels.splitlines()]
        self.of(row.vocabulary).keep(row.pk, row.code, names)
