"""backup: a copy of everything, made while people work."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.backup import making, manifest
from catalog.backup.postgresql import ProgramMissing
from catalog.management.phases import phases

_FEW = 10


class Command(BaseCommand):
    help = "Copy database and uploads, as of one moment, to a folder or to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="the folder of the backups")
        parser.add_argument("--stream", action="store_true", help="a tar to standard output")
        parser.add_argument(
            "--all-anew", action="store_true", help="read every upload, even those kept before"
        )

    def handle(self, **options: Any) -> str | None:
        folder, is_stream = options["folder"], options["stream"]
        if (folder is None) != is_stream:
            raise CommandError(_("Name a folder, or ask for --stream."))
        phase, asked = phases(self.stderr), {"version": settings.VERSION, "now": timezone.now()}
        try:
            if is_stream:
                told = making.to_stream(sys.stdout.buffer, phase=phase, **asked)
                self._tell(told.missing)
                return None
            made = making.to_folder(folder, phase=phase, all_anew=options["all_anew"], **asked)
        except (OSError, DatabaseError, manifest.Broken, ProgramMissing) as error:
            message = _("Nothing was kept of this backup: {error}")
            raise CommandError(message.format(error=error)) from error
        told = manifest.read(made / manifest.NAME)
        self._tell(told.missing)
        words = _("{folder}: {rows} rows, {uploads} uploads, read again and whole.")
        return words.format(folder=made, rows=sum(told.rows.values()), uploads=len(told.uploads))

    def _tell(self, missing: Sequence[str]) -> None:
        """Name the files that rows tell of and nobody has; the backup is as whole as the house."""
        for path in missing[:_FEW]:
            self.stderr.write(_("Missing among the uploads: {path}").format(path=path))
        if len(missing) > _FEW:
            more = _("… and {n} more; verify_media names all.")
            self.stderr.write(more.format(n=len(missing) - _FEW))
