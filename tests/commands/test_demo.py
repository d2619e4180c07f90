"""The demo loads the sample by the verbs of people, once, and touches nothing else."""

import io
import socket
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from catalog.lib.storage import rendition_storage
from catalog.management import sample, serving
from catalog.models import Expedition, ImportRun
from catalog.renditions import FORMATS
from tests.factories import make_expedition, make_find, make_photo


def demo(**options: Any) -> str:
    """What the demo says."""
    out = io.StringIO()
    call_command("demo", no_serve=True, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["find", "expedition", "user"])
def test_a_database_in_use_is_left_alone(what: str) -> None:
    if what == "find":
        make_find(expedition=make_expedition("SHU-2015"))
    elif what == "expedition":
        make_expedition("SHU-2015")
    else:
        User.objects.create_user("somebody")

    with pytest.raises(CommandError, match="a database of its own"):
        demo()

    assert not ImportRun.objects.exists()
    assert not User.objects.filter(username__in=sample.GROUPS).exists()


@pytest.mark.django_db
def test_a_broken_sample_is_named_and_leaves_nothing(settings: Any, tmp_path: Path) -> None:
    folder = tmp_path / "fixtures" / "shumshu"
    folder.mkdir(parents=True)
    for path in (Path(settings.BASE_DIR) / "fixtures" / "shumshu").glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    places = (folder / "places.csv").read_text(encoding="utf-8")
    (folder / "places.csv").write_text(places.replace("archipelago", "archipel"), encoding="utf-8")
    settings.BASE_DIR = tmp_path

    with pytest.raises(CommandError, match=r"(?s)places\.csv.*Line 2, kind.*archipel"):
        demo()

    assert not sample.is_loaded()
    assert not Expedition.objects.exists()


@pytest.mark.django_db
def test_a_deployment_is_no_demo(settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match=r"manage\.py demo"):
        demo()


@pytest.mark.django_db
def test_a_taken_port_is_refused_before_anything_is_done() -> None:
    with socket.create_server((serving.HOST, 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port}"):
            call_command("demo", port=port)

    assert not User.objects.exists()


@pytest.mark.django_db
def test_it_serves_what_it_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[int] = []

    def serve(port: int, *, ready: Any) -> None:
        served.append(port)
        ready()

    monkeypatch.setattr(serving, "serve", serve)
    monkeypatch.setattr(sample, "load", lambda folder, *, now, phase: None)
    out = io.StringIO()
    call_command("demo", port=_free_port(), stdout=out)

    assert f"http://127.0.0.1:{served[0]}/admin/" in out.getvalue()


@pytest.mark.django_db
def test_every_size_of_a_picture_is_made() -> None:
    make_photo(make_find())

    sample.make_renditions(phase=_silent)

    folder = Path(rendition_storage().location)
    assert len([path for path in folder.rglob("*") if path.is_file()]) == len(FORMATS)


class _Silent:
    def __enter__(self) -> Any:
        return lambda number: None

    def __exit__(self, *error: object) -> None:
        pass


def _silent(label: str, total: int | None) -> Any:
    return _Silent()


def _free_port() -> int:
    with socket.create_server((serving.HOST, 0)) as free:
        return free.getsockname()[1]
