"""Every word a visitor can read on a find's page was looked through before it was published.

A telephone number of its own is planted in each column of text, of the find and of all that hangs
on it. What comes out where a visitor reads must have been told to the reviewer. A column that is
added later, and shown, is found here.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.test import Client

from catalog.models import Find, FindPhoto, FindSource, Photo, Source, StatusEvent, telltales
from catalog.models.details import DETAILS
from catalog.vocab import CATEGORY_RULES, STATUSES, Category
from tests.factories import make_event, make_find, make_photo, make_source

pytestmark = pytest.mark.django_db
# Columns with a shape of their own: no sentence stands in them.
_SHAPED = ("date", "edtf", "_on", "slug", "key", "sort", "language", "sha256", "_number", "mime")
# What a name of a column says it is, though it is written freely.
_FREE_NUMBERS = ("holder_number", "hull_number", "engine_number", "turret_number")


def _free(model: type[models.Model]) -> Iterator[str]:
    """The columns in which anything may be written, long enough to hold a telephone number."""
    for column in model._meta.concrete_fields:
        is_text = isinstance(column, models.CharField | models.TextField)
        shaped = column.name.endswith(_SHAPED) and column.name not in _FREE_NUMBERS
        if not is_text or column.choices or not column.editable or shaped:
            continue
        if not isinstance(column, models.URLField | models.FileField):
            yield column.name


class Numbers:
    """Telephone numbers, each known by where it was planted."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def new(self, where: str) -> str:
        number = f"+7 4242 55-{len(self.planted) // 100:02d}-{len(self.planted) % 100:02d}"
        self.planted[number] = where
        return number

    def of(self, row: models.Model) -> models.Model:
        """Plant one in every free column of a row."""
        for name in _free(type(row)):
            setattr(row, name, self.new(f"{row._meta.model_name}.{name}"))
        # Past the forms and the verbs: this is about what is read, not how it came in.
        type(row)._base_manager.filter(pk=row.pk).update(
            **{name: getattr(row, name) for name in _free(type(row))}
        )
        return row


def _told_in_full(category: str, numbers: Numbers) -> Find:
    find = make_find(published=True, category=category, sources=[make_source()])
    if category in DETAILS:
        detail = DETAILS[category].objects.get(find=find)
        if hasattr(detail, "numbers_public"):
            detail.numbers_public = True
            detail.save()
        numbers.of(detail)
    make_photo(find, published=True)
    track = min(CATEGORY_RULES[category].tracks)
    make_event(find, track, STATUSES[track].values[1])
    _plant_around(find, numbers)
    # Saved, so that what is derived from the words is derived from these.
    find = Find.objects.get(pk=numbers.of(find).pk)
    find.save()
    return find


def _plant_around(find: Find, numbers: Numbers) -> None:
    for model in (Photo, FindPhoto, Source, FindSource, StatusEvent):
        for row in model._base_manager.all():
            numbers.of(row)


@pytest.mark.parametrize("category", Category.values)
def test_every_word_a_visitor_reads_is_told_to_the_reviewer(category: str, client: Client) -> None:
    numbers = Numbers()
    find = _told_in_full(category, numbers)

    told = "\n".join(telltales.of_find(find))

    read = "".join(_read(client, f"/finds/{find.slug}/", f"/finds/{find.slug}.jsonld"))
    read += "".join(_read(client, "/finds.csv", "/finds.jsonl", "/feed/"))
    shown = {where for number, where in numbers.planted.items() if number in read}
    assert "find.description_en" in shown
    unread = {numbers.planted[number] for number in numbers.planted if number not in told}
    assert " ".join(sorted(shown & unread)) == ""


def _read(client: Client, *addresses: str) -> Iterator[Any]:
    for address in addresses:
        answer = client.get(address, follow=True)
        body = answer.getvalue() if answer.streaming else answer.content
        yield body.decode()
