"""export_finds: a list that import reads back."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Find
from catalog.transfer.columns import header
from tests.factories import make_find

pytestmark = pytest.mark.django_db


def test_file_has_a_mark_for_spreadsheets_and_ends_lines_as_they_do(tmp_path: Path) -> None:
    make_find(title_en="Helmet", title_ja="鉄帽")
    path = tmp_path / "out.csv"

    said = _run("-o", path)

    data = path.read_bytes()
    assert said.strip() == f"1 find written to {path}."
    assert data.startswith(b"\xef\xbb\xbfcatalogue_number,")
    assert data.count(b"\r\n") == data.count(b"\n") == 2
    assert "鉄帽" in data.decode("utf-8-sig")


def test_terminal_gets_the_same_bytes_as_a_file(tmp_path: Path) -> None:
    make_find(markings="two\nlines", damage="one\r\nmore")
    path = tmp_path / "out.csv"
    _run("-o", path)

    assert _run().encode() == path.read_bytes()


def test_template_is_the_header_alone() -> None:
    make_find()

    assert _run("--empty") == "\ufeff" + ",".join(header()) + "\r\n"


def test_what_was_written_is_read_back_unchanged(tmp_path: Path) -> None:
    make_find()
    path = tmp_path / "out.csv"
    _run("-o", path)

    said = io.StringIO()
    call_command("import_finds", str(path), stdout=said)

    assert "unchanged 1" in said.getvalue()
    assert Find.objects.get().history.count() == 1


def test_file_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        _run("-o", tmp_path / "no" / "such" / "folder.csv")


def _run(*arguments: Any) -> str:
    said = io.StringIO()
    call_command("export_finds", *map(str, arguments), stdout=said)
    return said.getvalue()
