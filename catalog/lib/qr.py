"""An address as a QR code: SVG without a style of its own."""

import io

import segno


def drawn(address: str) -> bytes:
    """The code with its quiet zone; a quarter of it may be dirty or torn."""
    # Every mask can be read; looking for the best of the eight takes as long as a page.
    code = segno.make(address, error="q", micro=False, mask=2)
    written = io.BytesIO()
    code.save(written, kind="svg", border=4, dark="#000", light="#fff", omitsize=True)
    return written.getvalue()
