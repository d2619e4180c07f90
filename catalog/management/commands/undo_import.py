"""undo_import: what a list brought in, taken back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.management.list_commands import user_named
from catalog.models import Find, ImportRun
from catalog.transfer import undoing
from catalog.transfer.request import ImportRefused
from catalog.transfer.undoing import Undone

SHOWN = 50


class Command(BaseCommand):
    help = "Take an import run back; what was edited since is listed and left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, help="the number of the run")
        parser.add_argument(
            "--also",
            nargs="*",
            default=[],
            metavar="NUMBER",
            help="finds that were edited since and go back nevertheless",
        )
        parser.add_argument("--dry-run", action="store_true", help="tell only what would happen")
        parser.add_argument("--as", dest="user", help="with the rights of this user")

    def handle(self, **options: Any) -> str:
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(_("There is no import run {n}.").format(n=options["run"]))
        user = user_named(options["user"])
        if options["dry_run"]:
            return self._tell(undoing.plan(run, user=user))
        also = Find.objects.filter(catalogue_number__in=options["also"])
        try:
            keys = set(also.values_list("pk", flat=True))
            undone = undoing.take_back(run, user=user, now=timezone.now(), also=keys)
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        return self._tell(undone)

    def _tell(self, undone: Undone) -> str:
        for one in undone.left[:SHOWN]:
            self.stdout.write(self.style.WARNING(f"{one.number}: {one.reason}"))
        if len(undone.left) > SHOWN:
            self.stdout.write(_("… and {n} more.").format(n=len(undone.left) - SHOWN))
        return undone.summary()
