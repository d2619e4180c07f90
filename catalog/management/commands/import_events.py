"""import_events: the history of states of finds, from events.csv."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.management.list_commands import add_way, name_of, tell, user_named, way_of
from catalog.transfer import lists
from catalog.transfer.events import Events


class Command(BaseCommand):
    help = (
        "Import the history of states of finds from events.csv. Nothing is written when a row is "
        "refused; events a find has already are left as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="user", required=True, help="who records the events")
        add_way(parser, good="rows")

    def handle(self, **options: Any) -> str:
        path, user = options["file"], user_named(options["user"])
        if not path.is_file():
            raise CommandError(_("There is no file {path}.").format(path=path))
        with way_of(self, options, unit="rows") as way:
            told = {"name": name_of(path), "user": user, "now": timezone.now(), "way": way}
            report = lists.run(path, Events, **told)
        self.stdout.write(report.proof())
        return tell(self, report)
