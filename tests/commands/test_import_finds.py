"""import_finds: files and options in, sentences out."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from catalog.models import Find, ImportRun
from tests.transfer.lists_in import furnish, row, table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def furnished(db: None) -> None:
    furnish()


def test_last_line_tells_the_counts(tmp_path: Path) -> None:
    said = _run(_file(tmp_path, row("A-1"), row("A-2"), row("A-3")))

    assert said.splitlines()[-1] == (
        "3 rows read, new 3, changed 0, unchanged 0, refused 0. Written."
    )


def test_refused_rows_are_told_and_fail(tmp_path: Path) -> None:
    path = _file(tmp_path, row("A-1"), row("A-2", nationality="japn"))

    said = io.StringIO()
    with pytest.raises(CommandError, match=r"refused 1\. Nothing was written"):
        call_command("import_finds", path, stdout=said)

    assert "Line 3, nationality: “japn”: It is not in the list. Nearest: japan" in said.getvalue()
    assert not Find.objects.exists()


def test_very_many_problems_are_counted_and_the_first_told(tmp_path: Path) -> None:
    rows = [row(f"A-{number}", quantity="0") for number in range(60)]

    said = _run(_file(tmp_path, *rows), "--skip-errors")

    assert "… and 10 more." in said
    assert "refused 60" in said


def test_trial_run_writes_nothing(tmp_path: Path) -> None:
    said = _run(_file(tmp_path, row()), "--dry-run")

    assert "new 1" in said
    assert "nothing was written" in said
    assert not Find.objects.exists()


def test_refused_rows_can_be_mended_and_fed_again(tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    mapping = _mapping(tmp_path, '[columns]\ncatalogue_number = "S-{#}"\ncategory = "kind"\n')
    lines = [["kind", "x"], ["helmet", "=1"], ["tin hat", "b,\n"], ["helmet", ""], ["hat", ""]]
    path = _csv(tmp_path / "list.csv", lines)
    constants = '[constants]\nexpedition = "SHU-2015"\nobject_type = "helmet"\ntitle_en = "x"\n'
    mapping.write_text(mapping.read_text(encoding="utf-8") + constants, encoding="utf-8")

    _run(path, "--mapping", mapping, "--errors", errors, "--skip-errors")
    text = errors.read_text(encoding="utf-8-sig")
    kept = list(csv.DictReader(io.StringIO(text, newline="")))
    errors.write_text(text.replace("tin hat", "helmet").replace("hat,", "helmet,"), "utf-8-sig")
    said = _run(errors, "--mapping", mapping, "--errors", tmp_path / "again.csv")

    assert [one["_row"] for one in kept] == ["2", "4"]
    assert kept[0]["x"] == "b,\n"
    assert "category" in kept[0]["_problem"]
    assert "new 2" in said
    numbers = Find.objects.order_by("number_sort").values_list("catalogue_number", flat=True)
    assert list(numbers) == ["S-1", "S-2", "S-3", "S-4"]
    assert "_line" not in said


def test_refused_rows_never_overwrite_the_list(tmp_path: Path) -> None:
    path = _file(tmp_path, row())
    before = path.read_bytes()

    with pytest.raises(CommandError, match="file of their own"):
        _run(path, "--errors", path)

    assert path.read_bytes() == before


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig"])
def test_mapping_may_have_a_byte_order_mark(tmp_path: Path, form: str) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text('[constants]\nquantity = "3"\n', encoding=form)

    _run(_file(tmp_path, row()), "--mapping", mapping)

    assert Find.objects.get().quantity == 3


def test_names_are_made_by_the_option_alone(tmp_path: Path) -> None:
    path = _file(tmp_path, row(place="New island", holder="New museum"))

    with pytest.raises(CommandError, match="refused 1"):
        _run(path, "--create-missing", "place")
    said = _run(path, "--create-missing")

    assert "Added to place: 1" in said
    assert Find.objects.get().holder.name_en == "New museum"


def test_it_acts_with_the_rights_of_the_user_named(tmp_path: Path, recorder: User) -> None:
    path = _file(tmp_path, row())

    _run(path, "--as", "recorder")

    assert Find.objects.get().created_by == recorder
    assert ImportRun.objects.get().user == recorder


def test_encoding_and_separator_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(table([row(title_ru="Каска")], "\t").encode("koi8-r"))

    _run(path, "--encoding", "koi8-r", "--delimiter", "tab")

    assert Find.objects.get().title_ru == "Каска"


def test_guessed_encoding_and_ignored_columns_are_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    cells = {f"nobody {number}": "x" for number in range(70)}
    path.write_bytes(table([row(title_ru="Каска с дырой", **cells)]).encode("cp1251"))

    said = _run(path)

    assert "read as cp1251, which is a guess" in said
    assert "Columns ignored: nobody 0, nobody 1" in said
    assert "and 20 more" in said


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["nowhere.csv"], "There is no file nowhere.csv"),
        (["."], "There is no file"),
        (["FILE", "--mapping", "nowhere.toml"], "There is no mapping"),
        (["FILE", "--mapping", "."], "There is no mapping"),
        (["FILE", "--mapping", "LATIN"], "is not UTF-8"),
        (["FILE", "--as", "nobody"], "There is no user “nobody”"),
        (["FILE", "--encoding", "klingon"], "“klingon” is no encoding"),
        (["FILE", "--encoding", "utf-7"], "“utf-7” is no encoding"),
        (["FILE", "--encoding", "utf-16"], "not written in utf-16"),
        (["FILE", "--delimiter", ";;"], "give one character"),
        (["FILE", "--delimiter", '"'], "give one character"),
        (["FILE", "--errors", "no/such/folder/e.csv"], "cannot be written"),
    ],
)
def test_wrong_arguments_get_a_sentence(tmp_path: Path, arguments: list[str], part: str) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes("# Каска".encode("cp1251"))
    named = {"FILE": _file(tmp_path, row()), "LATIN": latin}

    with pytest.raises(CommandError) as refused:
        _run(*[named.get(argument, argument) for argument in arguments])

    assert part in str(refused.value)
    assert not Find.objects.exists()


def test_file_that_cannot_be_read_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, row())
    monkeypatch.setattr(Path, "open", _denied)

    with pytest.raises(CommandError, match="The file cannot be read: Permission denied"):
        _run(path)


def _denied(self: Path, *args: Any, **kwargs: Any) -> Any:
    raise PermissionError(13, "Permission denied", str(self))


def _run(*arguments: Any) -> str:
    said = io.StringIO()
    call_command("import_finds", *map(str, arguments), stdout=said)
    return said.getvalue()


def _file(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "list.csv"
    path.write_text(table(rows), encoding="utf-8", newline="")
    return path


def _csv(path: Path, lines: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    return path


def _mapping(folder: Path, toml: str) -> Path:
    path = folder / "mapping.toml"
    path.write_text(toml, encoding="utf-8")
    return path
