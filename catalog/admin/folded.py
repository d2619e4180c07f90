"""Search that folds case, width and ё, on any database: the small tables are read and compared."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from catalog.lib import text

# More rows than anybody pages through, fewer than a database takes as parameters.
MOST = 5000


class FoldedSearch:
    """For a ModelAdmin whose table is small enough to be read; `search_fields` names the words.

    Databases fold neither Cyrillic (SQLite) nor width and ё (PostgreSQL), so Python does.
    """

    search_fields: tuple[str, ...]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """The rows whose words hold every word asked for; one query."""
        wanted = text.fold(search_term).split()
        if not wanted:
            return queryset, False
        found = [pk for pk, words in self._words(queryset) if all(one in words for one in wanted)]
        return queryset.filter(pk__in=found[:MOST]), False

    def _words(self, queryset: QuerySet) -> Iterable[tuple[Any, str]]:
        """`(pk, folded words)`; rows multiplied by a join are put together again."""
        words: dict[Any, list[str]] = defaultdict(list)
        for pk, *values in queryset.order_by().values_list("pk", *self.search_fields):
            words[pk] += [value for value in values if value]
        return ((pk, text.fold(" ".join(values))) for pk, values in words.items())
