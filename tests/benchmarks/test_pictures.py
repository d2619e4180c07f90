"""The benchmark of pictures runs, and its own way costs less than the plain one."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory")
def test_ours_costs_less_than_the_plain_way() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.pictures", "--repeat", "1"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines()]
    costs = {tuple(row[:3]): (float(row[3]), int(row[4])) for row in rows[2:]}
    assert len(costs) == 8
    for (name, kind, way), (seconds, held) in costs.items():
        if way == "ours":
            assert seconds < costs[name, kind, "plain"][0]
            assert held < min(80, costs[name, kind, "plain"][1])
