"""The log: every committed change of something public is in it, and nothing that is hidden."""

import importlib
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from catalog import index
from catalog.models import FindPhoto, FindRelation, FindSource, PersonIdentification, Place
from tests.factories import (
    make_event,
    make_expedition,
    make_find,
    make_person,
    make_photo,
    make_place,
    make_place_name,
    make_remains,
    make_source,
    make_term,
    put_on,
)

ROOT = Path(__file__).resolve().parents[1]
LOG = importlib.import_module("catalog.migrations.0005_change_log")
SKYLINES = importlib.import_module("catalog.migrations.0019_skylines_in_the_log")
# Tables of ours that no public page reads.
PRIVATE = {"document", "importrun", "personidentification_evidence", "change", "indexstate"}
PRIVATE |= {"publicwords", "staffwords", "exportrun", "importmapping", "look", "lowering"}
PRIVATE |= {"errorreport"}
# Written with a shown place that goes, which is logged; only asked for where nothing was found.
PRIVATE |= {"formerslug"}
# Who may write finds past `save()`: they tell the index, or write no word of a find. The tables
# of runs hold no finds, and merging writes nothing so but the log of states.
MAY_WRITE = {"index/database.py", "models/place.py", "models/rederive.py", "models/tree.py"}
MAY_WRITE |= {"transfer/tables.py", "transfer/writing.py", "transfer/restoring.py"}
MAY_WRITE |= {"transfer/unarchiving.py", "models/merging.py"}
# It writes copies of links into the history, which no index reads.
MAY_WRITE |= {"models/history.py"}
# It writes down who looked, and no find.
MAY_WRITE |= {"admin/look.py"}
WRITES_ROWS = re.compile(
    r"\b(bulk_create|bulk_update|executemany)\(|"
    r"(?<!Run\.)\b(objects|rows|below|finds)\b.*\.update\("
)

in_database = pytest.mark.django_db


def since(position: index.Position) -> Any:
    """The ids logged after a position, None for everything."""
    return index.changes_since(position).ids


def changed_by(write: Callable[[], Any]) -> Any:
    before = index.position()
    write()
    return since(before)


@in_database
def test_nothing_changes_by_itself() -> None:
    make_find(published=True)
    before, number = index.position(), index.change_number()

    assert index.changes_since(before) == index.Changes(index.position(), frozenset())
    assert index.change_number() == number


@in_database
def test_a_draft_leaves_no_trace() -> None:
    before, number = index.position(), index.change_number()
    expedition = make_expedition()
    before, number = index.position(), index.change_number()

    find = make_find(expedition=expedition)
    put_on(find, make_photo(published=True))
    make_event(find, "custody", "recovered")

    assert since(before) == frozenset()
    assert index.change_number() == number


@in_database
@pytest.mark.parametrize("column", ["title_en", "publication_status"])
def test_write_past_the_model_is_logged(column: str) -> None:
    find = make_find(published=True)
    finds = type(find).objects.filter(pk=find.pk)

    assert changed_by(lambda: finds.update(**{column: "draft"})) == {find.pk}


@in_database
def test_changes_come_with_their_values() -> None:
    kept, hidden, gone = (make_find(published=True, title_en="Old") for _number in range(3))
    ids = kept.pk, hidden.pk, gone.pk
    before, number = index.position(), index.change_number()

    kept.title_en = "New"
    kept.save()
    type(hidden).objects.filter(pk=hidden.pk).update(publication_status="withdrawn")
    gone.delete()
    joins = "LEFT JOIN catalog_expedition e ON e.id = f.expedition_id"
    changes = index.changes_since(before, ["f.title_en", "e.code"], joins)

    assert changes.ids == set(ids)
    assert changes.rows == {ids[0]: ("New", kept.expedition.code), ids[1]: None, ids[2]: None}
    assert since(changes.position) == frozenset()
    assert index.change_number() != number


@in_database
def test_what_hangs_on_a_find_is_logged_as_the_find() -> None:
    find, other, photo = make_find(published=True), make_find(published=True), make_photo()
    draft, vehicle = make_find(), make_find(category="tank", published=True)
    source, open_photo = make_source(), make_photo(published=True)

    assert changed_by(lambda: put_on(find, photo)) == frozenset()
    assert changed_by(lambda: put_on(find, open_photo)) == {find.pk}
    assert changed_by(lambda: _save(open_photo, credit_line="Photo: B")) == {find.pk}
    assert changed_by(lambda: _save(photo, credit_line="Photo: B")) == frozenset()
    assert changed_by(lambda: _save(photo, published=True)) == {find.pk}
    assert changed_by(lambda: _save(photo, sensitivity="withheld")) == {find.pk}
    assert changed_by(lambda: FindPhoto.objects.filter(photo=photo).delete()) == {find.pk}
    assert changed_by(lambda: _save(vehicle.vehicle, hull_number="12")) == {vehicle.pk}
    assert changed_by(lambda: FindSource.objects.create(find=find, source=source)) == {find.pk}
    assert changed_by(lambda: _relate(find, other)) == {find.pk, other.pk}
    assert changed_by(lambda: _relate(find, draft)) == frozenset()
    assert changed_by(lambda: find.found_by.add(make_person())) == frozenset()
    assert changed_by(lambda: find.materials.add(make_term(vocabulary="material"))) is None


@in_database
def test_identification_is_logged_once_its_name_is_public() -> None:
    remains = make_remains(published=True)
    fields = {"remains": remains, "name_original": "A. B."}

    assert changed_by(lambda: PersonIdentification.objects.create(**fields)) == frozenset()
    assert changed_by(
        lambda: PersonIdentification.objects.create(
            **fields, confidence="confirmed", release="full"
        )
    ) == {remains.pk}


@in_database
def test_vocabulary_places_and_expeditions_say_everything() -> None:
    place, hidden = make_place(), make_place(kind="trench")

    assert changed_by(make_term) is None
    assert changed_by(make_expedition) is None
    assert changed_by(lambda: make_place_name(place, "Shimushu")) is None
    assert changed_by(lambda: Place.objects.filter(pk=place.pk).update(name_en="X")) is None
    assert changed_by(lambda: _save(hidden, name_en="Trench 5")) == frozenset()
    assert changed_by(lambda: make_place_name(hidden, "Ditch")) == frozenset()


@in_database
def test_pages_of_other_things_move_the_number_and_no_find() -> None:
    for make in (lambda: make_person(show_publicly=True), make_source):
        number = index.change_number()

        assert changed_by(make) == frozenset()
        assert index.change_number() != number
    number = index.change_number()
    make_person()
    assert index.change_number() == number


@in_database
def test_bulk_change_says_everything_once() -> None:
    finds = [make_find(published=True) for _number in range(3)]
    before = index.position()

    with index.bulk() as bulk:
        bulk.about_to_change(index.FEW_ROWS + 1)
        for find in finds:
            find.save()
    assert since(before) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalog_change WHERE seq > %s", [before.seq])
        assert cursor.fetchone() == (1,)
    assert changed_by(finds[0].save) == {finds[0].pk}


@in_database
def test_small_bulk_change_names_its_finds() -> None:
    find = make_find(published=True)

    def write() -> None:
        with index.bulk() as bulk:
            bulk.about_to_change(1)
            find.save()

    assert changed_by(write) == {find.pk}


@in_database
def test_bulk_change_of_drafts_says_nothing() -> None:
    expedition = make_expedition()

    def write() -> None:
        with index.bulk() as bulk:
            bulk.about_to_change(index.FEW_ROWS + 1)
            make_find(expedition=expedition)

    assert changed_by(write) == frozenset()


def log_triggers() -> set[str]:
    found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%log%'"
    if connection.vendor == "postgresql":
        found = "SELECT tgrelid || tgname FROM pg_trigger WHERE tgname LIKE '%log%'"
    with connection.cursor() as cursor:
        cursor.execute(found)
        return {name for (name,) in cursor.fetchall()}


@in_database
def test_log_speaks_again_after_a_bulk_change() -> None:
    find, there = make_find(published=True), log_triggers()
    before = index.position()

    with index.bulk() as bulk:
        for _batch in range(3):
            bulk.about_to_change(index.FEW_ROWS)
            find.save()

    assert log_triggers() == there
    assert since(before) is None
    assert changed_by(find.save) == {find.pk}


@in_database
def test_log_speaks_again_after_a_bulk_change_that_failed() -> None:
    find, there = make_find(published=True), log_triggers()

    def fail() -> None:
        with transaction.atomic(), index.bulk() as bulk:
            for _batch in range(3):
                bulk.about_to_change(index.FEW_ROWS)
                find.save()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert log_triggers() == there
    assert changed_by(find.save) == {find.pk}


@in_database
def test_words_of_a_bulk_change_are_written_when_it_ends() -> None:
    finds = [make_find() for _number in range(3)]
    index.forget([find.pk for find in finds])

    with index.bulk() as bulk:
        bulk.index_text([vars(finds[0])], fresh=True)
        bulk.index_text([vars(finds[1])])

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalog_staffwords")
        assert cursor.fetchone() == (2,)


@in_database
def test_reader_begins_anew_after_renewal_and_restore() -> None:
    make_find(published=True)
    before, number = index.position(), index.change_number()

    index.renew()
    assert since(before) is None
    assert index.change_number() != number

    now = index.position()
    assert since(index.Position(now.generation, now.seq + 5, now.snapshot)) is None
    assert since(index.Position()) is None


@in_database
def test_more_changes_than_are_read_say_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.log, "MOST_CHANGES", 2)
    finds = [make_find(published=True) for _number in range(3)]

    assert changed_by(lambda: [find.save() for find in finds[:2]]) == {f.pk for f in finds[:2]}
    assert changed_by(lambda: [find.save() for find in finds]) is None


@in_database
def test_touch_names_finds_or_everything() -> None:
    assert changed_by(lambda: index.touch([7])) == {7}
    assert changed_by(index.touch) is None


@in_database
def test_moment_of_the_last_change_never_goes_back() -> None:
    before = index.changed_at()
    make_find(published=True)

    assert index.changed_at() >= before


def settle() -> None:
    """PostgreSQL keeps what other tests may not have seen: wait until what they do is over."""
    if connection.vendor != "postgresql":
        return
    newest = int(index.position().snapshot.split(":")[1])
    ends = time.monotonic() + 300
    while int(index.position().snapshot.split(":")[0]) < newest and time.monotonic() < ends:
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_pruned_changes_make_a_late_reader_begin_anew() -> None:
    find = make_find(published=True)
    before = index.position()
    for _number in range(4):
        find.save()
    settle()
    near = index.position()
    number = index.change_number()

    index.prune(keep=1)

    assert since(before) is None
    assert since(near) == frozenset()
    assert index.change_number() == number


@pytest.mark.django_db(transaction=True)
def test_log_prunes_itself() -> None:
    make_find(published=True)
    before = index.position()

    for _round in range(3):
        settle()
        index.touch(range(1, LOG.KEEP // 2))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalog_change")
        assert cursor.fetchone()[0] <= LOG.KEEP * 1.1
    assert since(before) is None


@pytest.mark.django_db(transaction=True)
def test_rolled_back_change_is_not_read_and_hides_no_other() -> None:
    find, other = make_find(published=True), make_find(published=True)
    before = index.position()

    with transaction.atomic():
        find.save()
        transaction.set_rollback(True)
    assert since(before) == frozenset()
    other.save()

    assert since(before) == {other.pk}


@pytest.mark.django_db(transaction=True)
def test_transaction_that_commits_late_is_not_lost() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    early, late = make_find(published=True), make_find(published=True)
    before, number = index.position(), index.change_number()
    written, may_commit = threading.Event(), threading.Event()

    def write_late() -> None:
        with transaction.atomic():
            late.save()
            written.set()
            may_commit.wait(10)
        connection.close()

    writer = threading.Thread(target=write_late)
    writer.start()
    written.wait(10)
    early.save()
    first = index.changes_since(before)
    between = index.change_number()
    index.prune(keep=0)
    may_commit.set()
    writer.join()

    assert first.ids == {early.pk}
    assert since(first.position) == {late.pk}
    assert len({number, between, index.change_number()}) == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_another_process_reads_what_this_one_committed(tmp_path: Path) -> None:
    """On SQLite both share a copy of the database in a file, on PostgreSQL the database itself."""
    finds = [make_find(published=True, title_en="Zorkmid") for _number in range(3)]
    address = _shared(tmp_path)
    with _other(address) as reader, _other(address) as writer:
        assert _ask(reader, "found") == "0"

        for find in finds:
            _ask(writer, f"rename {find.pk}")
            assert _ask(reader, "changed") == f"[{find.pk}]"
        assert _ask(writer, f"roll back {finds[0].pk}") == "done"
        assert _ask(reader, "changed") == "[]"
        assert _ask(reader, "found") == "3"
        _ask(writer, f"withdraw {finds[0].pk}")
        assert _ask(reader, "changed") == f"[{finds[0].pk}]"
        assert _ask(reader, "found") == "2"
        _ask(writer, "term")
        assert _ask(reader, "changed") == "everything"


OTHER = """
import sys
import django
django.setup()
from django.db import transaction
from catalog import index
from catalog.models import Find, Term
from catalog.search import fulltext

position = index.position()

def changed():
    global position
    changes = index.changes_since(position)
    position = changes.position
    return "everything" if changes.ids is None else sorted(changes.ids)

def write(pk, roll_back=False):
    with transaction.atomic():
        find = Find.objects.get(pk=pk)
        find.title_en = "Grue"
        find.save()
        transaction.set_rollback(roll_back)
    return "done"

for line in sys.stdin:
    *words, last = line.split()
    if last == "changed":
        answer = changed()
    elif last == "found":
        answer = len(fulltext.hits("grue"))
    elif last == "term":
        answer = Term.objects.create(vocabulary="material", code="new", label_en="New").pk
    elif words == ["withdraw"]:
        answer = Find.objects.filter(pk=last).update(publication_status="withdrawn")
    else:
        answer = write(last, roll_back=words == ["roll", "back"])
    print(answer, flush=True)
"""


def _shared(folder: Path) -> str:
    if connection.vendor == "postgresql":
        values = connection.settings_dict
        return f"postgres://{values['USER']}@/{values['HOST']}/{values['NAME']}"
    path = folder / "shared.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{path}"


def _other(address: str) -> subprocess.Popen[str]:
    settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", OTHER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **settings},
    )


def _ask(process: subprocess.Popen[str], question: str) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{question}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_migrations_go_back_and_forth() -> None:
    call_command("migrate", "catalog", "0003", verbosity=0)
    call_command("migrate", "catalog", verbosity=0)

    find = make_find(published=True)
    assert changed_by(find.save) == {find.pk}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_goes_back_finds_by_titles_and_notes_where_older_code_looks() -> None:
    shown = make_find(published=True, title_ru="Шлём", description_en="Zorkmid.", context="Sink")
    draft = make_find(title_ru="Шлём")

    call_command("migrate", "catalog", "0021", verbosity=0)
    sqlite = connection.vendor == "sqlite"
    key, asks = ("rowid", "body MATCH %s") if sqlite else ("find_id", "body @@ CAST(%s AS tsquery)")
    found = {}
    with connection.cursor() as cursor:
        for table, word in (("public", "шлем"), ("staff", "шлем"), ("staff", "sink")):
            cursor.execute(f"SELECT {key} FROM catalog_{table}words WHERE {asks}", [word])
            found[table, word] = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT public_text, staff_text FROM catalog_find ORDER BY id")
        (public, staff), (kept, _own) = cursor.fetchall()
    call_command("migrate", "catalog", verbosity=0)

    assert found == {
        ("public", "шлем"): {shown.pk},
        ("staff", "шлем"): {draft.pk},
        ("staff", "sink"): {shown.pk},
    }
    assert "шлем" in public
    assert "zorkmid." in public
    assert "sink" in staff
    assert "шлем" in kept


@in_database
def test_every_trigger_is_there() -> None:
    """Django makes SQLite's tables anew to change them, and their triggers go with the old ones."""
    expected = {f"{table}_log_{event.lower()}" for table in LOG.TELLS for event in LOG.EVENTS}
    expected |= {f"{table}_log_skyline_{event.lower()}" for table, event in SKYLINES.TRIGGERS}
    expected |= {"catalog_words_hidden", "catalog_words_gone"}
    expected |= {"catalog_change_quiet", "catalog_change_pruned"}
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert expected <= {row[0] for row in cursor.fetchall()}


@in_database
def test_every_table_is_logged_or_known_to_be_private() -> None:
    tables = {
        name.removeprefix("catalog_")
        for name in connection.introspection.table_names()
        if name.startswith("catalog_") and "historical" not in name
    }
    words = {name for name in tables if name.startswith(("publicwords_", "staffwords_"))}

    assert tables - words - PRIVATE == {name.removeprefix("catalog_") for name in LOG.TELLS}


def test_finds_are_written_in_bulk_only_where_the_index_is_told() -> None:
    catalog = ROOT / "catalog"
    writers = {
        path.relative_to(catalog).as_posix()
        for path in catalog.rglob("*.py")
        if "migrations" not in path.parts and WRITES_ROWS.search(path.read_text(encoding="utf-8"))
    }

    assert writers == MAY_WRITE


def _save(row: Any, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


def _relate(one: Any, other: Any) -> None:
    FindRelation.objects.create(from_find=one, to_find=other, kind="part_of")
