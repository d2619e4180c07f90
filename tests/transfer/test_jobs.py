"""Jobs: lists that wait in a table, are worked once, and tell how they ended."""

import csv
import io
import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from catalog.lib.beacons import FRESH_S, Beacon, Signal
from catalog.models import Find, FindRelation, ImportRun, Person, Place, Term
from catalog.transfer import jobs, onepass, room, saved, undoing
from catalog.transfer.request import ImportRefused
from tests.factories import make_person
from tests.transfer.lists_in import NOW, counts, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("furnished")]


def prepared(*rows: Any, user: Any = None, **reading: str) -> ImportRun:
    """A list in private, ready to be sent."""
    data = table(rows).encode()
    return jobs.prepare(io.BytesIO(data), "list.csv", user=user, now=NOW, **reading)


def started(*rows: Any, mode: str = "all", toml: str = "", **options: Any) -> ImportRun:
    """A small list that was worked at once."""
    run = prepared(*rows, **options)
    jobs.start(run, mode=mode, toml=toml, now=NOW)
    return run


def refused_rows(run: ImportRun) -> list[dict[str, str]]:
    with run.refused_file.open("rb") as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        return list(csv.DictReader(text))


def test_small_list_is_worked_at_once() -> None:
    run = started(row("A-1"), row("A-2"))

    assert (run.status, run.rows_total, run.rows_read, run.rows_new) == ("done", 2, 2, 2)
    assert (run.claim, bool(run.refused_file)) == ("", False)
    assert saved.report_of(run.report).summary().endswith("Written.")
    assert set(Find.history.values_list("import_run", flat=True)) == {run.pk}


def test_large_list_waits_for_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SMALL", 10)

    run = started(row("A-1"))

    assert (run.status, Find.objects.count()) == ("waiting", 0)
    assert jobs.next_run() == run
    assert jobs.work(run, now=NOW)
    assert (run.status, Find.objects.count()) == ("done", 1)
    assert jobs.next_run() is None


def test_file_lies_in_private_under_a_name_nobody_guesses() -> None:
    run = prepared(row("A-1"))

    path = Path(run.file.path)
    assert path.read_bytes() == table([row("A-1")]).encode()
    assert (path.parent.name, path.suffix) == ("imports", ".csv")
    assert "list" not in path.name


def test_refused_list_writes_nothing_and_keeps_its_reasons() -> None:
    run = started(row("A-1"), row("A-2", nationality="japn"))

    report = saved.report_of(run.report)
    assert (run.status, run.rows_new, run.rows_refused) == ("refused", 1, 1)
    assert not run.wrote
    assert not Find.objects.exists()
    assert counts(report) == {"new": 1, "refused": 1}
    assert "japan" in str(report.problems[0])
    assert [one["_line"] for one in refused_rows(run)] == ["3"]


def test_good_rows_go_in_and_the_rest_can_be_downloaded() -> None:
    run = started(row("A-1"), row("A-2", nationality="japn"), mode="good")

    assert (run.status, run.rows_new, run.rows_refused) == ("done", 1, 1)
    assert [one["catalogue_number"] for one in refused_rows(run)] == ["A-2"]


def test_trial_writes_nothing_and_can_be_followed_by_the_real_thing() -> None:
    run = started(row("A-1"), mode="trial")
    trial = (run.status, run.rows_new, run.wrote, Find.objects.count())

    jobs.start(run, mode="all", now=NOW)

    assert trial == ("done", 1, False, 0)
    assert (run.status, run.wrote, Find.objects.count()) == ("done", True, 1)


def test_same_run_goes_in_once() -> None:
    run = started(row("A-1"))

    with pytest.raises(ImportRefused, match="on its way already"):
        jobs.start(run, mode="all", now=NOW)


def test_run_is_claimed_by_one_worker() -> None:
    run = prepared(row("A-1"))
    jobs.send(run, mode="all", now=NOW)
    late = ImportRun.objects.get(pk=run.pk)

    assert jobs.work(run, now=NOW)
    assert not jobs.work(late, now=NOW)
    assert ImportRun.objects.get().rows_new == 1


def test_same_file_says_so_before_it_starts(administrator: User) -> None:
    first = started(row("A-1"), user=administrator)

    again = prepared(row("A-1"))
    earlier = jobs.same_file(again.file_sha256, besides=again)

    assert earlier == [first]
    assert jobs.same_file_sentence(earlier) == (
        "This very file was imported on 2026-01-02 by administrator: new 1, changed 0."
    )
    assert jobs.same_file_sentence([]) == ""


def test_trial_or_refused_list_is_not_told_as_imported() -> None:
    started(row("A-1"), mode="trial")
    run = started(row("A-1"))
    ImportRun.objects.filter(pk=run.pk).update(status="undone")

    assert jobs.same_file(run.file_sha256) == []


def test_list_that_cannot_be_read_fails_with_the_sentence() -> None:
    run = jobs.prepare(io.BytesIO(b"\0\0\0"), "a.csv", user=None, now=NOW)

    jobs.start(run, mode="all", now=NOW)

    assert run.status == "failed"
    assert run.error


def test_fault_of_the_program_ends_the_run_and_not_the_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(jobs.importing, "run", fail)

    run = started(row("A-1"))

    assert (run.status, run.claim) == ("failed", "")
    assert "its log" in run.error


def test_waiting_list_is_cancelled_at_once() -> None:
    run = prepared(row("A-1"))
    jobs.send(run, mode="all", now=NOW)

    jobs.cancel(run, now=NOW)

    assert run.status == "cancelled"
    assert not jobs.work(run, now=NOW)
    assert not Find.objects.exists()


def test_running_list_stops_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Beacon, "is_asked_to_stop", True)

    run = started(row("A-1"))

    assert (run.status, Find.objects.count()) == ("cancelled", 0)


def test_run_whose_worker_was_killed_comes_first() -> None:
    lost, waiting = prepared(row("A-1")), prepared(row("A-2"))
    for run in (waiting, lost):
        jobs.send(run, mode="all", now=NOW)
    ImportRun.objects.filter(pk=lost.pk).update(status="running", claim="of the dead")

    found = jobs.next_run()

    assert found == lost
    assert jobs.work(found, now=timezone.now())
    assert (found.status, found.attempts) == ("done", 1)


def test_nothing_is_next_while_a_run_is_worked() -> None:
    busy, waiting = prepared(row("A-1")), prepared(row("A-2"))
    jobs.send(waiting, mode="all", now=NOW)
    ImportRun.objects.filter(pk=busy.pk).update(status="running", claim="of the living")
    beacon = Path(busy.file.path).parent / f"run-{busy.pk}.of the living.beacon"
    beacon.write_text('{"done": 1, "total": 2}', encoding="ascii")

    burning = jobs.next_run()
    old = time.time() - FRESH_S - 1
    os.utime(beacon, (old, old))

    assert burning is None
    assert jobs.next_run().pk == busy.pk


def test_a_run_that_was_just_claimed_is_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the claim and the first row another worker looks for work."""
    run = prepared(row("A-1"))
    jobs.send(run, mode="all", now=NOW)
    claim, seen = jobs._claim, []

    def claim_and_look(*args: Any, **options: Any) -> bool:
        taken = claim(*args, **options)
        seen.append(jobs.next_run())
        return taken

    monkeypatch.setattr(jobs, "_claim", claim_and_look)

    assert jobs.work(run, now=NOW)
    assert (seen, run.status) == ([None], "done")
    assert not list(Path(run.file.path).parent.glob("*.beacon"))


def test_who_came_too_late_leaves_the_others_beacon_alone() -> None:
    """Two workers saw the same run that was left; the second to claim it goes away."""
    run = prepared(row("A-1"))
    jobs.send(run, mode="all", now=NOW)
    late = ImportRun.objects.get(pk=run.pk)
    ImportRun.objects.filter(pk=run.pk).update(status="running", claim="of the quicker")
    beacon = Path(run.file.path).parent / f"run-{run.pk}.of the quicker.beacon"
    beacon.write_text('{"done": 1, "total": 2}', encoding="ascii")

    assert not jobs.work(late, now=NOW)
    assert jobs.next_run() is None
    assert beacon.exists()


def test_what_was_asked_of_a_killed_worker_is_asked_of_the_next() -> None:
    """Its light burns half a minute longer: who asks it to stop then is answered by the next."""
    run = prepared(row("A-1"))
    jobs.send(run, mode="all", now=NOW)
    ImportRun.objects.filter(pk=run.pk).update(status="running", claim="of the dead")
    run.refresh_from_db()
    beacon = Path(run.file.path).parent / f"run-{run.pk}.of the dead.beacon"
    beacon.write_text('{"done": 1, "total": 2}', encoding="ascii")

    jobs.cancel(run, now=NOW)
    old = time.time() - FRESH_S - 1
    os.utime(beacon, (old, old))

    assert jobs.work(jobs.next_run(), now=NOW)
    run.refresh_from_db()
    assert (run.status, Find.objects.count()) == ("cancelled", 0)
    assert not list(beacon.parent.glob(f"run-{run.pk}.*.*"))


def test_a_run_that_is_cancelled_as_it_is_claimed_is_not_worked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = prepared(row("A-1"))
    jobs.send(run, mode="all", now=NOW)
    again = ImportRun.refresh_from_db

    def cancelled_before(self: ImportRun) -> None:
        ImportRun.objects.filter(pk=self.pk).update(status="cancelled", claim="")
        again(self)

    monkeypatch.setattr(ImportRun, "refresh_from_db", cancelled_before)

    assert not jobs.work(run, now=NOW)
    assert Find.objects.count() == 0


def test_run_that_never_ends_is_given_up() -> None:
    run = prepared(row("A-1"))
    jobs.send(run, mode="all", now=NOW)
    ImportRun.objects.filter(pk=run.pk).update(attempts=jobs.MOST_ATTEMPTS)

    jobs.work(run, now=NOW)

    assert (run.status, Find.objects.count()) == ("failed", 0)


def test_sentences_are_in_the_language_asked_for() -> None:
    run = started(row("A-1", quantity="0"), language="ru")

    assert refused_rows(run)[0]["_problem"].startswith("Строка 2")


def test_mapping_of_the_run_is_used() -> None:
    run = started(row("A-1", category="hat"), toml='[values.category]\nhat = "helmet"\n')

    assert (run.status, Find.objects.get().category) == ("done", "helmet")


def stopped_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """The worker dies once it has written so many steps."""
    left = [steps]
    keep = onepass.Pass._keep_place

    def die(self: Any) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        keep(self)

    monkeypatch.setattr(onepass.Pass, "_keep_place", die)


def test_good_rows_go_on_after_a_crash_from_the_last_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onepass, "BATCH", 2)
    toml = '[options]\ncreate_missing = ["object_type"]\n'
    rows = [row(f"A-{n}", object_type=f"Hat {n}") for n in range(6)]
    rows[1]["quantity"] = "few"
    rows[0]["related_finds"] = "found_with:A-5"
    rows[3]["object_type"] = "Hat 0"
    run = prepared(*rows)
    jobs.send(run, mode="good", toml=toml, now=NOW)
    with monkeypatch.context() as dying:
        stopped_after(dying, 2)
        with pytest.raises(KeyboardInterrupt):
            jobs.work(run, now=NOW)
    run.refresh_from_db()
    between = (run.status, run.rows_read, Find.objects.count())

    assert jobs.work(run, now=NOW)

    assert between == ("running", 4, 3)
    assert (run.status, run.rows_read, run.rows_new, run.rows_refused) == ("done", 6, 5, 1)
    assert [one["_line"] for one in refused_rows(run)] == ["3"]
    assert Find.objects.count() == 5
    link = Find.objects.get(catalogue_number="A-0").relations.get()
    assert link.to_find.catalogue_number == "A-5"
    hats = Term.objects.filter(label_en__startswith="Hat ").values_list("label_en", flat=True)
    assert sorted(hats) == ["Hat 0", "Hat 2", "Hat 4", "Hat 5"]
    assert set(Find.history.values_list("import_run", flat=True)) == {run.pk}


def test_all_or_nothing_begins_anew_after_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    run = prepared(row("A-1"), row("A-2"))
    jobs.send(run, mode="all", now=NOW)
    with monkeypatch.context() as dying:
        dying.setattr(onepass.Pass, "_end", _die)
        with pytest.raises(KeyboardInterrupt):
            jobs.work(run, now=NOW)
    run.refresh_from_db()
    between = (run.status, Find.objects.count())

    assert jobs.work(run, now=NOW)

    assert between == ("running", 0)
    assert (run.status, Find.objects.count()) == ("done", 2)


def _die(self: Any) -> None:
    raise KeyboardInterrupt


def test_cancelled_good_rows_stay_and_are_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onepass, "BATCH", 2)
    asked = iter([False, False, True])
    monkeypatch.setattr(Beacon, "is_asked_to_stop", property(lambda self: next(asked)))

    run = started(*(row(f"A-{n}") for n in range(6)), mode="good")

    assert (run.status, run.rows_read, Find.objects.count()) == ("cancelled", 4, 4)
    assert "the rows read until then are written" in saved.report_of(run.report).summary()
    undoing.take_back(run, user=None, now=NOW)
    assert not Find.objects.exists()


def test_cancelled_good_rows_are_linked_and_leave_no_names_nobody_uses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(onepass, "BATCH", 2)
    asked = iter([False, False, True])
    monkeypatch.setattr(Beacon, "is_asked_to_stop", property(lambda self: next(asked)))
    rows = [
        row("A-1", related_finds="found_with:A-2"),
        row("A-2", place="Kuril Islands > Nowhere", quantity="many"),
        row("A-3", related_finds="found_with:A-1 | found_with:A-6"),
        row("A-4"),
        row("A-6"),
    ]

    run = started(*rows, mode="good", toml='[options]\ncreate_missing = ["place"]\n')

    assert (run.status, Find.objects.count()) == ("cancelled", 3)
    links = FindRelation.objects.values_list(
        "from_find__catalogue_number", "to_find__catalogue_number"
    )
    assert [set(link) for link in links] == [{"A-1", "A-3"}]
    told = [str(problem) for problem in saved.report_of(run.report).warnings]
    assert any("A-6" in sentence for sentence in told)
    assert not Place.objects.filter(name_en="Nowhere").exists()


def test_names_somebody_else_makes_between_two_steps_are_not_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(onepass, "BATCH", 2)
    place, finder = "Kuril Islands > Iturup", "Boris Newcomer"
    rows = [row("A-1", place=place), row("A-2"), row("A-3", found_by=finder)]
    rows += [row("A-4", place="Kuril Islands > Paramushir"), row("A-5", found_by=finder)]
    run = prepared(*rows)
    creating = '[options]\ncreate_missing = ["place", "found_by"]\n'
    jobs.send(run, mode="good", toml=creating, now=NOW)

    def meanwhile(signal: Signal) -> None:
        if signal.done == 2:
            islands = Place.objects.get(name_en="Kuril Islands")
            Place.objects.create(name_en="Paramushir", parent=islands, slug="paramushir")
            make_person(finder)

    jobs.work(run, now=NOW, tell=meanwhile)

    assert (run.status, run.rows_new) == ("done", 5)
    assert Place.objects.filter(name_en="Paramushir").count() == 1
    assert Person.objects.filter(name=finder).count() == 1
    assert Find.objects.filter(found_by__name=finder).count() == 2


def test_list_the_disk_has_no_room_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MANY", 1)
    monkeypatch.setattr(room.Path, "is_file", lambda self: True)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda path: SimpleNamespace(free=10))

    run = started(row("A-1"))

    if connection.vendor == "sqlite":
        assert (run.status, "too little room" in run.error) == ("failed", True)
