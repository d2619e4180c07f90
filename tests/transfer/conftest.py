"""What lists in these tests may name."""

import pytest

from tests.transfer.lists_in import furnish


@pytest.fixture
def furnished(db: None) -> None:
    """An expedition, two places, a museum, a finder and a source."""
    furnish()
