"""An address as a QR code to stand in a page: SVG without a style of its own."""

from functools import lru_cache

import segno


@lru_cache(maxsize=1000)
def drawn(address: str) -> str:
    """The code with its quiet zone; a quarter of it may be dirty or torn."""
    # Every mask can be read; looking for the best of the eight takes as long as a page.
    code = segno.make(address, error="q", micro=False, mask=2)
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr")
