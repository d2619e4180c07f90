"""An address as a QR code to stand in a page: SVG without a style of its own."""

from functools import lru_cache

import segno


@lru_cache(maxsize=1000)
def drawn(address: str) -> str:
    """The code with its quiet zone; a quarter of it may be dirty or torn."""
    code = segno.make(address, error="q", micro=False)
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr")
