import stat

import pytest
from django.core.files.base import ContentFile

from catalog.lib.storage import private_storage, rendition_storage


def test_originals_are_readable_by_this_process_only(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    name = private_storage().save("2015/a.jpg", ContentFile(b"pixels"))

    path = tmp_path / "originals" / name
    assert path.read_bytes() == b"pixels"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_files_have_no_address():
    for storage in (private_storage(), rendition_storage()):
        with pytest.raises(ValueError, match="URL"):
            storage.url("a.jpg")


def test_a_storage_follows_the_setting(settings, tmp_path):
    storage = rendition_storage()

    settings.MEDIA_ROOT = tmp_path / "elsewhere"

    assert storage.path("a.webp") == str(tmp_path / "elsewhere" / "renditions" / "a.webp")
