"""Another world that differs from the planted one in its secrets alone."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model

from catalog.models import (
    Document,
    ExportRun,
    Find,
    ImportRun,
    Look,
    Lowering,
    MunitionDetail,
    PersonIdentification,
    Photo,
    Place,
    StatusEvent,
)
from catalog.models.rederive import rederive
from catalog.vocab import PlaceKind
from tests.factories import make_place
from tests.house.canaries import Nest


def disturb(nest: Nest) -> None:
    """Change every secret, and take away what may not even be known to exist.

    What a visitor may know stays as it was, so every answer must stay the same to the letter.
    """
    _take_away(nest)
    _move(nest)
    other = Nest(generation="b")
    swap = {word: other.word(what) for what, word in nest.words.items()}
    for model in apps.get_app_config("catalog").get_models():
        if not model.__name__.startswith("Historical"):
            _swap(model, swap)
    _swap(get_user_model(), swap)
    rederive(Find.objects.all())


def _take_away(nest: Nest) -> None:
    Document.objects.all().delete()
    for model in (ImportRun, ExportRun, Look, Lowering):
        model.objects.all().delete()
    StatusEvent.objects.filter(is_public=False).delete()
    PersonIdentification.objects.filter(confidence="tentative").delete()
    hidden = [find.pk for find in nest.hidden_finds]
    Find.objects.filter(pk__in=hidden).delete()
    names = ("unpublished", "loose", "trench", "draft")
    Photo.objects.filter(pk__in=[nest.photos[name].pk for name in names]).delete()


def _move(nest: Nest) -> None:
    """Other positions in the same cell, or anywhere where no cell is published."""
    finds, helmet = Find.objects, nest.finds["helmet"]
    finds.filter(pk=helmet.pk).update(
        latitude="50.738888", longitude="156.181111", verbatim_coordinates="x"
    )
    finds.filter(pk=nest.finds["tank"].pk).update(latitude=1, longitude=1)
    finds.filter(pk=nest.finds["equipment"].pk).update(
        latitude=None, longitude=None, place=nest.places["other"]
    )
    finds.filter(pk=nest.finds["remains"].pk).update(
        condition="good",
        completeness="complete",
        discovery_method="visual",
        quantity=9,
        custody_status="in_store",
        restoration_status="restored",
    )
    Place.objects.filter(pk=nest.places["island"].pk).update(
        latitude="49.618888", longitude="155.271111", uncertainty_m=11
    )
    Place.objects.filter(pk=nest.places["trench"].pk).update(latitude=3, longitude=3)
    for name in ("munition", "aboard", "beside"):
        finds.filter(pk=nest.finds[name].pk).update(latitude=None, longitude=None)
    finds.filter(pk=nest.finds["remains"].pk).update(latitude=2, longitude=2)
    MunitionDetail.objects.update(fuzed="no", fired="yes")
    Photo.objects.update(exif_latitude=2, exif_longitude=2)
    make_place("Another trench", parent=nest.places["island"], kind=PlaceKind.TRENCH)


def _swap(model: Any, swap: dict[str, str]) -> None:
    for row in model._base_manager.all():
        changed = False
        for column in row._meta.concrete_fields:
            value = getattr(row, column.attname)
            if isinstance(value, str) and value in swap:
                setattr(row, column.attname, swap[value])
                changed = True
        if changed:
            row.save()
