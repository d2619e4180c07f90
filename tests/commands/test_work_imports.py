"""work_imports: the queue is worked, and what became of each list is said."""

import io

import pytest
from django.core.management import call_command

from catalog.models import Find, ImportRun
from catalog.transfer import jobs
from tests.transfer.lists_in import NOW, furnish, row, table

pytestmark = pytest.mark.django_db


def _send(number: str, **cells: str) -> None:
    data = io.BytesIO(table([row(number, **cells)]).encode())
    run = jobs.prepare(data, f"{number}.csv", user=None, now=NOW)
    jobs.send(run, mode="all", now=NOW)


def _run() -> str:
    said = io.StringIO()
    call_command("work_imports", "--once", stdout=said)
    return said.getvalue()


def test_waiting_lists_are_worked_in_their_order() -> None:
    furnish()
    _send("A-1")
    _send("A-2", nationality="japn")

    said = _run().splitlines()

    assert "A-1.csv" in said[0]
    assert "new 1" in said[0]
    assert "refused 1" in said[1]
    assert said[-1] == "2 lists worked."
    assert Find.objects.count() == 1
    assert set(ImportRun.objects.values_list("status", flat=True)) == {"done", "refused"}


def test_empty_queue_is_said() -> None:
    assert _run().splitlines() == ["0 lists worked."]
