"""The list of events writes histories by the verb people use."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from catalog.models import Find, ImportRun
from catalog.models.status import label_of
from catalog.transfer import lists
from catalog.transfer.events import Events
from catalog.transfer.importing import ImportRefused
from catalog.transfer.report import Report
from catalog.vocab import Category, EventOrigin
from tests.factories import make_find, make_institution

NOW = datetime(2026, 1, 2, tzinfo=UTC)
HEADER = "catalogue_number,track,status,date,institution,treatment,document,authority,note"
HISTORY = (
    "H-1,custody,in_situ,2014~,,,,,",
    "H-1,custody,recovered,2014-09,,,,,",
    "H-1,restoration,awaiting,2014-11,,,,,",
    "H-1,restoration,in_progress,2015-02,Workshop,,,,",
    "H-1,restoration,restored,2016-04-15,Workshop,Cleaned and painted.,,,",
)
pytestmark = pytest.mark.django_db


def take(user: Any, *rows: str) -> Report:
    file = io.BytesIO("\r\n".join((HEADER, *rows)).encode("utf-8-sig"))
    return lists.run(file, Events, name="events.csv", user=user, now=NOW)


@pytest.fixture
def helmet() -> Find:
    """A helmet nothing is reported of, and the workshop that treats it."""
    make_institution("Workshop")
    return make_find(catalogue_number="H-1")


def test_a_history_is_written_in_its_order(helmet: Find, reviewer: User) -> None:
    report = take(reviewer, *HISTORY)

    helmet.refresh_from_db()
    steps = helmet.events.filter(track="restoration").values_list("from_status", "to_status")
    assert report.counts == {"new": 5}
    assert (helmet.custody_status, helmet.restoration_status) == ("recovered", "restored")
    assert list(steps) == [
        ("", "awaiting"),
        ("awaiting", "in_progress"),
        ("in_progress", "restored"),
    ]


def test_only_the_first_state_of_a_track_is_as_reported(helmet: Find, reviewer: User) -> None:
    take(reviewer, *HISTORY)

    origins = helmet.events.filter(track="custody").values_list("origin", flat=True)
    assert list(origins) == [EventOrigin.IMPORT, EventOrigin.PERSON]


def test_the_same_history_again_changes_nothing(helmet: Find, reviewer: User) -> None:
    take(reviewer, *HISTORY)

    report = take(reviewer, *HISTORY)

    assert report.counts == {"same": 5}
    assert helmet.events.count() == 5


def test_a_longer_history_adds_what_is_new(helmet: Find, reviewer: User) -> None:
    take(reviewer, *HISTORY)

    report = take(reviewer, *HISTORY, "H-1,custody,in_store,2014-10,,,,,")

    helmet.refresh_from_db()
    assert report.counts == {"same": 5, "new": 1}
    assert helmet.custody_status == "in_store"


@pytest.mark.parametrize("line", ["H-1,custody,in_store", "H-1,custody,in_store,2014-10,,,,,,x"])
def test_a_row_of_another_width_is_refused(helmet: Find, reviewer: User, line: str) -> None:
    report = take(reviewer, *HISTORY, line)

    assert "cells, the header has" in str(report.problems[0])
    assert not helmet.events.exists()


def test_an_impossible_step_names_what_is_allowed_and_takes_all_back(
    helmet: Find, reviewer: User
) -> None:
    report = take(reviewer, *HISTORY[:2], "H-1,custody,transferred,2015,,,,,")

    problem = report.problems[0]
    assert (problem.line, problem.column, problem.value) == (4, "status", "transferred")
    assert label_of("custody", "in_store") in problem.message
    assert report.refused == 1
    assert not helmet.events.exists()


def test_a_step_without_what_it_needs_is_refused(helmet: Find, reviewer: User) -> None:
    report = take(
        reviewer, "H-1,restoration,awaiting,2015,,,,,", "H-1,restoration,in_progress,2015,,,,,"
    )

    assert "institution" in report.problems[0].message


def test_each_wrong_cell_is_named(helmet: Find, reviewer: User) -> None:
    report = take(
        reviewer,
        "H-9,custody,in_situ,2015,,,,,",
        "H-1,storage,in_situ,2015,,,,,",
        "H-1,custody,in_bag,2015,,,,,",
        "H-1,custody,in_situ,32.08.2025,,,,,",
        "H-1,custody,in_situ,2015,Nowhere,,,,",
        "H-1,custody,in_situ,,,,,,",
    )

    columns = ["catalogue_number", "track", "status", "date", "institution", "date"]
    assert [problem.column for problem in report.problems] == columns
    assert [problem.line for problem in report.problems] == [2, 3, 4, 5, 6, 7]


def test_a_hazard_never_begins_safer_than_its_evidence(reviewer: User) -> None:
    make_find(catalogue_number="M-1", category=Category.MUNITION)

    report = take(reviewer, "M-1,hazard,not_explosive,2015,,,,,")

    assert [problem.column for problem in report.problems] == ["status"]


def test_only_a_reviewer_reports_that_a_hazard_became_less(recorder: User) -> None:
    find = make_find(catalogue_number="M-1", category=Category.MUNITION, created_by=recorder)
    rows = (
        "M-1,hazard,unknown,2015-08-12,,,,,",
        "M-1,hazard,not_explosive,2015-08-13,,,Report 4,Disposal unit,",
    )

    report = take(recorder, *rows)

    assert [problem.line for problem in report.problems] == [3]
    assert not find.events.exists()


def test_a_recorder_touches_only_own_drafts(helmet: Find, recorder: User) -> None:
    report = take(recorder, HISTORY[0])

    assert [problem.column for problem in report.problems] == ["catalogue_number"]


def test_events_name_their_run_and_their_person(helmet: Find, reviewer: User) -> None:
    take(reviewer, HISTORY[0])

    event = helmet.events.get()
    helmet.refresh_from_db()
    assert event.import_run == ImportRun.objects.get(kind="events").pk
    assert event.user == helmet.updated_by == helmet.history.first().history_user == reviewer


def test_nobody_records_no_event(helmet: Find) -> None:
    with pytest.raises(ImportRefused, match="person"):
        take(None, HISTORY[0])
