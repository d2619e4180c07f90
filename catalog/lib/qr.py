"""An address as a QR code: SVG without a style of its own."""

import io

import segno

# Four modules of quiet zone, and black on white whatever the colours around it.
_DRAWN = {"border": 4, "dark": "#000", "light": "#fff", "omitsize": True}


def drawn(address: str) -> bytes:
    """The code as a picture of its own, with its quiet zone."""
    written = io.BytesIO()
    _code(address).save(written, kind="svg", **_DRAWN)
    return written.getvalue()


def inline(address: str) -> str:
    """The same as an element of a page."""
    return _code(address).svg_inline(**_DRAWN, svgclass=None, lineclass=None)


def _code(address: str) -> segno.QRCode:
    """A quarter of it may be dirty or torn."""
    # Every mask can be read; looking for the best of the eight takes as long as a page.
    return segno.make(address, error="q", micro=False, mask=2)
