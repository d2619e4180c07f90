"""import_events brings the history of states, once, and says what it refuses."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from catalog.models import Find, StatusEvent
from tests.factories import make_find

pytestmark = pytest.mark.django_db
HEADER = "catalogue_number,track,status,date,institution,treatment,actor"
REPORTED = "H-1,restoration,not_assessed,2015-08-12,,,"
ASSESSED = "H-1,restoration,awaiting,2016,,,A. Conservator"


@pytest.fixture
def helmet(db: None) -> Find:
    return make_find(catalogue_number="H-1")


def call(folder: Path, *rows: str, options: Any = ()) -> str:
    path = folder / "events.csv"
    path.write_text("\r\n".join((HEADER, *rows)), encoding="utf-8")
    return call_command("import_events", str(path), "--as", "reviewer", *options)


def test_a_history_goes_in_in_its_order(tmp_path: Path, helmet: Find, reviewer: User) -> None:
    said = call(tmp_path, REPORTED, ASSESSED)

    helmet.refresh_from_db()
    assert "new 2" in said
    assert helmet.restoration_status == "awaiting"
    assert [event.user for event in helmet.events.all()] == [reviewer, reviewer]


def test_the_same_file_again_changes_nothing(tmp_path: Path, helmet: Find, reviewer: User) -> None:
    call(tmp_path, REPORTED, ASSESSED)

    assert "unchanged 2" in call(tmp_path, REPORTED, ASSESSED)
    assert StatusEvent.objects.count() == 2


def test_a_trial_writes_nothing(tmp_path: Path, helmet: Find, reviewer: User) -> None:
    assert "nothing was written" in call(tmp_path, REPORTED, options=["--dry-run"])
    assert not StatusEvent.objects.exists()


def test_a_step_that_cannot_be_is_refused_with_the_allowed_ones(
    tmp_path: Path, helmet: Find, reviewer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="refused 1"):
        call(tmp_path, REPORTED, "H-1,restoration,restored,2016,,,")

    assert "Line 3, status" in capsys.readouterr().out
    assert not StatusEvent.objects.exists()


def test_the_good_rows_go_in_where_that_is_asked(
    tmp_path: Path, helmet: Find, reviewer: User
) -> None:
    said = call(tmp_path, "NOBODY,custody,recovered,2015,,,", REPORTED, options=["--skip-errors"])

    assert "new 1" in said
    assert "refused 1" in said
    assert helmet.events.count() == 1


def test_who_may_not_change_finds_records_nothing(
    tmp_path: Path, helmet: Find, recorder: User, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "events.csv"
    path.write_text(f"{HEADER}\r\n{REPORTED}", encoding="utf-8")

    with pytest.raises(CommandError, match="refused 1"):
        call_command("import_events", str(path), "--as", "recorder")

    assert "only your own drafts" in capsys.readouterr().out
