"""The benchmark runs; what it measures is read by people."""

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from tests.benchmarks import made_finds

ROOT = Path(__file__).resolve().parents[2]


def test_shorter_list_is_the_head_of_the_longer_one() -> None:
    assert list(made_finds.rows(20)) == list(islice(made_finds.rows(200), 20))


@pytest.mark.slow
def test_table_has_a_line_for_everything_measured() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.import_and_listing"]
    quiet = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    done = subprocess.run(
        [*command, "--finds", "4500", "--repeat", "1"],
        cwd=ROOT,
        env=quiet,
        capture_output=True,
        text=True,
        check=True,
    )

    lines = done.stdout.splitlines()
    assert len(lines) == 11
    assert all(line.count("|") == 6 for line in lines)
