"""export_finds: the catalogue, or a part of it, as a list that import reads back."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from tqdm import tqdm

from catalog.formats.site import Site
from catalog.management.caches import small_cache
from catalog.management.list_commands import user_named
from catalog.models import Find
from catalog.querysets import FindQuerySet
from catalog.search.filters import FindFilter
from catalog.transfer.files import FORMATS, Profile
from catalog.transfer.taking import Taking


class Command(BaseCommand):
    help = "Export finds as CSV, XLSX, JSON lines or GeoJSON; import reads the full CSV back."
    # To look at every page of the house would load them all.
    requires_system_checks = [Tags.files]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "wishes",
            nargs="*",
            metavar="parameter=value",
            help="parameters of the listing, for example category=tank nationality=japan",
        )
        parser.add_argument("-o", "--output", type=Path, help="a file instead of the terminal")
        parser.add_argument(
            "--format", choices=list(FORMATS), help="instead of what the name of the file says"
        )
        parser.add_argument(
            "--profile",
            choices=Profile.values,
            default=Profile.FULL,
            help="everything, what all of the house may read, or what a visitor may see",
        )
        parser.add_argument("--site", default="", help="the address of the site, before its paths")
        parser.add_argument("--as", dest="user", help="with the rights of this user")
        parser.add_argument("--empty", action="store_true", help="only the header: a template")

    def handle(self, **options: Any) -> str | None:
        with small_cache():
            return self._export(options)

    def _export(self, options: Mapping[str, Any]) -> str | None:
        finds = Find.objects.none() if options["empty"] else self._wished(options["wishes"])
        path, kind = options["output"], _format(options["format"], options["output"])
        try:
            taking = Taking(
                finds,
                profile=options["profile"],
                kind=kind,
                user=user_named(options["user"]),
                now=timezone.now(),
            )
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        number = len(taking.ids)
        site = Site(options["site"].rstrip("/"), reverse_lazy("finds"))
        with tqdm(total=number, unit=" finds", disable=None if path else True) as bar:
            wishes = "&".join(options["wishes"])
            pieces = taking.pieces(site, wishes=wishes, counted=bar.update)
            self._write(path, pieces)
        if path is None:
            return None
        sentence = ngettext("{n} find written to {path}.", "{n} finds written to {path}.", number)
        return sentence.format(n=number, path=path)

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

    def _write(self, path: Path | None, pieces: Iterable[bytes]) -> None:
        """The file whole or not at all: under its name it stands when it is done."""
        if path is None:
            self.stdout.ending = ""
            for piece in pieces:
                self.stdout.write(piece.decode())
            return
        part = path.with_name(f"{path.name}.part")
        try:
            with part.open("wb") as stream:
                stream.writelines(pieces)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            refusal = _("{path} cannot be written: {error}.")
            raise CommandError(refusal.format(path=path, error=error.strerror)) from error


def _format(named: str | None, path: Path | None) -> str:
    """What is asked for, else what the name of the file says, else CSV."""
    ending = path.suffix.lower().removeprefix(".") if path else ""
    kind = named or (ending if ending in FORMATS else "csv")
    if kind == "xlsx" and path is None:
        raise CommandError(_("A workbook needs a file; name one with -o."))
    return kind
