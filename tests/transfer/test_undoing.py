"""Undo: a run taken back, field by field; what was edited since is listed and left."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from catalog.models import (
    ErrorReport,
    Find,
    FindSource,
    FormerNumber,
    ImportRun,
    Look,
    Person,
    Place,
    Source,
    StatusEvent,
    errorreport,
)
from catalog.models.status import Step, record
from catalog.search import fulltext
from catalog.transfer import jobs, undoing
from catalog.transfer.request import ImportRefused
from tests.conftest import make_member
from tests.factories import (
    make_document,
    make_identification,
    make_person,
    make_place,
    make_remains,
    make_source,
)
from tests.transfer.lists_in import MUNITION, NOW, REMAINS, TANK, TOLD, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("furnished")]
LATER = NOW + timedelta(hours=1)
# What tells of imports, and what a removed row leaves behind on purpose.
_NOT_STATE = ("historical", "importrun", "importmapping", "change", "indexstate")
RICH = {
    **TOLD,
    "quantity": "3",
    "materials": "iron|leather",
    "found_by": "Anna Finder",
    "latitude": "50.7333",
    "longitude": "156.1667",
    "coordinate_uncertainty_m": "30",
    "sources": "SURVEY-2015 @ p. 12",
    "restoration_status": "as_found",
    "photo": "a.jpg",
    "photo_credit": "Photo: A. Name",
}


def imported(*rows: Any, user: Any = None, toml: str = "", mode: str = "all") -> ImportRun:
    run = jobs.prepare(io.BytesIO(table(rows).encode()), "list.csv", user=user, now=NOW)
    jobs.start(run, mode=mode, toml=toml, now=NOW)
    assert run.status == "done", (run.error, run.report)
    return run


def undone(run: ImportRun, user: Any = None, **options: Any) -> undoing.Undone:
    return undoing.take_back(run, user=user, now=LATER, **options)


def state() -> dict[str, list[tuple[Any, ...]]]:
    """Every column of every row of the catalogue, but for history and the keys of plain links."""
    return {
        model._meta.model_name: sorted(map(repr, model._base_manager.values_list(*_names(model))))
        for model in apps.get_app_config("catalog").get_models(include_auto_created=True)
        if not model._meta.model_name.startswith(_NOT_STATE)
    }


def _names(model: Any) -> list[str]:
    fields = model._meta.concrete_fields
    plain = model._meta.auto_created
    return [one.attname for one in fields if not (plain and one.primary_key)]


@contextmanager
def nothing_changes() -> Iterator[None]:
    """What happens inside leaves every field as it was, and the words of the search."""
    before, words = state(), found()
    yield
    after = state()
    assert {name for name in after if after[name] != before[name]} == set()
    assert after == before
    assert found() == words


def found() -> Mapping[str, set[int]]:
    """What a search finds."""
    return {
        word: set(
            fulltext.matching(Find.objects.all(), word, fulltext.Reader.TRUSTED).values_list(
                "pk", flat=True
            )
        )
        for word in ("helmet", "mended", "beach", "quince")
    }


def test_new_finds_go_with_all_that_hangs_on_them() -> None:
    imported(row("OLD-1", **RICH))
    with nothing_changes():
        run = imported(
            row("A-1", **RICH),
            row("A-2", **REMAINS),
            row("A-3", **TANK, vehicle_completeness_pct="40", related_finds="found_with:A-1"),
            row("A-4", **MUNITION, calibre_mm="75", related_finds="found_with:OLD-1"),
        )

        done = undone(run)

    assert (done.removed, done.restored, done.left) == (4, 0, [])
    assert run.status == "undone"
    assert set(
        Find.history.filter(history_type="-").values_list("catalogue_number", flat=True)
    ) == {
        "A-1",
        "A-2",
        "A-3",
        "A-4",
    }


def test_changed_finds_are_as_before_field_by_field() -> None:
    imported(row("A-1", **RICH), row("A-2", **MUNITION, calibre_mm="75"), row("A-3"))
    changes = {
        **RICH,
        "title_en": "Mended quince",
        "quantity": "7+",
        "materials": "brass",
        "found_by": r"\N",
        "place": "Kuril Islands",
        "nationality": "ussr",
        "latitude": r"\N",
        "longitude": r"\N",
        "coordinate_uncertainty_m": r"\N",
        "found_on": "2014",
        "sources": r"\N",
        "restoration_status": "awaiting",
        "photo_credit": "Photo: B. Name",
        "related_finds": "found_with:A-3",
    }
    with nothing_changes():
        run = imported(
            row("A-1", **changes),
            row("A-2", **MUNITION, calibre_mm="105"),
            row("A-3", photo="new.jpg", sources="SURVEY-2015"),
        )

        done = undone(run)

    assert (done.removed, done.restored, done.left) == (0, 3, [])


def test_mixed_run_is_taken_back_whole() -> None:
    imported(row("A-1", **RICH))
    with nothing_changes():
        run = imported(row("A-1", title_en="Other"), row("A-2", **RICH))

        done = undone(run)

    assert (done.removed, done.restored) == (1, 1)


def test_renumbered_find_has_its_number_again() -> None:
    imported(row("A-1"))
    public = str(Find.objects.get().public_id)
    with nothing_changes():
        undone(imported(row("B-1", public_id=public)))

    assert Find.objects.get().catalogue_number == "A-1"


def test_what_was_edited_since_is_listed_and_left() -> None:
    imported(row("A-1"), row("A-2"))
    run = imported(row("A-1", depth_cm="5"), row("A-2", depth_cm="5"), row("A-3"), row("A-4"))
    editor = make_member("reviewer")
    for number in ("A-1", "A-3"):
        find = Find.objects.get(catalogue_number=number)
        find.damage, find._history_user = "A dent", editor
        find.save()

    told = undoing.plan(run, user=None)
    done = undone(run)

    assert [one.number for one in done.left] == ["A-1", "A-3"]
    assert "by reviewer" in done.left[0].reason
    assert told.left == done.left
    assert (done.removed, done.restored) == (1, 1)
    depths = dict(Find.objects.values_list("catalogue_number", "depth_cm"))
    assert depths == {"A-1": 5, "A-2": None, "A-3": None}
    assert run.status == "done"


def test_what_was_edited_goes_back_when_asked_one_by_one() -> None:
    with nothing_changes():
        run = imported(row("A-1"), row("A-2"))
        for find in Find.objects.all():
            find.damage = "A dent"
            find.save()
        undone(run)
        first = Find.objects.get(catalogue_number="A-1").pk

        once = undone(run, also={first})
        left = [one.number for one in once.left]
        last = undone(run, also=set(Find.objects.values_list("pk", flat=True)))

    assert left == ["A-2"]
    assert (last.removed, run.status) == (1, "undone")


def test_find_whose_state_went_on_is_left(administrator: User) -> None:
    run = imported(row("A-1", restoration_status="as_found"))
    find = Find.objects.get()
    record(find, Step("restoration", "awaiting"), by=administrator)

    done = undone(run)

    assert [one.number for one in done.left] == ["A-1"]
    assert StatusEvent.objects.count() == 2


def test_find_that_somebody_hung_something_on_is_left() -> None:
    run = imported(row("A-1", **RICH), row("A-2"))
    link = FindSource.objects.get()
    link.locator = "p. 13"
    link.save()

    done = undone(run)

    assert [one.number for one in done.left] == ["A-1"]


def test_find_others_are_linked_to_is_left() -> None:
    run = imported(row("A-1"))
    imported(row("B-1", related_finds="found_with:A-1"))

    done = undone(run)

    assert [one.number for one in done.left] == ["A-1"]


def test_names_a_run_added_go_unless_they_are_used() -> None:
    toml = '[options]\ncreate_missing = ["place", "object_type"]\n'
    with nothing_changes():
        run = imported(row("A-1", place="Elsewhere > Cape", object_type="Odd hat"), toml=toml)
        done = undone(run)

    assert done.names == 3

    run = imported(row("A-1", place="Elsewhere > Cape"), toml=toml)
    imported(row("A-2", place="Elsewhere"))
    done = undone(run)

    assert [one.number for one in done.left] == ["Elsewhere"]
    assert run.status == "undone"
    assert set(Place.objects.filter(name_en="Cape")) == set()


def test_recorder_takes_back_only_own_drafts(recorder: User, reviewer: User) -> None:
    mine = imported(row("A-1"), row("A-2"), user=recorder)
    Find.objects.filter(catalogue_number="A-2").update(publication_status="published")
    theirs = imported(row("B-1"), user=reviewer)

    done = undone(mine, user=recorder)
    with pytest.raises(ImportRefused, match="only what you have imported"):
        undone(theirs, user=recorder)

    assert [one.number for one in done.left] == ["A-2"]
    assert not done.left[0].can_force


def test_nothing_is_taken_back_twice_or_of_a_trial() -> None:
    run = imported(row("A-1"))
    undone(run)
    trial = imported(row("A-1"), mode="trial")

    for one in (run, trial):
        with pytest.raises(ImportRefused, match="nothing of this run"):
            undone(one)


def test_same_list_goes_in_again_after_undo() -> None:
    undone(imported(row("A-1", **RICH)))

    run = imported(row("A-1", **RICH))

    assert (run.rows_new, jobs.same_file(run.file_sha256)) == (1, [run])


def test_command_takes_a_run_back(capsys: pytest.CaptureFixture[str]) -> None:
    run = imported(row("A-1"), row("A-2"))
    find = Find.objects.get(catalogue_number="A-2")
    find.save()

    call_command("undo_import", run.pk, "--dry-run")
    before = Find.objects.count()
    call_command("undo_import", run.pk)
    between = Find.objects.count()
    call_command("undo_import", run.pk, "--also", "A-2")

    told = capsys.readouterr().out
    assert (before, between, Find.objects.count()) == (2, 1, 0)
    assert "A-2: It was changed on" in told
    assert "Removed 1, as before 0, names removed 0, left 1." in told
    with pytest.raises(CommandError, match="no import run"):
        call_command("undo_import", 10**9)


def test_find_that_was_looked_at_or_written_about_goes_like_any_other(administrator: User) -> None:
    run = imported(row("A-1"))
    find = Find.objects.get()
    Look.objects.create(find=find, user=administrator, page=Look.Page.FORM, at=NOW)
    letter = errorreport.send(find_id=None, reason="other", words="?", reply_to="", language="en")
    ErrorReport.objects.update(find=find)

    undone(run)

    connection.check_constraints()
    assert not Find.objects.exists()
    assert ErrorReport.objects.get().words == letter.words


def test_find_that_proves_a_name_or_whose_step_has_a_paper_is_left() -> None:
    other = make_remains()
    run = imported(row("A-1"), row("A-2", restoration_status="as_found"))
    proof, act = Find.objects.exclude(pk=other.pk).order_by("pk")
    make_identification(other).evidence.add(proof)
    make_document(None, event=act.events.first())

    done = undone(run)

    assert [one.number for one in done.left] == ["A-1", "A-2"]


def test_find_whose_number_another_bears_by_now_is_left() -> None:
    imported(row("A-1"))
    find = Find.objects.get()
    run = imported(row("B-1", public_id=str(find.public_id)))
    FormerNumber.objects.all().delete()
    imported(row("A-1", title_en="Another"))

    done = undone(run)

    assert [(one.number, one.reason) for one in done.left] == [
        ("B-1", "Another find has its earlier number.")
    ]
    assert not done.left[0].can_force
    assert set(Find.objects.values_list("catalogue_number", flat=True)) == {"A-1", "B-1"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("column", "word", "model", "told"),
    [
        ("place", "Elsewhere", Place, "Place"),
        ("found_by", "Boris Trench", Person, "Found by"),
        ("sources", "OLD-1", Source, "Source"),
        ("related_finds", "found_with:A-2", Find, "Other find"),
    ],
)
def test_find_that_named_what_is_gone_since_is_left(
    column: str, word: str, model: Any, told: str
) -> None:
    gone = {
        "place": lambda: make_place("Elsewhere"),
        "found_by": lambda: make_person("Boris Trench"),
        "sources": lambda: make_source("Old", code="OLD-1"),
        "related_finds": lambda: imported(row("A-2")) and find_of("A-2"),
    }[column]()
    imported(row("A-1", **{column: word}), row("A-3", depth_cm="1"))
    run = imported(row("A-1", **{column: r"\N"}), row("A-3", depth_cm="2"))
    model.objects.filter(pk=gone.pk).delete()

    planned, done = undoing.plan(run, user=None), undone(run)

    for found in (planned, done):
        assert [(one.number, one.can_force) for one in found.left] == [("A-1", False)]
        assert found.left[0].reason.startswith(f"What it named before is gone: {told}")
    assert find_of("A-3").depth_cm == 1


def test_what_stands_there_again_refuses_to_come_back_twice() -> None:
    imported(row("A-1", sources="SURVEY-2015"))
    run = imported(row("A-1", sources=r"\N"))
    imported(row("A-1", sources="SURVEY-2015"))

    with pytest.raises(ImportRefused, match="taken the place"):
        undone(run, also={find_of("A-1").pk})


def find_of(number: str) -> Find:
    return Find.objects.get(catalogue_number=number)


def test_runs_are_taken_back_one_after_another_from_the_last() -> None:
    imported(row("A-0", **RICH))
    with nothing_changes():
        first = imported(row("A-1", **RICH), row("A-0", depth_cm="1", sources=r"\N"))
        second = imported(
            row("A-1", depth_cm="2", materials="steel", sources=r"\N", photo_credit="Photo: B"),
            row("A-0", depth_cm="3", sources="SURVEY-2015"),
        )

        for run in (second, first):
            assert undone(run).left == []


def test_edit_between_a_run_and_its_undoing_still_counts() -> None:
    first = imported(row("A-1", depth_cm="1"))
    second = imported(row("A-1", depth_cm="2"))
    find = Find.objects.get()
    find.damage = "by hand"
    find.save()
    undone(second, also={find.pk})

    assert [one.can_force for one in undone(first).left] == [True]
