"""How these tests read the interface."""

from typing import Any

from django.test import Client


def read(client: Client, address: str, *, status: int = 200) -> dict[str, Any]:
    """The answer as plain data."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    assert response["Content-Type"] == "application/json"
    return response.json()
