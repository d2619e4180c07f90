"""load_archive: a bag of a whole catalogue into an empty installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.management.commands.archive import told
from catalog.transfer import unarchiving
from catalog.transfer.archiving import ArchiveRefused


class Command(BaseCommand):
    help = "Load an archive into an installation whose catalogue is empty, or only check it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="prove it whole, load nothing")

    def handle(self, **options: Any) -> str:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(_("There is no folder {path}.").format(path=folder))
        try:
            if options["check"]:
                unarchiving.check(folder)
                return _("The archive {path} is whole.").format(path=folder)
            with tqdm(unit=" rows", disable=None, file=self.stderr) as bar:
                counts = unarchiving.load(folder, progress=bar.update)
        except ArchiveRefused as error:
            raise CommandError(str(error)) from error
        message = _("Loaded from {path}: finds {finds}, photographs {photos}, steps {history}.")
        return message.format(path=folder, **told(counts))
