"""archive: the whole catalogue into a bag."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.models import ExportRun, Find
from catalog.transfer import archiving


class Command(BaseCommand):
    help = (
        "Write the whole catalogue into a new folder: tables as CSV, photographs and papers as "
        "they came, checksums of everything. It holds what is withheld, too: keep it safe."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, **options: Any) -> str:
        folder: Path = options["folder"]
        # It holds what the full list holds, and is told among those who took that.
        taken = ExportRun.objects.create(
            started_at=timezone.now(), profile="full", format="bag", finds=Find.objects.count()
        )
        with tqdm(unit=" files", disable=None, file=self.stderr) as bar:
            try:
                counts = archiving.write(folder, now=timezone.now(), progress=bar.update)
            except archiving.ArchiveRefused as error:
                taken.delete()
                raise CommandError(str(error)) from error
        ExportRun.objects.filter(pk=taken.pk).update(finished_at=timezone.now())
        message = _("Archived in {path}: finds {finds}, photographs {photos}, steps {history}.")
        return message.format(path=folder, **told(counts))


def told(counts: dict[str, int]) -> dict[str, int]:
    """The counts people ask for; the history of all tables together."""
    history = sum(number for name, number in counts.items() if name.startswith("history/"))
    return {"finds": counts["find"], "photos": counts["photo"], "history": history}
