"""Job: what a run of the import needs to know of the row in the table it is worked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from catalog.lib.beacons import Beacon, Signal
from catalog.lib.storage import import_storage
from catalog.models import ImportRun
from catalog.models.importrun import private_name
from catalog.transfer.refused import RefusedRows

Tell = Callable[[Signal], object]


class Stopped(Exception):  # noqa: N818 - asked for, not a fault
    """Somebody asked the run to stop, or another worker took it over."""


class Job:
    """One claimed run: its refused rows, its beacon, and where it goes on."""

    def __init__(self, run: ImportRun, beacon: Beacon, tell: Tell = lambda _signal: None) -> None:
        self.run, self._beacon, self._tell = run, beacon, tell
        if not run.refused_file:
            run.refused_file.name = private_name(run, "refused.csv")
            self.keep(refused_file=run.refused_file.name)
        path = Path(import_storage().path(run.refused_file.name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.refused = RefusedRows(path, kept=run.cursor.get("refused_bytes", 0))
        self._done, self._total = run.cursor.get("rows", 0), 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.refused.__exit__(*error)

    def total(self, rows: int) -> None:
        """The number of rows is known."""
        self._total = rows
        self.keep(rows_total=rows)
        self.progress(0)

    def progress(self, rows: int) -> None:
        """So many rows more are done; Stopped where somebody asked for it."""
        self._done += rows
        signal = Signal(self._done, self._total)
        self._tell(signal)
        self._beacon.tell(signal)
        if self._beacon.is_asked_to_stop:
            raise Stopped

    def keep(self, **facts: Any) -> None:
        """Write facts of the run, in the transaction of the moment; Stopped without the claim."""
        mine = ImportRun.objects.filter(pk=self.run.pk, claim=self.run.claim)
        if not mine.update(**facts):
            raise Stopped
