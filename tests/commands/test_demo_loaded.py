"""The sample, loaded whole by the verbs of people; slow, because it is."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client, override_settings

from catalog.management import sample
from catalog.models import Expedition, Find, ImportRun, Photo, StatusEvent
from catalog.vocab import Category
from tests.factories import make_expedition, make_find

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def demo(**options: Any) -> str:
    """What the demo says."""
    out = io.StringIO()
    call_command("demo", no_serve=True, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def first_run(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The sample, loaded once for all that look at it; the pictures are not made smaller."""
    media, patch = tmp_path_factory.mktemp("media"), pytest.MonkeyPatch()
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        _refill()
        patch.setattr(sample.renditions, "make_all", lambda photo, **how: 0)
        yield demo()
        patch.undo()
        transaction.set_rollback(True)


def _refill() -> None:
    """Put back what the migrations had put there, where an earlier test emptied the tables."""
    if not Group.objects.exists():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture
def loaded(first_run: str) -> Iterator[str]:
    """What the first run said; whatever a test does to the sample is taken back."""
    with transaction.atomic():
        yield first_run
        transaction.set_rollback(True)


def test_it_ends_with_what_was_done(loaded: str) -> None:
    last = loaded.strip().splitlines()[-1]

    assert last == "The sample is loaded: 79 finds, 76 published, 61 pictures."


def test_every_category_is_published(loaded: str) -> None:
    shown = set(Find.objects.public().values_list("category", flat=True))

    assert shown == set(Category.values)


def test_the_remains_are_of_thirteen_and_thirteen(loaded: str) -> None:
    remains = Find.objects.public().filter(category=Category.REMAINS)

    assert remains.count() == 5
    assert remains.individuals() == 26
    for side in ("ussr", "japan"):
        assert remains.filter(nationality__code=side).individuals() == 13


def test_the_drafts_stay_drafts(loaded: str) -> None:
    drafts = Find.objects.filter(publication_status="draft")

    assert drafts.count() == 3
    assert not drafts.exclude(reviewed_by=None).exists()


def test_nobody_did_what_their_group_may_not(loaded: str) -> None:
    published = Find.objects.public()

    assert set(published.values_list("created_by__username", flat=True)) == {"recorder"}
    assert set(published.values_list("reviewed_by__username", flat=True)) == {"reviewer"}
    assert not published.filter(updated_by__username="reviewer").exists()


def test_no_history_is_nameless(loaded: str) -> None:
    assert not Find.history.filter(history_user=None).exists()
    assert not Photo.history.filter(history_user=None).exists()
    assert not StatusEvent.objects.filter(user=None).exists()


def test_press_pictures_stay_unpublished_and_drawings_are_shown(loaded: str) -> None:
    assert Photo.objects.filter(kind="photograph", file="", published=False).count() == 14
    assert Photo.objects.filter(kind="drawing", published=True).count() == 47


def test_a_second_run_changes_nothing(loaded: str) -> None:
    before = _state()

    said = demo()

    assert _state() == before
    assert "keep their passwords" in said
    assert said.strip().splitlines()[-1].startswith("The sample was there already: 79 finds")


def test_what_a_visitor_of_the_demo_logs_is_no_obstacle(loaded: str) -> None:
    make_find(expedition=Expedition.objects.get(code="SHU-2015"))

    assert "80 finds" in demo()


def test_another_expedition_is_an_obstacle_even_beside_the_sample(loaded: str) -> None:
    make_expedition("REAL-2020")

    with pytest.raises(CommandError, match="REAL-2020"):
        demo()


def signs_in(name: str, password: str) -> bool:
    """Whether the door opens, by the form that people meet."""
    told = {"username": name, "password": password, "next": "/admin/"}
    return Client().post("/admin/login/", told).status_code == 302


def test_each_group_signs_in_with_the_password_shown(loaded: str) -> None:
    lines = [line.split() for line in loaded.splitlines() if line.startswith("  ")]

    assert [name for name, _password in lines] == list(sample.GROUPS)
    for name, password in lines:
        assert signs_in(name, password)
        assert list(User.objects.get(username=name).groups.values_list("name", flat=True)) == [name]
        assert len(password) >= 16


def test_new_passwords_are_made_only_when_asked(loaded: str) -> None:
    old = User.objects.get(username="recorder").password

    said = demo(reset_passwords=True)

    password = next(line.split()[1] for line in said.splitlines() if "  recorder" in line)
    assert User.objects.get(username="recorder").password != old
    assert signs_in("recorder", password)


def _state() -> list[Any]:
    return [
        list(Find.objects.order_by("pk").values_list()),
        Find.history.count(),
        StatusEvent.objects.count(),
        list(Photo.objects.order_by("pk").values_list()),
        ImportRun.objects.count(),
        list(User.objects.values_list("username", "password")),
    ]
