"""The card of a picture: 1200 × 630 pixels, with its credit written on a strip below it.

Other sites cut, copy and crop what a link shows; the credit travels in the pixels. Where no font of
this machine has its letters there is no card, for a picture does not go out without its credit.
"""

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
_STRIP = 62
_FOG, _INK = (243, 242, 237), (29, 33, 35)
_FONTS = (
    "NotoSans-Regular.ttf",
    "DejaVuSans.ttf",
    "segoeui.ttf",
    "Arial.ttf",
    "NotoSansCJK-Regular.ttc",
    "YuGothR.ttc",
    "Hiragino Sans GB.ttc",
)
_LARGE, _SMALL = 28, 15
_SAID = ("exif", "xmp")
# A sign no font has: what is drawn for it is drawn for every missing one.
_MISSING = "\U0010fffd"


def draw(picture: bytes, credit: str) -> bytes | None:
    """The card as JPEG; None where the credit cannot be written whole."""
    font = _font(credit)
    if font is None:
        return None
    card = Image.new("RGB", (WIDTH, HEIGHT), _FOG)
    with Image.open(io.BytesIO(picture)) as image:
        fitted, said = image.convert("RGB"), image.info
        fitted.thumbnail((WIDTH, HEIGHT - _STRIP))
    card.paste(fitted, ((WIDTH - fitted.width) // 2, (HEIGHT - _STRIP - fitted.height) // 2))
    pen = ImageDraw.Draw(card)
    pen.text((24, HEIGHT - _STRIP / 2), credit, font=font, fill=_INK, anchor="lm")
    out = io.BytesIO()
    # The copy says whose it is; so does the card.
    card.save(out, "JPEG", quality=82, **{name: said[name] for name in _SAID if name in said})
    return out.getvalue()


def _font(words: str) -> ImageFont.FreeTypeFont | None:
    """The first font that has every letter, at the largest size that fits the strip."""
    for name in _FONTS:
        if not _has(name, words):
            continue
        for size in range(_LARGE, _SMALL - 1, -1):
            font = _load(name, size)
            if font.getlength(words) <= WIDTH - 48:
                return font
    return None


def _has(name: str, words: str) -> bool:
    font = _load(name, _SMALL)
    if font is None:
        return False
    missing = bytes(font.getmask(_MISSING))
    return all(sign.isspace() or bytes(font.getmask(sign)) != missing for sign in set(words))


@lru_cache
def _load(name: str, size: int) -> ImageFont.FreeTypeFont | None:
    """A font of this machine; None where it has no such font, which takes long to find out."""
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return None
