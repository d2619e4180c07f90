"""A paper is a whole PDF of bearable size, and nothing that only bears its name."""

import io

import pytest

from catalog.lib import papers

WHOLE = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.mark.parametrize("content", [WHOLE, WHOLE + b"\x00" * 500, b"%PDF-2.0\r\n%%EOF"])
def test_a_pdf_is_taken_and_left_at_its_beginning(content: bytes) -> None:
    stream = io.BytesIO(content)

    papers.check(stream, max_bytes=2000)

    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7\n1 0 obj", "cut off"),
        (b"<html>%PDF-1.7\n%%EOF", "no PDF"),
        (b"GIF89a%PDF-1.7\n%%EOF", "no PDF"),
        (b"PK\x03\x04" + WHOLE, "no PDF"),
        (b"%PDF-x.y%%EOF", "no PDF"),
        (WHOLE + b" " * 2000, "too large; at most 1 MB"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        papers.check(io.BytesIO(content), max_bytes=2000)
