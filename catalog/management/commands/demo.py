"""demo: the sample expedition, loaded and served on this machine."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.management import sample, serving


class Command(BaseCommand):
    help = "Load the sample expedition into an empty database and serve it on this machine."
    # The database is looked at, and migrated, before anything is asked of it.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="instead of 8000")
        parser.add_argument("--no-serve", action="store_true", help="load only")
        parser.add_argument(
            "--reset-passwords", action="store_true", help="make new passwords and print them"
        )

    def handle(self, **options: Any) -> str | None:
        port = None if options["no_serve"] else options["port"]
        folder = self._folder(port)
        self._refuse_other_databases(folder)
        call_command("migrate", verbosity=0, interactive=False)
        self._make_accounts(reset=options["reset_passwords"])
        done = self._load(folder)
        if port is None:
            return done
        self.stdout.write(done)
        serving.serve(port, ready=lambda: self._announce(port))
        return None

    def _folder(self, port: int | None) -> Path:
        """The folder of the sample, once all is there that the demo needs."""
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(_("Start it as “python manage.py demo”, without FINDSPOT_DEMO=0."))
        if port is not None and not (0 < port < 65536 and serving.is_free(port)):
            message = _("Port {port} is taken or not allowed; name another with --port.")
            raise CommandError(message.format(port=port))
        folder = Path(settings.BASE_DIR) / "fixtures" / "shumshu"
        if not folder.is_dir():
            raise CommandError(_("There is no sample in {path}.").format(path=folder))
        return folder

    def _refuse_other_databases(self, folder: Path) -> None:
        if what := sample.obstacle(folder):
            message = _(
                "The database holds something else than the sample ({what}), so the demo leaves "
                "it alone. Give the demo a database of its own, for example "
                "DATABASE_URL=sqlite:///demo.sqlite3"
            )
            raise CommandError(message.format(what=what))

    def _make_accounts(self, *, reset: bool) -> None:
        passwords = sample.make_accounts(reset=reset)
        if not passwords:
            words = _(
                "The accounts {names} keep their passwords; --reset-passwords makes new ones."
            )
            self.stdout.write(words.format(names=", ".join(sample.GROUPS)))
            return
        self.stdout.write(_("Accounts for /admin/; the passwords are shown only now:"))
        for name, password in passwords.items():
            self.stdout.write(f"  {name:<14} {password}")

    def _load(self, folder: Path) -> str:
        loaded_before = sample.is_loaded()
        if not loaded_before:
            try:
                sample.load(folder, now=timezone.now(), phase=self._phase)
            except sample.SampleBroken as error:
                raise CommandError(str(error)) from error
        sample.make_renditions(phase=self._phase)
        words = (
            _("The sample was there already: {finds} finds, {published} published; unchanged.")
            if loaded_before
            else _("The sample is loaded: {finds} finds, {published} published, {photos} pictures.")
        )
        return words.format(**sample.counts())

    @contextmanager
    def _phase(self, label: str, total: int | None) -> Iterator[Callable[[int], object]]:
        """A bar on a terminal, one line in a log."""
        options = {"desc": label, "total": total, "leave": False, "disable": None}
        with tqdm(file=self.stderr, **options) as bar:
            yield bar.update
        if bar.disable:
            self.stdout.write(label)

    def _announce(self, port: int) -> None:
        site = f"http://{serving.HOST}:{port}"
        self.stdout.write(_("The catalogue: {address}").format(address=f"{site}/"))
        admin = f"{site}{reverse('admin:index')}"
        self.stdout.write(_("For researchers: {address}").format(address=admin))
        self.stdout.write(_("Stop it with Ctrl+C."))
        self.stdout.flush()
