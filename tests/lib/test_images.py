import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image, ImageCms, ImageDraw

from catalog.lib import image_checks, images

DATA = Path(os.environ.get("FINDSPOT_DATA_DIR", "../shared/data")) / "photos"
LIMITS = {"max_bytes": 5_000_000, "max_pixels": 20_000_000}
GPS = {1: "N", 2: (50.0, 44.0, 0.0), 3: "E", 4: (156.0, 19.0, 0.0)}


CREDIT = images.Credit(
    line="Пётр & Co - Via",
    creator="Пётр & Co",
    rights="© 占守",
    holder="The museum",
    licence="http://creativecommons.org/licenses/by/4.0/",
    via="An <archive>",
    source="https://example.org/a?b=1&c=2",
)


def picture(kind="JPEG", *, size=(60, 40), mode="RGB", colour=None, **options):
    stream = io.BytesIO()
    Image.new(mode, size, colour or 0).save(stream, kind, **options)
    stream.seek(0)
    return stream


def tagged(**options):
    """A JPEG that carries a position, a person and a comment."""
    exif = Image.Exif()
    exif[315] = "Ivan Petrov"
    exif.get_ifd(0x8769)[36867] = "2015:08:18 12:00:00"
    exif.get_ifd(0x8825).update(options.pop("gps", GPS))
    return picture(exif=exif, comment=b"lat 50.7333 lon 156.3167", **options)


def opened(content):
    return Image.open(io.BytesIO(content))


def refusal(content, **limits):
    with pytest.raises(images.ImageRefused) as caught:
        images.inspect(io.BytesIO(content), **{**LIMITS, **limits})
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("TIFF", "image/tiff")],
)
def test_a_photograph_is_known_by_its_content(kind, mime):
    facts = images.inspect(picture(kind), **LIMITS)

    assert (facts.format, facts.mime, facts.width, facts.height) == (kind, mime, 60, 40)
    assert (facts.taken_on, facts.latitude, facts.artist) == (None, None, "")


def test_a_photograph_tells_where_and_when_it_was_taken():
    facts = images.inspect(tagged(), **LIMITS)

    assert facts.taken_on == date(2015, 8, 18)
    assert (facts.latitude, facts.longitude) == (Decimal("50.733333"), Decimal("156.316667"))
    assert facts.artist == "Ivan Petrov"


@pytest.mark.parametrize(
    "gps",
    [
        {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)},
        GPS | {2: (95.0, 0.0, 0.0)},
        {2: (50.0, 44.0, 0.0)},
        {1: "N"},
    ],
    ids=["zeros", "beyond the pole", "half of it", "empty"],
)
def test_a_position_that_cannot_be_is_no_position(gps):
    facts = images.inspect(tagged(gps=gps), **LIMITS)

    assert (facts.latitude, facts.longitude) == (None, None)


def test_south_and_west_are_negative():
    facts = images.inspect(tagged(gps={**GPS, 1: "S", 3: "W"}), **LIMITS)

    assert facts.latitude < 0
    assert facts.longitude < 0


def test_the_stream_is_left_where_it_was():
    stream = picture()

    images.inspect(stream, **LIMITS)

    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "something else as well"),
        (b"%PDF-1.7", "something else as well"),
        (b"number,title\n1,a helmet\n", "no photograph we take"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "HEIC"),
    ],
)
def test_what_is_no_photograph_is_refused_in_words(content, reason):
    if reason == "HEIC" and "HEIF" in Image.OPEN:
        pytest.skip("this installation reads HEIC")

    assert reason in refusal(content)


def test_a_heic_picture_is_taken_where_it_can_be_read():
    pytest.importorskip("pillow_heif")
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(GPS)
    stream = picture("HEIF", size=(120, 80), colour=(200, 30, 30), exif=exif)

    facts = images.inspect(stream, **LIMITS)
    content = images.render(stream, width=60)

    assert (facts.mime, facts.width, facts.height) == ("image/heic", 120, 80)
    assert facts.latitude == Decimal("50.733333")
    assert opened(content).size == (60, 40)
    assert not dict(opened(content).getexif())


@pytest.mark.parametrize("kind", ["GIF", "BMP", "ICO", "PPM"])
def test_other_pictures_are_refused(kind):
    assert "no photograph we take" in refusal(picture(kind).getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_cut_off_is_refused(kind):
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    stream = io.BytesIO()
    noise.save(stream, kind)

    assert refusal(stream.getvalue()[: len(stream.getvalue()) // 2])


def test_a_picture_too_large_is_refused_before_it_is_decoded():
    bomb = picture("PNG", size=(9000, 9000), mode="1").getvalue()

    assert "81 megapixels" in refusal(bomb)
    assert "too large" in refusal(picture().getvalue(), max_bytes=100)


def test_a_bomb_is_refused():
    header = bytearray(picture("PNG", mode="1").getvalue())
    header[16:24] = (60_000).to_bytes(4) + (60_000).to_bytes(4)

    assert refusal(bytes(header), max_pixels=10**12)


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [("PNG", "RGBA", {}), ("TIFF", "I;16", {}), ("JPEG", "RGB", {"progressive": True})],
)
def test_a_picture_that_would_fill_the_memory_is_refused(kind, mode, options, monkeypatch):
    content = picture(kind, mode=mode, size=(100, 100), **options).getvalue()
    monkeypatch.setattr(image_checks, "_MOST_UNFOLDED", 50_000)

    with pytest.raises(images.ImageRefused, match="of memory"):
        image_checks.inspect(io.BytesIO(content), **LIMITS)


def test_a_jpeg_in_countless_passes_is_refused():
    content = picture().getvalue()

    assert "damaged" in refusal(content[:-2] + b"\xff\xda\x00\x08" * 300 + content[-2:])


@pytest.mark.parametrize(
    ("name", "mime", "is_taken"),
    [
        ("a.JPG", "image/jpeg", True),
        ("a.jpeg", "image/jpeg", True),
        ("a", "image/png", True),
        ("a.scan", "image/tiff", True),
        ("a.jpg", "image/png", False),
        ("a.png", "image/webp", False),
    ],
)
def test_a_name_that_promises_another_picture_is_refused(name, mime, is_taken):
    if is_taken:
        images.refuse_other_name(name, mime)
        return
    with pytest.raises(images.ImageRefused, match="but the file holds"):
        images.refuse_other_name(name, mime)


def test_a_picture_that_is_an_archive_too_is_refused():
    stream = picture()
    stream.seek(0, os.SEEK_END)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("page.html", "<script>")

    assert "something else" in refusal(stream.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_copy_carries_nothing_of_the_original(kind):
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">secret place</x:xmpmeta>'

    content = images.render(tagged(xmp=xmp), width=50, format=kind)

    copy = opened(content)
    assert not dict(copy.getexif())
    assert not {"comment", "xmp", "exif", "icc_profile", "photoshop"} & set(copy.info)
    for trace in (b"lat 50", b"Ivan", b"secret", b"GPS", b"2015"):
        assert trace not in content


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_copy_carries_our_credit(kind):
    content = images.render(picture(), width=50, format=kind, credit=CREDIT)

    copy = opened(content)
    assert copy.getexif()[315].encode("latin-1").decode() == "Пётр & Co"
    told = {etree.QName(one).localname: "".join(one.itertext()) for one in properties(copy)}
    assert told == {
        "Credit": CREDIT.line,
        "creator": CREDIT.creator,
        "rights": CREDIT.rights,
        "Owner": CREDIT.holder,
        "WebStatement": CREDIT.licence,
        "license": "",
        "Source": CREDIT.via,
        "source": CREDIT.source,
    }


def properties(copy):
    packet = etree.fromstring(copy.info["xmp"])
    return packet.find(".//{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description")


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("WEBP", "webp")])
def test_another_program_finds_the_credit_and_nothing_else(kind, ending, tmp_path):
    stream = tagged(xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/">secret</x:xmpmeta>')
    path = tmp_path / f"copy.{ending}"
    path.write_bytes(images.render(stream, width=50, format=kind, credit=CREDIT))

    command = ["exiftool", "-json", "-G1", str(path)]
    (told,) = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)

    ours = {key: value for key, value in told.items() if key.startswith(("XMP-", "IFD0:"))}
    assert ours.pop("XMP-dc:Creator") == CREDIT.creator
    assert ours.pop("XMP-photoshop:Credit") == CREDIT.line
    assert ours.pop("XMP-xmpRights:WebStatement") == CREDIT.licence
    assert ours.pop("XMP-dc:Source") == CREDIT.source
    assert ours.pop("XMP-dc:Rights") == CREDIT.rights
    groups = {key.partition(":")[0] for key in told}
    assert not {"GPS", "ExifIFD", "IPTC", "Photoshop", "ICC_Profile", "IFD1"} & groups
    assert not [key for key in told if re.search("GPS|Serial|Comment|Thumbnail|Owner ?Name", key)]


def test_a_control_sign_does_not_spoil_the_credit():
    credit = images.Credit(line="Bell\x07 and\nline")

    copy = opened(images.render(picture(), width=9, credit=credit))

    assert "".join(properties(copy).itertext()) == "Bell and line"


def test_several_copies_are_made_from_one_decoding():
    wanted = [(40, "JPEG"), (40, "WEBP"), (20, "JPEG")]

    made = [opened(content) for content in images.copies(picture(), wanted)]

    assert [(copy.width, copy.format) for copy in made] == wanted


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_turned_picture_has_the_size_it_is_shown_in(kind):
    exif = Image.Exif()
    exif[274] = 6
    upright = Image.new("RGB", (80, 40), "black")
    ImageDraw.Draw(upright).rectangle((0, 0, 20, 10), fill="white")
    stream = io.BytesIO()
    upright.transpose(Image.Transpose.ROTATE_90).save(stream, kind, exif=exif)
    stream.seek(0)

    facts = images.inspect(stream, **LIMITS)
    copy = opened(images.render(stream, width=80))

    assert (facts.width, facts.height) == copy.size == (80, 40)
    assert copy.getpixel((4, 4))[0] > 200


def test_a_copy_is_never_larger_than_the_original():
    assert opened(images.render(picture(size=(60, 40)), width=320)).size == (60, 40)
    assert opened(images.render(picture(size=(600, 400)), width=320)).size == (320, 213)
    assert opened(images.render(picture(size=(3000, 1)), width=320)).size == (320, 1)


@pytest.mark.parametrize(
    ("orientation", "stored_as"),
    [
        (1, None),
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (4, Image.Transpose.FLIP_TOP_BOTTOM),
        (5, Image.Transpose.TRANSPOSE),
        (6, Image.Transpose.ROTATE_90),
        (7, Image.Transpose.TRANSVERSE),
        (8, Image.Transpose.ROTATE_270),
    ],
)
def test_a_copy_stands_upright(orientation, stored_as):
    upright = Image.new("RGB", (80, 40), "black")
    ImageDraw.Draw(upright).rectangle((0, 0, 20, 10), fill="white")
    stored = upright.transpose(stored_as) if stored_as is not None else upright
    exif = Image.Exif()
    exif[274] = orientation
    stream = io.BytesIO()
    stored.save(stream, "JPEG", exif=exif, quality=95)

    copy = opened(images.render(stream, width=40))

    assert copy.size == (40, 20)
    assert copy.getpixel((3, 2))[0] > 200
    assert copy.getpixel((35, 15))[0] < 50


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))])
def test_what_is_transparent_becomes_white(mode, colour):
    copy = opened(images.render(picture("PNG", mode=mode, colour=colour), width=50))

    assert copy.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "CMYK"])
def test_every_kind_of_pixels_is_shown(mode):
    kind = "TIFF" if mode == "CMYK" else "PNG"

    assert opened(images.render(picture(kind, mode=mode), width=50)).mode == "RGB"


def test_deep_greys_keep_their_tones():
    copy = opened(images.render(picture("PNG", mode="I;16", colour=32768), width=50))

    assert abs(copy.getpixel((5, 5))[0] - 128) <= 2


def test_colours_are_brought_to_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    content = images.render(picture(colour=(200, 30, 30), icc_profile=profile), width=50)

    assert abs(opened(content).getpixel((5, 5))[0] - 200) <= 4
    assert "icc_profile" not in opened(content).info


def test_a_broken_profile_does_not_spoil_the_picture():
    assert images.render(picture(icc_profile=b"garbage" * 30), width=50)


def test_a_copy_of_damage_is_refused():
    with pytest.raises(images.ImageRefused, match="damaged"):
        images.render(io.BytesIO(picture().getvalue()[:200]), width=50)


def real_pictures():
    """The files of the inventory, and whether one expects each to be taken."""
    with (DATA / "INVENTORY.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            is_ours = row["format"] in (*image_checks.FORMATS, "MPO")
            yield DATA / row["path"], row["decodes"] == "y" and is_ours


# Pillow warns of metadata it cannot read; here that is what the pictures are for.
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not DATA.is_dir(), reason="FINDSPOT_DATA_DIR has no pictures to try")
def test_real_pictures_are_taken_or_refused_as_their_inventory_says(tmp_path):
    taken = {}
    for path, is_expected in real_pictures():
        with path.open("rb") as stream:
            try:
                facts = images.inspect(stream, max_bytes=30_000_000, max_pixels=50_000_000)
                images.refuse_other_name(path.name, facts.mime)
            except images.ImageRefused:
                assert not is_expected, path.name
                continue
            assert is_expected, path.name
            for number, (width, kind) in enumerate([(640, "JPEG"), (320, "WEBP")]):
                copy = tmp_path / f"{len(taken):03}-{number}.{kind.lower()}"
                copy.write_bytes(images.render(stream, width=width, format=kind, credit=CREDIT))
                check_clean(copy)
        taken[path.name] = facts
    check_by_exiftool(tmp_path)

    assert len(taken) >= 50
    assert taken["DSCN0010.jpg"].latitude is not None
    assert (taken["landscape_6.jpg"].width, taken["landscape_6.jpg"].height) == (600, 450)


def check_clean(copy):
    """Pillow finds our credit, and nothing else."""
    with Image.open(copy) as picture:
        assert set(picture.getexif()) <= {315, 33432}, copy
        assert not {"comment", "icc_profile", "photoshop"} & set(picture.info), copy
        assert CREDIT.line in "".join(properties(picture).itertext()), copy


def check_by_exiftool(folder):
    """Another program finds the same."""
    if not shutil.which("exiftool"):
        return
    command = ["exiftool", "-json", "-G1", "-r", str(folder)]
    for told in json.loads(subprocess.run(command, check=True, capture_output=True).stdout):
        assert told["XMP-photoshop:Credit"] == CREDIT.line, told["SourceFile"]
        wrong = [key for key in told if re.search("GPS|Serial|Comment|Thumbnail|OwnerName", key)]
        assert wrong == [], told["SourceFile"]
