"""Fields column by column: what a list tells of a find is what its whole record tells."""

import dataclasses
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from catalog import records
from catalog.formats import table
from catalog.models import Find, FindRelation, Photo
from catalog.records.columns import _FIELDS
from catalog.records.shapes import Credit, FindRecord
from catalog.vocab import PublicationStatus, Sensitivity
from tests.any_finds import Furniture
from tests.factories import (
    make_find,
    make_person,
    make_photo,
    make_place,
    make_remains,
    make_source,
    nationality,
    put_on,
    seeded,
)
from tests.house import canaries

pytestmark = pytest.mark.django_db


def check_same(*, least: int = 0) -> None:
    """Every field of every find, backwards and in three languages."""
    asked = list(Find.objects.order_by("-pk").values_list("pk", flat=True))
    for language in ("en", "ru", "ja"):
        with translation.override(language):
            whole, found = records.many(asked), records.columns(asked)
            assert len(whole) >= least
            for name, values in found.items():
                assert list(values) == [_field(record, name) for record in whole], name


def _field(record: FindRecord, name: str) -> Any:
    if name != "photo":
        return getattr(record, name)
    return record.photo and Credit(*(getattr(record.photo, part) for part in Credit._fields))


def test_every_secret_and_what_stands_beside_it() -> None:
    canaries.plant()

    check_same(least=10)


@pytest.mark.slow
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_finds(furniture: Furniture, data: st.DataObject) -> None:
    with transaction.atomic():
        finds = [furniture.find(data, number) for number in range(data.draw(st.integers(1, 5)))]
        furniture.link(data, finds)
        for find in finds:
            state = data.draw(st.sampled_from(["published", *PublicationStatus.values]))
            Find.objects.filter(pk=find.pk).update(publication_status=state)
        licensed = Photo.objects.exclude(license_uri="")
        licensed.update(published=True, sensitivity=data.draw(st.sampled_from(Sensitivity)))

        check_same()

        transaction.set_rollback(True)


@pytest.fixture
def furniture(db: None) -> Furniture:
    """Made once; some of the people agreed to be named, some of the places are private."""
    made = Furniture()
    made.people += [make_person("Ж", show_publicly=True), make_person("B|c", show_publicly=True)]
    made.places.append(make_place("Hill", parent=made.places[2], slug="hill", kind="height"))
    return made


def test_pictures_in_their_order() -> None:
    find = make_find(published=True)
    first, second = (make_photo(published=True, credit_line=f"Photo: {name}") for name in "AB")
    put_on(find, first, is_primary=False)
    put_on(find, second, is_primary=True)
    put_on(make_find(published=True), make_photo(credit_line="Hidden"))

    check_same(least=2)
    assert [one and one.credit_line for one in records.columns([find.pk])["photo"]] == ["Photo: B"]


def test_no_find_has_no_columns_but_their_names() -> None:
    draft = make_find()

    for ids in ([], [draft.pk]):
        assert {name: list(values) for name, values in records.columns(ids).items()} == {
            name: [] for name in _FIELDS
        }


def test_all_fields_of_the_table_and_all_of_a_record() -> None:
    known = {field.name for field in dataclasses.fields(FindRecord)} | {"photo"}

    assert {field for field, _write in table.COLUMNS.values()} == set(_FIELDS)
    assert set(_FIELDS) <= known


def test_only_the_public_has_columns() -> None:
    with pytest.raises(ValueError, match="staff"):
        records.columns([], records.finds.Viewer("staff"))


def test_more_finds_cost_no_more_queries() -> None:
    def full() -> int:
        find = make_find(
            published=True,
            nationality=nationality("japan"),
            place=make_place(),
            found_by=[make_person(show_publicly=True)],
            materials=[seeded("steel", vocabulary="material")],
            sources=[make_source()],
        )
        other = make_remains(published=True)
        FindRelation.objects.create(from_find=find, to_find=other, kind="same_context")
        return find.pk

    ids = [full()]
    with CaptureQueriesContext(connection) as before:
        records.columns(ids)
    ids += [full() for _ in range(5)]

    with CaptureQueriesContext(connection) as after:
        records.columns(ids)

    assert len(before) == len(after) <= 15
