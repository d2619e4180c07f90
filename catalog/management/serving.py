"""Serving the demo on this machine: gunicorn where there is one, waitress on Windows."""

import socket
import sys
from collections.abc import Callable
from typing import Any

from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connections

HOST = "127.0.0.1"
THREADS = 4


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            # A port just left by the last run counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def serve(port: int, *, ready: Callable[[], None]) -> None:
    """Serve until somebody stops it; `ready` is called once it answers."""
    connections.close_all()
    if sys.platform == "win32":
        _serve_with_waitress(port, ready)
    else:
        _serve_with_gunicorn(port, ready)


def _serve_with_waitress(port: int, ready: Callable[[], None]) -> None:
    from waitress.server import create_server

    server = create_server(get_internal_wsgi_application(), host=HOST, port=port, threads=THREADS)
    ready()
    server.run()


def _serve_with_gunicorn(port: int, ready: Callable[[], None]) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """One process with a few threads: SQLite has one writer anyway."""

        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"{HOST}:{port}",
                "threads": THREADS,
                "loglevel": "warning",
                "when_ready": lambda server: ready(),
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return get_internal_wsgi_application()

    Server().run()
