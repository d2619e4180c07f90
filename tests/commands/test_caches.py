"""What a command sets for a long list, it sets back."""

import gc

import pytest
from django.db import connection

from catalog.management.caches import for_a_long_list, small_cache


def _cache() -> int:
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA cache_size").fetchone()[0]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("setting", "kibibytes"), [(small_cache, 2_000), (for_a_long_list, 64_000)]
)
def test_the_cache_is_as_before_afterwards(setting, kibibytes: int) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its cache outside of our process")
    usual, collected = _cache(), gc.get_threshold()

    with setting():
        assert _cache() == -kibibytes

    assert _cache() == usual
    assert gc.get_threshold() == collected
    assert gc.get_freeze_count() == 0


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_set() -> None:
    with for_a_long_list(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
