"""A decoder that goes wrong costs a process of its own, and one refusal in words."""

import io
import os
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from catalog.lib import image_room, images
from tests.factories import jpeg_bytes

LIMITS = {"max_bytes": 5_000_000, "max_pixels": 20_000_000}
WRONG = """
import os
from django.conf import settings
settings.configure()
from catalog.lib import image_decoder
from catalog.lib.image_checks import inspect

def wrong(data, **how):
{body}

image_decoder._WORK["inspect"] = wrong
image_decoder.main()
"""


@pytest.fixture
def go_wrong(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Let decoders do this instead of looking at a picture."""

    def with_body(body: str) -> None:
        image_room._end_all()
        program = WRONG.format(body=textwrap.indent(body, "    "))
        monkeypatch.setattr(image_room, "_PROGRAM", program)

    yield with_body
    image_room._end_all()


def look() -> images.ImageFacts:
    return images.inspect(io.BytesIO(jpeg_bytes()), **LIMITS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("while True: pass", marks=pytest.mark.slow),
        "held = bytearray(600_000_000)",
        "held = [bytes(1_000_000) for _again in range(600)]",
        "os.abort()",
        "os._exit(0)",
        "os.write(1, b'no answer'); os._exit(0)",
    ],
)
def test_a_decoder_that_goes_wrong_is_a_refusal(
    body: str, go_wrong: Callable[[str], None], settings: Any
) -> None:
    settings.PHOTO_MAX_SECONDS = 1
    go_wrong(body)

    with pytest.raises(images.ImageRefused, match="too much time or memory"):
        look()
    assert not image_room._idle


@pytest.mark.slow
def test_a_decoder_that_waits_for_ever_is_not_waited_for(
    go_wrong: Callable[[str], None], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PHOTO_MAX_SECONDS = 1
    monkeypatch.setattr(image_room, "_PATIENCE", 1)
    go_wrong("import time; time.sleep(60)")

    with pytest.raises(images.ImageRefused):
        look()


def test_a_decoder_writes_no_file(go_wrong: Callable[[str], None], tmp_path: Path) -> None:
    go_wrong(f"open({str(tmp_path / 'left')!r}, 'wb').write(b'x' * 10)")

    with pytest.raises(images.ImageRefused):
        look()
    assert not any(path.stat().st_size for path in tmp_path.iterdir())


def test_the_next_picture_finds_another_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    look()
    (first,) = image_room._idle
    look()
    assert image_room._idle == [first]
    first._process.kill()
    first._process.wait()

    assert look().width == 60
    assert first not in image_room._idle


def test_a_decoder_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setenv("DATABASE_URL", "x")

    assert not {"SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"} & set(
        image_room._environment()
    )


def test_a_refusal_is_read_in_the_language_of_its_reader() -> None:
    with pytest.raises(images.ImageRefused) as caught:
        images.inspect(io.BytesIO(b"no picture"), **LIMITS)

    with translation.override("ru"):
        assert str(caught.value).startswith("Такой файл")


def test_many_at_once_share_as_many_decoders_as_there_are_processors() -> None:
    told: list[images.ImageFacts] = []
    threads = [threading.Thread(target=lambda: told.append(look())) for _one in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(told) == 8
    assert len(image_room._idle) <= (os.cpu_count() or 1)
