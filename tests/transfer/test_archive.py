"""The archive: out of one catalogue, into an empty one, the same rows and the same bytes."""

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings as examples, strategies as st

from catalog.lib import bag
from catalog.models import (
    Claim,
    ExportRun,
    Find,
    FindRelation,
    FormerNumber,
    ImportMapping,
    ImportRun,
    Lowering,
    Photo,
    Term,
    merging,
)
from catalog.transfer import archive_tables, archiving, unarchiving
from catalog.transfer.archiving import ArchiveRefused
from catalog.vocab import Category, PlaceKind
from tests.any_finds import Furniture
from tests.factories import (
    make_document,
    make_event,
    make_expedition,
    make_find,
    make_identification,
    make_institution,
    make_person,
    make_photo,
    make_place,
    make_place_name,
    make_remains,
    make_source,
    make_term,
    put_on,
    seeded,
)

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
ODD = "=1+1\r\n\"'Шлем', 戦車\t|"
pytestmark = pytest.mark.django_db


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the catalogue, with what is derived, users by name."""
    return {name: rows(model) for name, model in archive_tables.tables().items()}


def rows(model: Any) -> list[tuple[Any, ...]]:
    users = dict(User.objects.values_list("pk", "username"))
    fields = [one for one in model._meta.concrete_fields if one.name not in _not_kept(model)]
    found = model._base_manager.order_by("pk").values_list(*[one.attname for one in fields])
    known = [users if archive_tables.is_user(one) else {} for one in fields]
    return [tuple(map(dict.get, known, row, row)) for row in _hashable(found)]


def _hashable(found: Any) -> Iterator[list[Any]]:
    for row in found:
        yield [json.dumps(one) if isinstance(one, (dict, list)) else one for one in row]


def _not_kept(model: type) -> frozenset[str]:
    return archive_tables.LEFT_OUT[model] if model is ImportRun else frozenset()


def originals() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def empty() -> None:
    """The installation as `migrate` leaves it, but for its terms, which the archive replaces."""
    for model in archive_tables.tables().values():
        model._base_manager.all()._raw_delete("default")
    User.groups.through.objects.all().delete()
    User.objects.all()._raw_delete("default")
    shutil.rmtree(settings.MEDIA_ROOT)
    Path(settings.MEDIA_ROOT).mkdir()


def furnished() -> None:
    """Something in every table, odd words among it."""
    reviewer = User.objects.create_user("reviewer-ё", password="x", first_name="=Anna")
    island = make_place("Kuril > Islands", name_ja="千島", description_en=ODD)
    trench = make_place(
        "'Trench", parent=island, kind=PlaceKind.TRENCH, latitude="-0.5", longitude="179.999999"
    )
    make_place_name(trench, "@name", language="ru")
    museum = make_institution("+Museum", place=island)
    person = make_person("-Finder", affiliation=museum)
    source = make_source(ODD)
    expedition = make_expedition("E|1", leader=person, area=island)
    expedition.organisers.add(museum)
    expedition.sources.add(source)
    Claim.objects.create(expedition=expedition, what="remains", number=5, source=source)
    find = make_find(
        published=True,
        place=trench,
        holder=museum,
        expedition=expedition,
        internal_notes=ODD,
        latitude="50.731234",
        longitude="-156.187654",
        found_by=[person],
        sources=[source],
        materials=[seeded("steel", vocabulary="material")],
        title_ja="'=兜",
        title_ru="ё",
    )
    find._history_user = reviewer
    find.created_by = find.updated_by = reviewer
    find.save()
    FormerNumber.objects.create(find=find, catalogue_number="-1", number_key="-1")
    tank = make_find(category=Category.TANK, vehicle={"hull_number": "=12"})
    make_find(category=Category.MUNITION, munition={"calibre_mm": "14.50"})
    make_find(category=Category.STRUCTURE)
    FindRelation.objects.create(from_find=tank, to_find=find, kind="found_with")
    photo = make_photo(find, published=True, caption_ru=ODD)
    put_on(tank, photo)
    make_photo(place=island, credit_line="", file="")
    asked = {"asked_by": reviewer, "asked_at": NOW, "reason": ODD}
    Lowering.objects.create(photo=photo, from_level="sealed", to_level="open", **asked)
    event = make_event(
        find, "restoration", "in_progress", by=reviewer, institution=museum, note=ODD
    )
    event.photos.add(photo)
    make_document(find)
    make_document(event=event)
    make_identification(make_remains(individuals=2)).evidence.add(tank)
    run = ImportRun.objects.create(
        file_name="=a.csv", file_sha256="0" * 64, user=reviewer, report={"a": ["'", None]}
    )
    ImportMapping.objects.create(name="=m", toml="# 'ё'\n", user=reviewer)
    ExportRun.objects.create(user=reviewer, profile="full", format="csv", started_at=NOW, finds=3)
    doubled = make_term("double", label_en="Double")
    merging.merge(seeded("helmet"), doubled, by=reviewer)
    Find.history.filter(id=find.pk).update(import_run=run.pk)


def test_an_empty_installation_becomes_the_same_catalogue(tmp_path: Path) -> None:
    furnished()
    before, files = tables(), originals()
    archiving.write(tmp_path / "one", now=NOW)
    empty()

    unarchiving.load(tmp_path / "one")

    assert tables() == before
    assert originals() == files
    archiving.write(tmp_path / "two", now=NOW)
    assert (tmp_path / "two" / bag.MANIFEST).read_text() == (
        tmp_path / "one" / bag.MANIFEST
    ).read_text()


def test_every_table_with_a_history_has_a_row_in_these_tests() -> None:
    furnished()

    kept = {f"history/{name}" for name in tables()} & set(tables())
    kept |= {name.removeprefix("history/") for name in kept}
    assert [name for name, rows in tables().items() if not rows and name in kept] == []


def test_letters_of_visitors_are_not_archived() -> None:
    assert not {"errorreport", "look"} & set(tables())


def test_every_model_of_the_catalogue_is_in_the_archive(tmp_path: Path) -> None:
    archiving.write(tmp_path / "bag", now=NOW)

    package = json.loads((tmp_path / "bag" / "datapackage.json").read_text())
    paths = {one["path"] for one in package["resources"]}
    there = {
        p.relative_to(tmp_path / "bag").as_posix() for p in (tmp_path / "bag/data").rglob("*.csv")
    }
    assert paths == there
    assert {"data/find.csv", "data/history/find.csv", "data/find_materials.csv"} <= there


@pytest.mark.slow
@examples(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_finds_come_back_as_they_went(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("archives")
    with transaction.atomic():
        furniture = Furniture()
        finds = [furniture.find(data, number) for number in range(data.draw(st.integers(1, 3)))]
        furniture.link(data, finds)
        before, files = tables(), originals()
        archiving.write(folder / "bag", now=NOW)
        empty()

        unarchiving.load(folder / "bag")

        assert tables() == before
        assert originals() == files
        empty()
        transaction.set_rollback(True)


def test_new_rows_come_after_the_loaded_ones(tmp_path: Path) -> None:
    last = make_find()
    archiving.write(tmp_path / "bag", now=NOW)
    empty()
    unarchiving.load(tmp_path / "bag")

    assert make_find().pk > last.pk


def test_search_finds_what_was_loaded(tmp_path: Path, client: Any) -> None:
    make_find(published=True, title_en="Periscope")
    archiving.write(tmp_path / "bag", now=NOW)
    empty()
    unarchiving.load(tmp_path / "bag")

    assert "Periscope" in client.get("/finds/?q=periscope").content.decode()


def test_a_long_cell_comes_back(tmp_path: Path) -> None:
    last = csv.field_size_limit(131_072)  # as a program begins that has read no list yet
    try:
        find = make_find(description_ru="слово " * 30_000)
        archiving.write(tmp_path / "bag", now=NOW)
        empty()
        unarchiving.load(tmp_path / "bag")
    finally:
        csv.field_size_limit(last)

    assert Find.objects.get().description_ru == find.description_ru


def test_users_come_without_passwords_and_rights(tmp_path: Path, administrator: User) -> None:
    make_photo(uploaded_by=administrator)
    archiving.write(tmp_path / "bag", now=NOW)
    table = (tmp_path / "bag" / "data" / "user.csv").read_text()
    empty()
    unarchiving.load(tmp_path / "bag")

    user = User.objects.get()
    assert table.splitlines()[0] == "username,first_name,last_name"
    assert (user.username, user.is_active, user.has_usable_password()) == (
        "administrator",
        False,
        False,
    )
    assert not user.groups.exists()
    assert Photo.objects.get().uploaded_by == user


def test_a_catalogue_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    find = make_find()
    archiving.write(tmp_path / "bag", now=NOW)

    with pytest.raises(ArchiveRefused, match="not empty"):
        unarchiving.load(tmp_path / "bag")

    assert Find.objects.get() == find
    assert Term.objects.count() > 100


def damage_photo(folder: Path) -> None:
    picture = next((folder / "data" / "files").rglob("*.jpg"))
    data = bytearray(picture.read_bytes())
    data[-1] ^= 1
    picture.write_bytes(bytes(data))


def lose_table(folder: Path) -> None:
    (folder / "data" / "find.csv").unlink()


def add_file(folder: Path) -> None:
    (folder / "data" / "extra.csv").write_text("x")


def change_manifest(folder: Path) -> None:
    path = folder / bag.MANIFEST
    path.write_text(path.read_text().replace("data/find.csv", "data/../../find.csv"))


def lose_declaration(folder: Path) -> None:
    (folder / "bagit.txt").unlink()


DAMAGES = {
    damage_photo: r"\.jpg is damaged",
    lose_table: r"data/find\.csv is missing",
    add_file: r"data/extra\.csv is not in the list",
    change_manifest: r"leads out of the bag",
    lose_declaration: "is no bag",
}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_bag_is_refused_and_nothing_is_loaded(tmp_path: Path, damage: Any) -> None:
    make_photo(make_find())
    archiving.write(tmp_path / "bag", now=NOW)
    empty()
    damage(tmp_path / "bag")

    with pytest.raises(ArchiveRefused, match=DAMAGES[damage]):
        unarchiving.load(tmp_path / "bag")

    assert not Find.objects.exists()
    assert not originals()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.replace("catalogue_number", "strange", 1), "does not know: strange"),
        (lambda text: text.replace("helmet", "helmet,more", 1), "line 2"),
        (lambda text: text.replace("helmet", '"helmet"x', 1), "line 2, cannot"),
    ],
)
def test_a_table_that_cannot_be_read_leaves_nothing(
    tmp_path: Path, change: Any, sentence: str
) -> None:
    make_photo(make_find())
    archiving.write(tmp_path / "bag", now=NOW)
    empty()
    table = tmp_path / "bag" / "data" / "find.csv"
    old = table.read_bytes()
    table.write_bytes(change(old.decode()).encode())
    _sign_again(tmp_path / "bag")

    with pytest.raises(ArchiveRefused, match=sentence):
        unarchiving.load(tmp_path / "bag")

    assert not Find.objects.exists()
    assert not originals()


def _sign_again(folder: Path) -> None:
    """Lists that fit the files as they are now."""
    again = bag.Bag(folder.with_name("again"))
    for path in sorted((folder / "data").rglob("*")):
        if path.is_file():
            with again.file(path.relative_to(folder / "data").as_posix()) as stream:
                stream.write(path.read_bytes())
    again.seal({})
    shutil.rmtree(folder)
    again.folder.rename(folder)


def test_a_missing_original_is_told_and_no_half_archive_stays(tmp_path: Path) -> None:
    photo = make_photo()
    photo.file.storage.delete(photo.file.name)

    with pytest.raises(ArchiveRefused, match="is missing"):
        archiving.write(tmp_path / "bag", now=NOW)

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    with pytest.raises(ArchiveRefused, match="there already"):
        archiving.write(tmp_path, now=NOW)
