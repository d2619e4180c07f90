"""The query string as the state of a listing: what a link adds or removes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Query:
    """Pairs of parameter and value, sorted by parameter; never an empty value."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, wishes: Mapping[str, Iterable[str]]) -> "Query":
        """From `{parameter: values}`."""
        return cls(tuple((name, value) for name in sorted(wishes) for value in wishes[name]))

    def __str__(self) -> str:
        return f"?{urlencode(self.pairs)}" if self.pairs else "?"

    def without(self, name: str, value: str | None = None) -> "Query":
        """Without one value of a parameter, or all of them; back on the first page."""
        kept = (
            pair
            for pair in self.pairs
            if pair[0] != "page" and not (pair[0] == name and value in (None, pair[1]))
        )
        return Query(tuple(kept))

    def with_(self, name: str, value: str) -> "Query":
        """With this value as the only one of its parameter; on the first page but for `page`."""
        others = self.without(name).pairs
        return Query(tuple(sorted((*others, (name, value)), key=lambda pair: pair[0])))

    def hidden(self, *left_out: str) -> tuple[tuple[str, str], ...]:
        """The pairs a form carries along unseen."""
        return tuple(pair for pair in self.pairs if pair[0] not in (*left_out, "page"))
