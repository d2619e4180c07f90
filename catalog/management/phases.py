"""Progress of a long command: a bar on a terminal, one line a phase in a log."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.core.management.base import OutputWrapper
from tqdm import tqdm


def phases(out: OutputWrapper, **more: Any) -> Callable[[str, int], AbstractContextManager[Any]]:
    """A function that opens the bar of a phase, by its name and size, and gives what moves it."""

    @contextmanager
    def phase(name: str, total: int) -> Iterator[Callable[[int], object]]:
        bar_of = {"desc": name, "total": total, "unit_scale": True, "leave": False, **more}
        with tqdm(file=out, disable=None, **bar_of) as bar:
            yield bar.update
        if bar.disable:
            out.write(name)

    return phase
