"""What is taken in as a photograph, proved by decoding it, and what it tells of itself."""

import contextlib
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from types import MappingProxyType
from typing import IO, Any

from django.utils.translation import gettext, gettext_noop as _
from PIL import Image, UnidentifiedImageError

try:
    import pillow_heif
except ImportError:
    pillow_heif = None
else:
    pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", *(["HEIF"] if pillow_heif else []))
# An MPO is a JPEG with more pictures behind the first; it is opened as JPEG.
MIME_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "JPEG": "image/jpeg",
        "MPO": "image/jpeg",
        "PNG": "image/png",
        "WEBP": "image/webp",
        "TIFF": "image/tiff",
        "HEIF": "image/heic",
    }
)

# The ending of the file of each type; the first is the one we write.
EXTENSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "image/jpeg": ("jpg", "jpeg", "jpe", "jfif", "mpo"),
        "image/png": ("png",),
        "image/webp": ("webp",),
        "image/tiff": ("tif", "tiff"),
        "image/heic": ("heic", "heif", "hif"),
    }
)

_NAMES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/tiff": "TIFF",
    "image/heic": "HEIC",
}
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_ORIENTATION = 274
_ARTIST, _TAKEN, _TAKEN_DIGITALLY = 315, 36867, 36868
_TAKEN_AT = re.compile(r"([0-9]{4})[:-]([0-9]{2})[:-]([0-9]{2})(?:[ T].*)?")
_FIRST_PHOTOGRAPH = 1826
_PROOF_WIDTH = 64
_DISGUISES = (b"%PDF-", b"<html", b"<script", b"<svg", b"<?php")
_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"hevc")
_HEAD, _TAIL = 1024, 66_000
_ZIP_END = b"PK\x05\x06"
# What a picture may take in memory while it is decoded, bytes.
_MOST_UNFOLDED = 300_000_000
# Their decoders keep frames beside the picture: bytes for a pixel.
_COSTLY: Mapping[str, int] = MappingProxyType({"WEBP": 16, "HEIF": 6})
# A progressive JPEG is decoded once for each of its scans; cameras and programs write ten.
_SCAN, _MOST_SCANS = b"\xff\xda", 200
_DAMAGED = _("The picture is damaged or cut off; send the file again.")
TOO_COSTLY = _("It takes too much time or memory to look at the picture; send a plain JPEG.")


class ImageRefused(ValueError):  # noqa: N818 - a refusal, not a fault
    """The file is not taken in as a photograph; as a string, a sentence for its reader."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence, values)
        self.sentence, self.values = sentence, values

    def __str__(self) -> str:
        return gettext(self.sentence).format(**self.values)


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What a photograph tells of itself; sizes in pixels as it stands upright, degrees WGS 84."""

    format: str
    mime: str
    width: int
    height: int
    taken_on: date | None
    latitude: Decimal | None
    longitude: Decimal | None
    artist: str


def inspect(stream: IO[bytes], *, max_bytes: int, max_pixels: int) -> ImageFacts:
    """The facts of a photograph, decoded whole to prove it; ImageRefused says why not.

    Reads from the current position of the stream and leaves it there.
    """
    data = read_within(stream, max_bytes)
    _refuse_disguise(data)
    with _opened(data) as image:
        width, height = image.size
        _refuse_size(width * height, max_pixels)
        _refuse_cost(image, data)
        kind = image.format or ""
        exif = _exif(image)
        if orientation(image) >= 5:
            width, height = height, width
        _prove(image)
    latitude, longitude = _position(exif.gps)
    return ImageFacts(
        format=kind,
        mime=MIME_TYPES[kind],
        width=width,
        height=height,
        taken_on=_taken_on(exif.details),
        latitude=latitude,
        longitude=longitude,
        artist=_words(exif.main.get(_ARTIST)),
    )


def _refuse_size(pixels: int, limit: int) -> None:
    if pixels > limit:
        raise ImageRefused(
            _("The picture has {megapixels} megapixels; at most {limit} are allowed."),
            megapixels=math.ceil(pixels / 1e6),
            limit=max(1, limit // 10**6),
        )


def _refuse_cost(image: Image.Image, data: bytes) -> None:
    """A small file that would fill the memory, or keep a processor busy, is no photograph."""
    width, height = image.size
    if width * height * _bytes_a_pixel(image) > _MOST_UNFOLDED:
        raise ImageRefused(
            _(
                "Unfolded, the picture would take more than {limit} MB of memory; "
                "send it smaller, or as a plain JPEG."
            ),
            limit=_MOST_UNFOLDED // 10**6,
        )
    if image.format in ("JPEG", "MPO") and data.count(_SCAN) > _MOST_SCANS:
        raise ImageRefused(_DAMAGED)


def _bytes_a_pixel(image: Image.Image) -> int:
    """What decoding takes for each pixel of the file, our own steps included; as measured."""
    if image.format in ("JPEG", "MPO"):
        # A plain one is decoded near the size wanted; one in passes is kept whole meanwhile.
        return 2 * len(image.getbands()) if image.info.get("progressive") else 1
    if image.format in _COSTLY:
        return _COSTLY[image.format]
    if image.mode.startswith("I") or image.mode == "F":
        return 12
    if image.has_transparency_data:
        return 9 if image.mode == "RGBA" else 13
    return {"1": 1, "L": 1, "P": 6}.get(image.mode, 4)


def orientation(image: Image.Image) -> int:
    """How the picture is turned, 1 to 8 as in EXIF; a decoder that turns it itself says 1."""
    if image.format == "TIFF":
        return 1
    try:
        turned = int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # garbage in the metadata does not spoil the picture
        return 1
    return turned if 1 <= turned <= 8 else 1


def refuse_other_name(name: str, mime: str) -> None:
    """A name that promises another kind of picture than the file holds misleads every reader."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending in EXTENSIONS[mime]:
        return
    named = next((kind for kind, endings in EXTENSIONS.items() if ending in endings), None)
    if named is None:
        return
    raise ImageRefused(
        _("The name ends in “.{ending}”, but the file holds {kind}: rename it, or send it again."),
        ending=ending,
        kind=_NAMES[mime],
    )


def read_within(stream: IO[bytes], max_bytes: int) -> bytes:
    """What is left of the stream, which stays where it was; ImageRefused when it is too much."""
    start = stream.tell()
    data = stream.read(max_bytes + 1)
    stream.seek(start)
    if not data:
        raise ImageRefused(_("The file is empty."))
    if len(data) > max_bytes:
        raise ImageRefused(
            _("The file is too large; at most {limit} MB are allowed."),
            limit=max(1, max_bytes // 10**6),
        )
    return data


def _refuse_disguise(data: bytes) -> None:
    """A picture that is a page or an archive as well is meant for somebody's browser."""
    head, tail = data[:_HEAD].lower(), data[-_TAIL:]
    end = tail.rfind(_ZIP_END)
    is_archive = end >= 0 and len(tail) - end >= 22 and b"PK\x01\x02" in data
    if is_archive or any(sign.lower() in head for sign in _DISGUISES):
        raise ImageRefused(_("The file is no plain photograph; it holds something else as well."))


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
            raise ImageRefused(_("This is a HEIC picture; send it as JPEG.")) from error
        raise ImageRefused(
            _("The file is no photograph we take: JPEG, PNG, WebP or TIFF.")
        ) from error
    except Exception as error:
        raise refusal(error) from error


def _prove(image: Image.Image) -> None:
    try:
        # A JPEG is decoded at an eighth: every byte is read, a sixty-fourth of the memory used.
        image.draft(None, (_PROOF_WIDTH, _PROOF_WIDTH))
        image.load()
    except Exception as error:
        raise refusal(error) from error


def refusal(error: Exception) -> ImageRefused:
    """What is said of a decoder's error: fed hostile bytes, they raise nearly anything."""
    return ImageRefused(TOO_COSTLY if isinstance(error, MemoryError) else _DAMAGED)


@dataclass(frozen=True, slots=True)
class _Exif:
    main: Mapping[int, Any]
    details: Mapping[int, Any]
    gps: Mapping[int, Any]


def _exif(image: Image.Image) -> _Exif:
    try:
        exif = image.getexif()
        return _Exif(dict(exif), exif.get_ifd(_EXIF_IFD), exif.get_ifd(_GPS_IFD))
    except Exception:  # garbage in the metadata does not spoil the picture
        return _Exif({}, {}, {})


def _words(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    # Cameras write UTF-8 where the format knows only bytes; Pillow reads them as Latin-1.
    with contextlib.suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    printable = "".join(sign if sign.isprintable() else " " for sign in value)
    return " ".join(printable.split())[:200]


def _taken_on(details: Mapping[int, Any]) -> date | None:
    match = _TAKEN_AT.match(_words(details.get(_TAKEN) or details.get(_TAKEN_DIGITALLY)))
    if not match or int(match[1]) < _FIRST_PHOTOGRAPH:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def _position(gps: Mapping[int, Any]) -> tuple[Decimal | None, Decimal | None]:
    latitude = _degrees(gps.get(2), gps.get(1), negative="S", limit=90)
    longitude = _degrees(gps.get(4), gps.get(3), negative="W", limit=180)
    # A receiver without a fix writes zeros.
    if latitude is None or longitude is None or not (latitude or longitude):
        return None, None
    return latitude, longitude


def _degrees(parts: object, side: object, *, negative: str, limit: int) -> Decimal | None:
    try:
        amount = sum(float(part) / 60**power for power, part in enumerate(parts))  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if not (math.isfinite(amount) and abs(amount) <= limit):
        return None
    letter = _words(side).upper()[:1]
    signed = -abs(amount) if letter == negative else amount
    return Decimal(f"{signed:.6f}") + 0
