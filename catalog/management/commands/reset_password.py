"""reset_password: a link for somebody who forgot theirs."""

from argparse import ArgumentParser
from typing import Any

from axes.utils import reset
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _, ngettext

from catalog.entry import new_password, second_factor


class Command(BaseCommand):
    help = "Print a link, good once, by which somebody chooses a new password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="the name of the account")
        parser.add_argument(
            "--second-factor", action="store_true", help="take the second factor away, too"
        )

    def handle(self, **options: Any) -> str:
        users = get_user_model().objects
        user = users.filter(username=options["username"], is_active=True).first()
        if user is None:
            message = _("There is no active account “{name}”.")
            raise CommandError(message.format(name=options["username"]))
        if options["second_factor"]:
            second_factor.switch_off(user)
            self.stdout.write(_("The second factor is taken away."))
        reset(username=user.get_username())
        self.stdout.write(_site() + new_password.link(user))
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        return ngettext(
            "Hand it on by a way others do not read: it is good once, for {n} hour.",
            "Hand it on by a way others do not read: it is good once, for {n} hours.",
            hours,
        ).format(n=hours)


def _site() -> str:
    """The site as people reach it, as far as the settings tell."""
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    named = [host for host in settings.ALLOWED_HOSTS if host.strip(".*")]
    return f"{scheme}://{named[0].lstrip('.') if named else 'localhost'}"
