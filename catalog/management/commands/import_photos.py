"""import_photos: a folder or a ZIP of photographs into the catalogue."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog import renditions
from catalog.management.list_commands import (
    add_way,
    name_of,
    tell,
    user_named,
    way_of,
)
from catalog.transfer import photographs
from catalog.transfer.lookups import Lookups
from catalog.transfer.report import Report
from catalog.vocab import Licence


class Command(BaseCommand):
    help = (
        "Import photographs from a folder or a ZIP, by photos.csv in it, by the names of the "
        "files (SHU15-0042_1.jpg), or both. Nothing is written when one is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", type=Path, metavar="FOLDER_OR_ZIP")
        parser.add_argument("--list", type=Path, dest="table", help="photos.csv, if elsewhere")
        parser.add_argument("--credit", help="the credit of those whose row gives none")
        parser.add_argument("--licence", help="the licence of those whose row gives none")
        add_way(parser, good="ones")
        parser.add_argument("--as", dest="user", help="with the rights of this user")

    def handle(self, **options: Any) -> str:
        place: Path = options["place"]
        for path in filter(None, (place, options["table"])):
            if not path.exists():
                raise CommandError(_("There is no file {path}.").format(path=path))
        user, given = user_named(options["user"]), self._given(options)
        with way_of(self, options, unit="photos") as way:
            report = photographs.run(
                place,
                name=name_of(place),
                user=user,
                now=timezone.now(),
                table=options["table"],
                given=given,
                way=way,
            )
        done = tell(self, report)
        self._make_sizes(report)
        return done

    def _make_sizes(self, report: Report) -> None:
        """What visitors will be shown, on all processors; a failure is told and spoils nothing."""
        photos = list(photographs.taken_in(report))
        with tqdm(total=len(photos), unit=" sizes", disable=None, file=self.stderr) as bar:
            renditions.make_many(photos, done=lambda _photo, _made: bar.update())

    def _given(self, options: dict[str, Any]) -> dict[str, str]:
        given = {"credit_line": (options["credit"] or "").strip()}
        if licence := options["licence"]:
            try:
                given["license_uri"] = Lookups().choice(Licence, licence)
            except ValueError as error:
                raise CommandError(f"--licence: {error}") from error
        return {name: value for name, value in given.items() if value}
