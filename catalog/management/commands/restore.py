"""restore: bring a backup back, once all of it was found whole."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.backup import manifest, restoring
from catalog.backup.postgresql import ProgramMissing
from catalog.management.phases import phases


class Command(BaseCommand):
    help = "Check a backup and put it in the place of what is here, which is kept."
    # What is here may be broken; that is why somebody restores.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "backup",
            help="a snapshot, a folder of them (the newest), a tar, or - for standard input",
        )
        parser.add_argument("--check", action="store_true", help="only read all of it")
        parser.add_argument("--no-input", action="store_true", help="do not ask")

    def handle(self, **options: Any) -> str:
        try:
            with _found(options["backup"]) as snapshot:
                return self._work(snapshot, **options)
        except (OSError, DatabaseError, manifest.Broken, ProgramMissing) as error:
            message = _("Nothing was replaced: {error}")
            raise CommandError(message.format(error=error)) from error

    def _work(self, snapshot: restoring.Snapshot, **options: Any) -> str:
        phase = phases(self.stderr)
        restoring.check(snapshot, phase)
        told = {"made": snapshot.told.made_at, "rows": sum(snapshot.told.rows.values())}
        if options["check"]:
            return _("The backup of {made} is whole: {rows} rows, {uploads} uploads.").format(
                uploads=len(snapshot.told.uploads), **told
            )
        if not options["no_input"] and not self._agreed(told["made"]):
            raise CommandError(_("Nothing was replaced."))
        moment = timezone.now().strftime("%Y%m%dT%H%M%S")
        done = restoring.restore(snapshot, moment=moment, phase=phase)
        words = _(
            "The catalogue is that of {made} again: {rows} rows, {uploads} uploads brought back. "
            "What it was until now is kept as {kept}. Everybody has to log in again."
        )
        return words.format(uploads=done.uploads, kept=done.kept, **told)

    def _agreed(self, made: str) -> bool:
        question = _("Put the backup of {made} in the place of the catalogue? Type yes: ")
        self.stdout.write(question.format(made=made), ending="")
        self.stdout.flush()
        return sys.stdin.readline().strip() == "yes"


@contextmanager
def _found(name: str) -> Iterator[restoring.Snapshot]:
    if name == "-":
        with restoring.unpacked(sys.stdin.buffer) as snapshot:
            yield snapshot
    elif Path(name).is_file():
        with Path(name).open("rb") as stream, restoring.unpacked(stream) as snapshot:
            yield snapshot
    else:
        yield restoring.find(Path(name))
