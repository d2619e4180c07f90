"""Values of many rows at once, column by column: each different one is worked out once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection

from catalog.records.rows import Prepared

# Where more of the values differ, to remember them takes longer than to make them anew.
_FEW = 0.6


def each_once(make: Callable[[Any], Any], values: Sequence[Any]) -> Sequence[Any]:
    """What is made of each value; the same value is asked for once where that pays."""
    different = set(values)
    if len(different) == 1:
        return [make(values[0])] * len(values)
    if len(different) > _FEW * len(values):
        return [make(value) for value in values]
    known = {value: make(value) for value in different}
    return [known[value] for value in values]


class Columns(Prepared):
    """A question whose answer comes as columns, with the values Django gives."""

    def __call__(self, asked: Iterable[int] | str) -> list[Sequence[Any]]:
        """A sequence for each column; none where no row was found."""
        sql, parameters, converters = self._written_once()
        found: list[Sequence[Any]] = list(zip(*self._fetched(sql, parameters, asked), strict=True))
        if found:
            for place, convert in converters:
                found[place] = each_once(convert, found[place])
        return found

    def _written_once(self) -> tuple[str, Sequence[Any], list[tuple[int, Callable[[Any], Any]]]]:
        if connection.vendor not in self._written:
            query = self._question(self._example).query
            compiler = query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            found = compiler.get_converters([one[0] for one in compiler.select])
            converters = [(place, _converter(*pair)) for place, pair in found.items()]
            self._written[connection.vendor] = sql, parameters, converters
        return self._written[connection.vendor]


def _converter(steps: Sequence[Callable[..., Any]], expression: Any) -> Callable[[Any], Any]:
    """The steps by which Django makes a value of what the database gives."""

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    return convert
