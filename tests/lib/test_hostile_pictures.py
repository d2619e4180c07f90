"""Pictures from somebody who means harm: each is shown or refused in words, soon and cheaply."""

import io
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from catalog.lib import image_room, images

LIMITS = {"max_bytes": 60_000_000, "max_pixels": 120_000_000}
SEED = 1945
# Pillow warns of metadata it cannot read; here that is what the pictures are for.
pytestmark = pytest.mark.filterwarnings("ignore")


def seeds() -> list[bytes]:
    """Small pictures of every format, with all that a file can carry besides its pixels."""
    noise = Image.effect_noise((48, 32), 90).convert("RGB")
    exif = Image.Exif()
    exif[274] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 44.0, 0.0), 3: "E", 4: (156.0, 19.0, 0.0)})
    kinds = [
        ("JPEG", {"comment": b"here", "exif": exif}),
        ("JPEG", {"progressive": True, "exif": exif}),
        ("PNG", {"exif": exif}),
        ("WEBP", {"exif": exif}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {"exif": exif, "compression": "tiff_lzw"}),
        ("TIFF", {"compression": "jpeg"}),
    ]
    made = []
    for kind, options in kinds:
        stream = io.BytesIO()
        noise.save(stream, kind, **options)
        made.append(stream.getvalue())
    return made


def mutants(count: int) -> Iterator[bytes]:
    """The same wrong pictures at every run: bytes turned, cut off, doubled or swapped."""
    chance, whole = random.Random(SEED), seeds()
    for _ in range(count):
        data = bytearray(chance.choice(whole))
        for _again in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            match chance.randrange(5):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    data[at : at + 4] = chance.randbytes(4)
                case 2:
                    del data[at : at + chance.randint(1, 200)]
                case 3:
                    data[at:at] = data[at : at + chance.randint(1, 200)]
                case 4:
                    data[at : at + 4] = b"\xff\xff\xff\x7f"
            data = data or bytearray(b"\0")
        yield bytes(data)


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_mutated_pictures_are_shown_or_refused_in_words(count: int) -> None:
    shown = refused = 0
    for data in mutants(count):
        stream = io.BytesIO(data)
        try:
            images.inspect(stream, **LIMITS)
            content = images.render(stream, width=40)
        except images.ImageRefused:
            refused += 1
            continue
        shown += 1
        assert Image.open(io.BytesIO(content)).size <= (48, 48)

    assert shown > count / 20
    assert refused > count / 20


def bomb(kind: str, size: tuple[int, int]) -> bytes:
    """A picture of one colour that packs very small."""
    stream = io.BytesIO()
    Image.new("1", size).save(stream, kind)
    return stream.getvalue()


def jpeg(size: tuple[int, int]) -> bytes:
    """A picture of one colour that is decoded near the size wanted."""
    stream = io.BytesIO()
    Image.new("L", size).save(stream, "JPEG")
    return stream.getvalue()


def cost() -> tuple[float, int]:
    """Seconds and bytes the decoder that looked last has taken since it began."""
    number = image_room._idle[-1]._process.pid
    clock = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[11:13]
    peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{number}/status").read_text())
    return sum(map(int, clock)) / os.sysconf("SC_CLK_TCK"), int(peak[1]) * 1024


@pytest.fixture
def fresh() -> None:
    image_room._end_all()


@pytest.mark.slow
@pytest.mark.usefixtures("fresh")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux what it cost")
def test_bombs_cost_little() -> None:
    header = bytearray(bomb("PNG", (8, 8)))
    header[16:24] = (60_000).to_bytes(4) * 2
    large = jpeg((20_000, 10_000))
    hostile = [bytes(header), bomb("PNG", (30_000, 30_000)), bomb("TIFF", (20_000, 10_000)), large]

    for data in hostile:
        with pytest.raises(images.ImageRefused, match=r"megapixels|no photograph"):
            images.inspect(io.BytesIO(data), **LIMITS)
    facts = images.inspect(io.BytesIO(large), **LIMITS | {"max_pixels": 200_000_000})
    assert images.render(io.BytesIO(large), width=2000)

    seconds, size = cost()
    assert facts.width == 20_000
    assert seconds < 3
    assert size < 400_000_000
