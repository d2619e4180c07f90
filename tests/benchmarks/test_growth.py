"""The benchmark of growing catalogues runs, and says what it promises."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_it_prints_a_block_for_each_size_with_its_growth() -> None:
    outside = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = ["-m", "tests.benchmarks.growth", "--finds", "200", "400", "--repeat", "2"]

    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=outside,
        capture_output=True,
        text=True,
        check=True,
    )

    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines()]
    small, large = ([row for row in rows[2:] if row[0] == size] for size in ("200", "400"))
    assert [row[1] for row in small] == [row[1] for row in large]
    assert {"listing", "one find", "one edit, seen", "memory, built"} <= {row[1] for row in small}
    assert not any(row[4] for row in small)
    assert all(float(row[4]) > 0 for row in large)
