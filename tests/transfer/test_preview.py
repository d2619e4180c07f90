"""The preview of a trial: what it keeps of many reasons."""

from pathlib import Path

from catalog.transfer.preview import MOST_GROUPS, Kept, Preview
from catalog.transfer.report import Outcome, problem


def test_a_reason_of_many_rows_is_found_among_many_of_few(tmp_path: Path) -> None:
    preview = Preview()
    for line in range(2, 10_002):
        once = problem(line, "catalogue_number", f"A-{line}", "Stands twice.")
        often = problem(line, "nationality", "Jap.", "Not in the list.")
        problems = [once, often] if line > 5_000 and not line % 5 else [once]
        preview.add(Outcome(line, f"A-{line}", "refused", problems=problems))
    preview.save(tmp_path / "preview.json")

    kept = Kept.read(tmp_path / "preview.json")

    assert len(kept.errors) == MOST_GROUPS
    assert (kept.errors[0].value, kept.errors[0].count) == ("Jap.", 1000)
