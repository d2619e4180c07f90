"""Whatever a query string holds, the answer is a page or a sentence, for the price of a listing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_find
from tests.views.bad_queries import QUERIES

pytestmark = pytest.mark.django_db
DOORS = (
    "/finds/",
    "/ru/finds/",
    "/api/v1/finds/",
    "/api/v1/map/",
    "/api/v1/suggest/",
    "/finds.csv",
)
MOST_QUERIES = 12
# A file asks for each relation that is a column, a block at a time.
MOST_QUERIES_OF_A_FILE = 20


@pytest.mark.parametrize("door", DOORS)
def test_it_is_answered(visitor: Client, door: str) -> None:
    make_find(category="helmet", published=True)
    most = MOST_QUERIES_OF_A_FILE if door.endswith(".csv") else MOST_QUERIES

    for name, query in QUERIES.items():
        with CaptureQueriesContext(connection) as asked:
            response = visitor.get(f"{door}?{query}")
            told = _whole(response)

        assert response.status_code in (200, 400, 404), name
        assert response.status_code != 404 or "page" in query, name
        assert told.strip(), name
        assert len(asked) <= most, name


def _whole(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content
