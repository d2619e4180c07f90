"""Two processes over one catalogue know the same at once; two databases give the same answers."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.search.peer import Peer
from tests.search.scattering import CHANGES, queries

# A database that is copied whole, as PostgreSQL copies one, must be at rest.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=connection.vendor == "postgresql"),
]
FEW = settings(
    max_examples=int(os.environ.get("FINDSPOT_EXAMPLES", "25")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TYPED = st.lists(
    st.sampled_from(
        ["helmet", "HELM", "каска", "Шумшу", "占守", "島", "find", "ё", '"', "NEAR(", "*", "-", "'"]
    ),
    max_size=3,
).map(" ".join)


def url() -> str:
    """The address of the database of this test."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}"))


@pytest.fixture
def peers(house: Path) -> Iterator[tuple[Peer, Peer]]:
    """Two processes over one catalogue of forty finds."""
    with ExitStack() as stack:
        both = [
            stack.enter_context(closing(Peer(url(), house / "media", first)))
            for first in (1, 1_000_000)
        ]
        both[0].do("scatter")
        yield both[0], both[1]


@FEW
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 30), queries(), st.booleans()),
        min_size=1,
        max_size=5,
    )
)
def test_two_processes_know_the_same_at_once(
    peers: tuple[Peer, Peer], steps: list[tuple[str, int, str, bool]]
) -> None:
    for what, number, query, is_turned in steps:
        writer, reader = reversed(peers) if is_turned else peers
        writer.do("change", what, number)

        assert reader.do("ask", query) == writer.do("ask", query), what


def test_a_reader_beside_a_writer_ends_where_it_ends(peers: tuple[Peer, Peer]) -> None:
    writer, reader = peers
    words = [(what, number) for number in range(8) for what in sorted(CHANGES)]
    for step in words:
        writer.send("change", *step)
    for _ in words:
        reader.do("count", "")
        writer.hear()

    assert reader.do("ask", "") == writer.do("ask", "")


@pytest.fixture
def two(house: Path, tmp_path: Path) -> Iterator[tuple[Peer, Peer]]:
    """The same catalogue on PostgreSQL and on SQLite."""
    if connection.vendor != "postgresql":
        pytest.skip("it compares PostgreSQL, on which it runs, with SQLite")
    beside = f"sqlite:///{tmp_path / 'beside.sqlite3'}"
    with ExitStack() as stack:
        both = [
            stack.enter_context(closing(Peer(one, tmp_path / f"uploads-{number}")))
            for number, one in enumerate((url(), beside))
        ]
        both[1].do("migrate")
        for peer in both:
            peer.send("scatter")
        for peer in both:
            peer.hear()
        yield both[0], both[1]


@FEW
@given(query=queries(), typed=TYPED, language=st.sampled_from(["en", "ru", "ja"]))
def test_both_databases_give_the_same_answers(
    two: tuple[Peer, Peer], query: str, typed: str, language: str
) -> None:
    words = query if "q=" in query else f"{query}&{urlencode({'q': typed})}"
    for peer in two:
        peer.send("ask", words, language)

    assert two[0].hear() == two[1].hear()
