"""Peer: another process over one catalogue, which does what it is told, one line at a time.

Run as a program it is that process: it reads `[word, what...]` as JSON from its input and answers
`{"told": ...}` or `{"failed": ...}`. `Peer` is the handle by which a test holds it.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Peer:
    """A process over the catalogue of a `DATABASE_URL`, numbering what it makes from `first`."""

    def __init__(self, database_url: str, media: Path, first: int = 1) -> None:
        told = {"DATABASE_URL": database_url, "MEDIA_ROOT": str(media)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", __spec__.name, str(first)],
            cwd=ROOT,
            env={**os.environ, **told, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, *words: Any) -> None:
        """Tell it what to do, and do not wait."""
        print(json.dumps(words), file=self._process.stdin, flush=True)

    def hear(self) -> Any:
        """What it answers to the oldest thing not yet answered; fails as it failed."""
        answer = json.loads(self._process.stdout.readline() or '{"failed": "it ended"}')
        assert "failed" not in answer, answer["failed"]
        return answer["told"]

    def do(self, *words: Any) -> Any:
        """Tell it what to do, and wait for its answer."""
        self.send(*words)
        return self.hear()

    def close(self) -> None:
        self._process.stdin.close()
        assert self._process.wait(10) == 0
        self._process.stdout.close()


def migrate() -> None:
    """Make the tables of an empty catalogue."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def scatter() -> None:
    """Put forty finds into it."""
    from tests.search.scattering import scatter_all

    scatter_all()


def change(what: str, number: int) -> None:
    """Do one of `CHANGES` to it."""
    from tests.search.scattering import CHANGES

    CHANGES[what](number)


def ask(query: str, language: str = "en") -> Mapping[str, Any]:
    """The whole answer to a query, in words; it fails where SQL would answer otherwise."""
    from django.http import QueryDict
    from django.utils import translation

    from catalog.models import Find
    from catalog.search.answers import answered
    from catalog.search.page import page
    from tests.search.asking import flat
    from tests.search.scattering import assert_same

    assert_same(query)
    with translation.override(language):
        found, ids = page(QueryDict(query)), answered(QueryDict(query)).ids()
        numbers = dict(Find.objects.values_list("pk", "catalogue_number"))
        return {
            "finds": [numbers[pk] for pk in ids],
            "sort": found.sort,
            "objects": found.tally.objects,
            "people": [str(side) for side in found.tally.people],
            "facets": {
                facet.name: [(one.value, str(one.label), one.count) for one in flat(facet.values)]
                for facet in found.facets
            },
        }


def count(query: str) -> int:
    """How many finds meet a query."""
    from django.http import QueryDict

    from catalog.search.answers import answered

    return answered(QueryDict(query)).count()


WORDS = {does.__name__: does for does in (migrate, scatter, change, ask, count)}


def main() -> None:
    import django

    django.setup()
    from tests.factories import begin_at

    begin_at(int(sys.argv[1]))
    for line in sys.stdin:
        word, *what = json.loads(line)
        try:
            answer = {"told": WORDS[word](*what)}
        except Exception:
            answer = {"failed": traceback.format_exc()}
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
