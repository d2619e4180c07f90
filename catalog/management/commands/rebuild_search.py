"""rebuild_search: write the words of all finds anew, from the rows themselves."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext
from tqdm import tqdm

from catalog import index
from catalog.models import Find


class Command(BaseCommand):
    help = (
        "Writes the index of the full text from nothing, in one transaction, and has every "
        "running process read the catalogue again. Use it after a database was restored or an "
        "upgrade says so."
    )

    def handle(self, *args: Any, **options: Any) -> str:
        """Rebuild; the last line says how many finds were indexed."""
        total = Find.objects.count()
        with tqdm(total=total, unit=" finds", disable=None, file=self.stderr) as bar:
            count = index.rebuild_text(bar.update)
        return ngettext(
            "The words of %(count)d find were indexed.",
            "The words of %(count)d finds were indexed.",
            count,
        ) % {"count": count}
