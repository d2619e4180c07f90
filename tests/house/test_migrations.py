"""Migrations: complete, named by a person, and independent of the code of the day."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = sorted((ROOT / "catalog" / "migrations").glob("[0-9]*.py"))


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_migration_has_a_name_given_by_a_person(path: Path) -> None:
    assert not re.search(r"_auto_\d|^\d+_alter_.*_and_more", path.stem)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_migration_that_moves_data_uses_no_live_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not _names(tree) & {"RunPython", "get_model"}:
        return

    imported = _imported(tree)

    assert not [name for name in imported if name.split(".")[0] == "catalog"]


def _names(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def _imported(tree: ast.AST) -> list[str]:
    imported = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imported.append(node.module or "")
    return imported
