"""The floors of the house: pyproject.toml states them, import-linter holds them."""

from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[2]


def test_imports_only_go_down(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"))

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
