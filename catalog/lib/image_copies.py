"""The copies of a photograph that may be shown: new pixels, our own credit, nothing else.

Whatever the file carried besides its pixels (position, comments, owner) cannot travel with it.
"""

import io
from collections.abc import Iterable, Iterator
from typing import IO

from PIL import Image, ImageCms

from catalog.lib.image_checks import FORMATS, orientation, refusal
from catalog.lib.image_credit import NO_CREDIT, Credit, written

QUALITY = {"JPEG": 82, "WEBP": 80}

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_COLOUR_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def copies(
    stream: IO[bytes], wanted: Iterable[tuple[int, str]], *, credit: Credit = NO_CREDIT
) -> Iterator[bytes]:
    """A picture in several (width, format), the widest first; the original is decoded once.

    Each is at most so wide, upright, in sRGB, as "JPEG" or "WEBP", made from pixels alone: of
    metadata it has `credit` and nothing that was there. ImageRefused says why it cannot be made.
    """
    pixels: Image.Image | None = None
    for width, kind in wanted:
        try:
            pixels = _pixels(stream, width) if pixels is None else _shrunk(pixels, width)
        except Exception as error:
            raise refusal(error) from error
        yield _encoded(pixels, kind, credit)


def _encoded(pixels: Image.Image, kind: str, credit: Credit) -> bytes:
    # A new picture: a comment or a profile of the source lives on in what was opened.
    copy = Image.new("RGB", pixels.size)
    copy.paste(pixels)
    target = io.BytesIO()
    copy.save(target, kind, quality=QUALITY[kind], **written(credit), **_tuning(kind))
    return target.getvalue()


def _shrunk(pixels: Image.Image, width: int) -> Image.Image:
    size = _fitted(pixels.size, width, sideways=False)
    return pixels if size == pixels.size else pixels.resize(size, Image.Resampling.LANCZOS)


def _tuning(kind: str) -> dict[str, object]:
    return {"optimize": True, "progressive": True} if kind == "JPEG" else {"method": 2}


def _pixels(stream: IO[bytes], width: int) -> Image.Image:
    with Image.open(stream, formats=FORMATS) as image:
        profile = image.info.get("icc_profile")
        turned = orientation(image)
        turn, sideways = _TURNS.get(turned), turned >= 5
        size = _fitted(image.size, width, sideways=sideways)
        # A JPEG is decoded near the size wanted: a fraction of the time and memory.
        image.draft(None, size)
        image.load()
        shown = _in_plain_mode(image)
    # draft() may round up by a pixel; the size wanted rules. Far too large a picture is first
    # halved as often as can be, which costs little and is not seen.
    if shown.size != size:
        shown = shown.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    flat = _on_white(shown)
    return _srgb(flat.transpose(turn) if turn is not None else flat, profile)


def _fitted(size: tuple[int, int], width: int, *, sideways: bool) -> tuple[int, int]:
    """The size before turning at which the turned picture is `width` wide; never enlarged."""
    scale = min(1.0, width / (size[1] if sideways else size[0]))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _in_plain_mode(image: Image.Image) -> Image.Image:
    """The picture in L, RGB or CMYK, or in RGBA where parts of it are transparent."""
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in _COLOUR_SPACES else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen-bit greys keep their tones; a plain conversion would turn them white."""
    deep = image.convert("F")
    _low, high = deep.getextrema()
    factor = 255 / 65535 if high > 255 else 1
    return deep.point(lambda grey: grey * factor + 0).convert("L")


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if source.profile.xcolor_space == _COLOUR_SPACES[image.mode]:
                converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
                return converted or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile: the plain conversion is the best guess
    return image.convert("RGB")
