"""The tests themselves: none of them may leave this machine."""

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_connection_to_another_machine_is_refused(address: tuple[str, int]) -> None:
    with socket.socket() as client, pytest.raises(AssertionError, match="stay on this machine"):
        client.connect(address)


def test_connection_to_this_machine_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())

        assert client.getpeername() == server.getsockname()
