"""export_finds: the catalogue, or a part of it, as a list that import reads back."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand

from catalog.lib import sheets
from catalog.models import Find
from catalog.transfer import exporting

BOM = "\ufeff"


class Command(BaseCommand):
    help = "Export finds as CSV (UTF-8 with BOM, CRLF) that import_finds reads back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-o", "--output", type=Path, help="a file instead of the terminal")
        parser.add_argument("--empty", action="store_true", help="only the header: a template")

    def handle(self, **options: Any) -> None:
        finds = Find.objects.none() if options["empty"] else Find.objects.all()
        if options["output"] is None:
            self._write(sys.stdout, finds)
            return
        with options["output"].open("w", encoding="utf-8", newline="") as stream:
            number = self._write(stream, finds)
        self.stderr.write(f"{number} finds written to {options['output']}.")

    def _write(self, stream: IO[str], finds: Any) -> int:
        header, rows = exporting.full(finds)
        counted = _Counted(rows)
        stream.write(BOM)
        sheets.write_rows(stream, header, counted)
        return counted.number


class _Counted:
    """Rows passed on one by one, and how many there were."""

    def __init__(self, rows: Any) -> None:
        self._rows, self.number = rows, 0

    def __iter__(self) -> Any:
        for row in self._rows:
            self.number += 1
            yield row
