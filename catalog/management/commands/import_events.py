"""import_events: the history of states of finds, from events.csv."""

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.management.list_commands import RowReport, tell, user_named
from catalog.transfer import lists
from catalog.transfer.events import Events
from catalog.transfer.request import ImportRefused


class Command(BaseCommand):
    help = (
        "Import the history of states of finds from events.csv. Nothing is written when a row is "
        "refused; events a find has already are left as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="user", required=True, help="who records the events")
        parser.add_argument("--dry-run", action="store_true", help="check only")
        parser.add_argument("--skip-errors", action="store_true", help="write the good rows")
        parser.add_argument("--report", type=Path, help="write what became of each to this CSV")

    def handle(self, **options: Any) -> str:
        path, user = options["file"], user_named(options["user"])
        if not path.is_file():
            raise CommandError(_("There is no file {path}.").format(path=path))
        with ExitStack() as stack:
            rows = stack.enter_context(RowReport(options["report"]))
            bar = stack.enter_context(tqdm(unit=" rows", disable=None, file=self.stderr))
            way = lists.Way(
                dry_run=options["dry_run"],
                skip_refused=options["skip_errors"],
                progress=bar.update,
                outcome=rows.add,
            )
            name = path.name.encode("utf-8", "replace").decode()
            try:
                report = lists.run(path, Events, name=name, user=user, now=timezone.now(), way=way)
            except ImportRefused as error:
                raise CommandError(str(error)) from error
        self.stdout.write(report.proof())
        return tell(self, report)
