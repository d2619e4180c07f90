"""import_finds: a list of finds into the catalogue."""

from argparse import ArgumentParser
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.management.caches import for_a_long_list
from catalog.management.list_commands import tell, user_named
from catalog.transfer import importing, jobs, mapping
from catalog.transfer.refused import RefusedRows
from catalog.transfer.report import Report
from catalog.transfer.request import digest


class Command(BaseCommand):
    help = "Import a list of finds (CSV, TSV, XLSX). Nothing is written when a row is refused."
    # To look at every page of the house would load them all.
    requires_system_checks = [Tags.files]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="a TOML file for a foreign spreadsheet")
        parser.add_argument("--dry-run", action="store_true", help="check only")
        parser.add_argument("--skip-errors", action="store_true", help="write the good rows")
        parser.add_argument("--errors", type=Path, help="write the refused rows to this CSV")
        parser.add_argument("--encoding", help="instead of detecting it")
        parser.add_argument("--delimiter", help="instead of detecting it")
        parser.add_argument("--sheet", default="", help="a sheet of a workbook, not the first")
        parser.add_argument(
            "--create-missing",
            nargs="*",
            choices=mapping.CREATABLE,
            metavar="COLUMN",
            help="add unknown names to these lists (to all of them when none is named)",
        )
        parser.add_argument("--as", dest="user", help="with the rights of this user")

    def handle(self, **options: Any) -> str:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file {path}.").format(path=path))
        self._tell_of_earlier(path)
        with ExitStack() as stack:
            refused = _refused_rows(options["errors"], path) if options["errors"] else None
            if refused:
                stack.enter_context(refused)
            bar = stack.enter_context(tqdm(unit=" rows", disable=None, file=self.stderr))
            stack.enter_context(for_a_long_list())
            report = self._run(path, options, refused, bar)
        self.stdout.write(report.proof())
        return tell(self, report)

    def _tell_of_earlier(self, path: Path) -> None:
        """Say that this very file was imported before; one that cannot be read is told later."""
        with suppress(OSError):
            if earlier := jobs.same_file_sentence(jobs.same_file(digest(path))):
                self.stdout.write(self.style.WARNING(earlier))

    def _run(self, path: Path, options: dict[str, Any], refused: Any, bar: Any) -> Report:
        request = importing.Request(
            file=path,
            name=path.name.encode("utf-8", "replace").decode(),
            mapping=_mapping(options["mapping"], options["create_missing"]),
            encoding=options["encoding"],
            delimiter=_delimiter(options["delimiter"]),
            sheet=options["sheet"],
            dry_run=options["dry_run"],
            skip_refused=options["skip_errors"],
            header=refused.header if refused else None,
            refused=refused.row if refused else None,
            total=bar.reset,
            progress=bar.update,
        )
        try:
            return importing.run(request, user=user_named(options["user"]), now=timezone.now())
        except importing.ImportRefused as error:
            raise CommandError(str(error)) from error


def _refused_rows(path: Path, source: Path) -> RefusedRows:
    if path.exists() and path.samefile(source):
        raise CommandError(_("The refused rows need a file of their own; name another one."))
    try:
        return RefusedRows(path)
    except OSError as error:
        message = _("{path} cannot be written: {error}.")
        raise CommandError(message.format(path=path, error=error.strerror)) from error


def _mapping(path: Path | None, create: list[str] | None) -> mapping.Mapping:
    read = mapping.Mapping() if path is None else _read_mapping(path)
    if create is None:
        return read
    wanted = tuple(create) or mapping.CREATABLE
    return replace(read, options=replace(read.options, create_missing=wanted))


def _read_mapping(path: Path) -> mapping.Mapping:
    try:
        return mapping.read(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(_("There is no mapping {path}.").format(path=path)) from error
    except UnicodeDecodeError as error:
        raise CommandError(_("The mapping {path} is not UTF-8.").format(path=path)) from error
    except ValueError as error:
        raise CommandError(str(error)) from error


def _delimiter(word: str | None) -> str | None:
    return {"tab": "\t", r"\t": "\t"}.get(word or "", word)
