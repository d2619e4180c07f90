"""The copy of a photograph that may be shown: new pixels, our own credit, nothing else.

Whatever the file carried besides its pixels (position, comments, owner) cannot travel with it.
"""

import io
from typing import IO
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from catalog.lib.image_checks import FORMATS, ImageRefused

QUALITY = {"JPEG": 82, "WEBP": 80}

_ORIENTATION = 274
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ARTIST, _COPYRIGHT = 315, 33432
_COLOUR_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator><rdf:Seq><rdf:li>{artist}</rdf:li></rdf:Seq></dc:creator>"
    '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>'
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)


def render(
    stream: IO[bytes],
    *,
    width: int,
    format: str = "JPEG",  # noqa: A002 - the word of the imaging library
    artist: str = "",
    rights: str = "",
) -> bytes:
    """A picture at most `width` pixels wide, upright, in sRGB, as "JPEG" or "WEBP" bytes.

    Made from pixels alone; of metadata it has `artist` and `rights` and nothing that was there.
    """
    try:
        pixels = _pixels(stream, width)
    except Exception as error:  # decoders fed hostile bytes raise nearly anything
        raise ImageRefused(_("The picture is damaged or cut off; send the file again.")) from error
    # A new picture: a comment or a profile of the source lives on in what was opened.
    copy = Image.new("RGB", pixels.size)
    copy.paste(pixels)
    target = io.BytesIO()
    copy.save(target, format, quality=QUALITY[format], **_credit(artist, rights), **_tuning(format))
    return target.getvalue()


def _tuning(kind: str) -> dict[str, object]:
    return {"optimize": True, "progressive": True} if kind == "JPEG" else {"method": 2}


def _pixels(stream: IO[bytes], width: int) -> Image.Image:
    with Image.open(stream, formats=FORMATS) as image:
        profile = image.info.get("icc_profile")
        turn = _TURNS.get(_orientation(image))
        sideways = turn is not None and _orientation(image) >= 5
        size = _fitted(image.size, width, sideways=sideways)
        # A JPEG is decoded near the size wanted: a fraction of the time and memory.
        image.draft(None, size)
        flat = _flattened(image)
    # draft() may round up by a pixel; the size wanted rules.
    small = flat.resize(size, Image.Resampling.LANCZOS) if flat.size != size else flat
    upright = small.transpose(turn) if turn is not None else small
    return _srgb(upright, profile)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # garbage in the metadata does not spoil the picture
        return 1


def _fitted(size: tuple[int, int], width: int, *, sideways: bool) -> tuple[int, int]:
    """The size before turning at which the turned picture is `width` wide; never enlarged."""
    scale = min(1.0, width / (size[1] if sideways else size[0]))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _flattened(image: Image.Image) -> Image.Image:
    """The picture in L, RGB or CMYK, transparency laid on white."""
    image.load()
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.copy() if image.mode in _COLOUR_SPACES else image.convert("RGB")


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


def _credit(artist: str, rights: str) -> dict[str, object]:
    if not artist and not rights:
        return {}
    exif = Image.Exif()
    # As bytes: Pillow would write question marks for letters beyond ASCII.
    if artist:
        exif[_ARTIST] = artist.encode()
    if rights:
        exif[_COPYRIGHT] = rights.encode()
    xmp = _XMP.format(artist=escape(artist), rights=escape(rights))
    return {"exif": exif, "xmp": xmp.encode()}
