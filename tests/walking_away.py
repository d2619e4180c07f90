"""A visitor who walks away before the end of an answer, as the test client does it at the end."""

from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections


def walk_away(response: Any) -> None:
    """Close an answer not read to its end, but not the connection this test goes on with."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)
