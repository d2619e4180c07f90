"""A door that compresses words on their way, as whatever stands in front of a house does.

The browser then counts itself what came over the line.
"""

import gzip
import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

WORDS = ("text/", "javascript", "json", "svg", "xml")
# Of one line and not of the next.
OF_THE_LINE = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


@contextmanager
def compressed(address: str) -> Iterator[str]:
    """The address of a door to a server; it stands as long as the block."""

    class Door(BaseHTTPRequestHandler):
        """Passes each question on, and the answer back."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = {name: value for name, value in self.headers.items() if name != "Host"}
            with closing(http.client.HTTPConnection(urlsplit(address).netloc)) as line:
                line.request("GET", self.path, headers=asked)
                answer = line.getresponse()
                body = answer.read()
            # A browser that goes on to another page hangs up.
            with suppress(ConnectionError):
                self._pass_on(answer, body)

        def _pass_on(self, answer: http.client.HTTPResponse, body: bytes) -> None:
            kind = answer.headers.get("Content-Type", "")
            is_plain = "Content-Encoding" not in answer.headers
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in OF_THE_LINE:
                    self.send_header(name, value)
            if is_plain and any(words in kind for words in WORDS):
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told: object) -> None:
            """Say nothing."""

    door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{door.server_port}"
    finally:
        door.shutdown()
        door.server_close()
