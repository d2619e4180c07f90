"""prune: files that no row needs, told first and removed when asked."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.management import media


class Command(BaseCommand):
    help = (
        "Lists files that belong to no photograph or document: broken uploads, sizes with an old "
        "credit, lists of imports that ended long ago. Nothing is removed without --remove, and "
        "nothing younger than an hour."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove what is listed")
        parser.add_argument(
            "--replaced",
            action="store_true",
            help="count originals that only the history still knows, too",
        )

    def handle(self, **options: Any) -> str:
        """List the orphans, then remove them where that was asked for."""
        found = list(media.orphans(now=timezone.now(), replaced=options["replaced"]))
        for orphan in found:
            self.stdout.write(f"{orphan.folder}/{orphan.name}  {orphan.size}")
        told = {"files": len(found), "size": sum(orphan.size for orphan in found)}
        if not options["remove"]:
            words = _("{files} files, {size} bytes, would be removed; --remove removes them.")
            return words.format(**told)
        for orphan in found:
            media.remove(orphan)
        return _("{files} files, {size} bytes, removed.").format(**told)
