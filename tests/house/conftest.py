"""The planted world, which every test of secrecy walks through."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.house.canaries import Nest, plant


@pytest.fixture(scope="module")
def planted(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Nest, Path]]:
    """The world, planted once; each test undoes what it did to it."""
    folder = tmp_path_factory.mktemp("planted")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=folder):
            nest = plant()
        yield nest, folder
        transaction.set_rollback(True)


@pytest.fixture
def nest(db: None, planted: tuple[Nest, Path], settings: Any) -> Nest:
    nest, settings.MEDIA_ROOT = planted
    return nest
