"""The benchmark of lists runs, and every step stands beside a plain one."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_each_step_has_a_line_and_a_ratio() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.transfer", "--finds", "300"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines()]
    told = [row[0] for row in rows[2:]]
    assert len(told) == 12
    assert [row[0].startswith("plain") for row in rows[2:]] == [not row[5] for row in rows[2:]]
    assert {"import, all new", "import, unchanged", "export, CSV", "export, public CSV"} <= set(
        told
    )
