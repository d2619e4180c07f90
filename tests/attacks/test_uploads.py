"""Pictures sent by the form: each is kept whole or refused in words, and leaves nothing behind."""

import csv
import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog import renditions
from catalog.lib import image_checks
from catalog.models import Photo
from catalog.vocab import Licence
from tests.factories import make_find, put_on
from tests.lib.test_hostile_pictures import mutants

# Pillow warns of metadata it cannot read; here that is what the pictures are for.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
FORM = "/admin/catalog/photo/add/"
DATA = Path(os.environ.get("FINDSPOT_DATA_DIR", "../shared/data")) / "photos"
# What decodes them is sent 10,000 in tests/lib; a request each takes longer.
MANY = int(os.environ.get("FINDSPOT_MUTANTS", "300"))


def sent(client: Client, name: str, data: bytes) -> int:
    """The status of the answer."""
    said = {"file": SimpleUploadedFile(name, data), "kind": "photograph", "credit_line": "Photo: A"}
    said |= {"sensitivity": "open", "find_photos-TOTAL_FORMS": "0"}
    return client.post(FORM, {**said, "find_photos-INITIAL_FORMS": "0"}).status_code


def originals() -> Iterator[str]:
    """Every file in the folder of originals."""
    folder = Path(settings.MEDIA_ROOT) / "originals"
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("count", [20, pytest.param(MANY, marks=pytest.mark.slow)])
def test_mutated_pictures_are_kept_or_refused(administrator_client: Client, count: int) -> None:
    told = [sent(administrator_client, "a", data) for data in mutants(count)]

    assert set(told) == {200, 302}
    assert Photo.objects.count() == told.count(302)
    assert set(originals()) == set(Photo.objects.values_list("file", flat=True))


def inventory() -> Iterator[tuple[Path, bool]]:
    """The real pictures, and whether one expects each to be taken."""
    formats = (*image_checks.FORMATS, "MPO")
    with (DATA / "INVENTORY.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield DATA / row["path"], row["decodes"] == "y" and row["format"] in formats


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="FINDSPOT_DATA_DIR has no pictures to try")
def test_real_pictures_go_through_the_form_as_one_expects(
    administrator_client: Client, visitor: Client, tmp_path: Path
) -> None:
    for path, is_expected in inventory():
        status = sent(administrator_client, path.name, path.read_bytes())
        assert status == (302 if is_expected else 200), path.name

    assert set(originals()) == set(Photo.objects.values_list("file", flat=True))
    find, photos = make_find(published=True), Photo.objects.all()
    photos.update(published=True, license_uri=Licence.CC0, alt_en="A picture")
    for photo in photos:
        put_on(find, photo)
    assert Photo.objects.public().count() == photos.count() >= 50
    for name, content in copies(visitor, photos):
        (tmp_path / name).write_bytes(content)
    assert telling(tmp_path) == []


def copies(visitor: Client, photos: Iterable[Photo]) -> Iterator[tuple[str, bytes]]:
    """Every file of these that a visitor is given."""
    for photo in photos:
        card = f"/media/photos/{photo.public_id}/card.jpg"
        sizes = itertools.product(renditions.offered(photo), renditions.FORMATS)
        for number, address in enumerate([card, *(renditions.url(photo, *one) for one in sizes)]):
            answer = visitor.get(address)
            assert answer.status_code == 200, (photo, address)
            yield f"{photo.pk}-{number}{Path(address).suffix}", answer.content


def telling(folder: Path) -> list[tuple[str, str]]:
    """What another program finds in these pictures besides their credit, and where that lacks."""
    if not shutil.which("exiftool"):
        pytest.skip("exiftool is not installed")
    command = ["exiftool", "-json", "-G1", "-a", str(folder)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert len(told) == len(list(folder.iterdir()))
    wrong = re.compile("GPS|Serial|Comment|Thumbnail|Owner ?Name|MakerNote|IPTC|ICC_Profile")
    found = [(one["SourceFile"], key) for one in told for key in one if wrong.search(key)]
    lacking = (one for one in told if one.get("XMP-photoshop:Credit") != "Photo: A")
    return [*found, *((one["SourceFile"], "no credit") for one in lacking)]
