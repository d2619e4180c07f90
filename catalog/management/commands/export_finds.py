"""export_finds: the catalogue, or a part of it, as a list that import reads back."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils.translation import gettext as _, ngettext
from tqdm import tqdm

from catalog.lib import sheets
from catalog.models import Find
from catalog.querysets import FindQuerySet
from catalog.search.filters import FindFilter
from catalog.transfer import exporting

BOM = "\ufeff"


class Command(BaseCommand):
    help = "Export finds as CSV (UTF-8 with BOM, CRLF); the full profile is read back by import."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "wishes",
            nargs="*",
            metavar="parameter=value",
            help="parameters of the listing, for example category=tank nationality=japan",
        )
        parser.add_argument("-o", "--output", type=Path, help="a file instead of the terminal")
        parser.add_argument(
            "--profile",
            choices=["full", "public"],
            default="full",
            help="everything for the house, or what a visitor may see",
        )
        parser.add_argument("--empty", action="store_true", help="only the header: a template")

    def handle(self, **options: Any) -> str | None:
        finds = Find.objects.none() if options["empty"] else self._wished(options["wishes"])
        profile = exporting.public if options["profile"] == "public" else exporting.full
        if options["output"] is None:
            self.stdout.ending = ""
            self._write(self.stdout, *profile(finds))
            return None
        try:
            with options["output"].open("w", encoding="utf-8", newline="") as stream:
                number = self._write(stream, *profile(finds), total=finds.count())
        except OSError as error:
            refusal = _("{path} cannot be written: {error}.")
            shown = refusal.format(path=options["output"], error=error.strerror)
            raise CommandError(shown) from error
        sentence = ngettext("{n} find written to {path}.", "{n} finds written to {path}.", number)
        return sentence.format(n=number, path=options["output"])

    def _wished(self, wishes: list[str]) -> FindQuerySet:
        """The finds the parameters ask for; a parameter the listing would ignore is refused."""
        for name in (wish.partition("=")[0] for wish in wishes):
            if name not in FindFilter.base_filters:
                message = _("There is no parameter “{name}”. Allowed: {names}.")
                names = ", ".join(FindFilter.base_filters)
                raise CommandError(message.format(name=name, names=names))
        asked = FindFilter(QueryDict("&".join(wishes)), queryset=Find.objects.all())
        finds = asked.without()
        if asked.notes:
            raise CommandError(" ".join(asked.notes))
        return finds

    def _write(
        self, stream: IO[str], header: list[str], rows: Iterable[list[str]], total: int = 0
    ) -> int:
        with ExitStack() as stack:
            bar = tqdm(total=total, unit=" finds", disable=None if total else True)
            counted = _Counted(rows, stack.enter_context(bar))
            stream.write(BOM)
            sheets.write_rows(stream, header, counted)
        return counted.number


class _Counted:
    """Rows passed on one by one, and how many there were."""

    def __init__(self, rows: Iterable[list[str]], bar: Any) -> None:
        self._rows, self._bar, self.number = rows, bar, 0

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._rows:
            self.number += 1
            self._bar.update()
            yield row
