"""verify_media: whether every original is there, and is what came in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.management import media


class Command(BaseCommand):
    help = (
        "Reads every original of a photograph or document and compares it with the SHA-256 taken "
        "when it came in; ends in failure where one is missing or changed."
    )

    def handle(self, **options: Any) -> str:
        """Tell what is wrong, a line each."""
        total, problems = media.originals(), 0
        with tqdm(total=total, unit=" files", disable=None, file=self.stderr) as bar:
            for problem in media.damage(progress=bar.update):
                problems += 1
                self.stdout.write(problem)
        done = _("{total} originals read, {problems} missing or changed.").format(
            total=total, problems=problems
        )
        if problems:
            raise CommandError(done)
        return done
