"""What lists name, for the tests that bring some."""

import pytest

from tests.transfer.lists_in import furnish


@pytest.fixture
def furnished(db: None) -> None:
    """An expedition, places, a museum, a finder and a source."""
    furnish()
