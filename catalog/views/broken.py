"""What went wrong on our side: a bad day is told as one, and what was sent is given back."""

import sys
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy as _

from catalog.lib.bad_days import WAIT, BadDay, bad_day

_BROKEN = Path(__file__).resolve().parents[1] / "templates" / "500.html"
_SENTENCES = {
    BadDay.FULL: _("The disk of the catalogue is full, so nothing can be kept at the moment."),
    BadDay.BUSY: _("Somebody else is writing a great deal just now. Try again in a moment."),
    BadDay.READ_ONLY: _("The catalogue can only be read at the moment."),
    BadDay.GONE: _("The catalogue does not reach its database. Try again in a minute."),
}
_MOST_CHARACTERS = 1_000_000


def broken(request: HttpRequest) -> HttpResponse:
    """Answer without database and session; called where an error is being handled."""
    kind = bad_day(sys.exc_info()[1])
    if kind is None:
        return HttpResponse(_BROKEN.read_bytes(), status=500)
    sent = _sent(request)
    told = [(code, *_words(code, kind, bool(sent))) for code, _name in settings.LANGUAGES]
    context = {"told": told, "sent": sent, "here": request.get_full_path()}
    page = render_to_string("503.html", context)
    headers = {"Retry-After": str(WAIT[kind]), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def _words(code: str, kind: BadDay, is_sent: bool) -> tuple[str, str, str]:
    with translation.override(code):
        kept = gettext("What you sent was not saved, but it is not lost: send it again from here.")
        return str(_SENTENCES[kind]), kept if is_sent else "", gettext("Send it again")


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form of ours, to be sent again; never a password, and no stranger's form."""
    # The token of the form goes back with it, so that it is good again without a session.
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    is_secret = any("password" in name.lower() for name, _value in fields)
    if is_secret or sum(len(value) for _name, value in fields) > _MOST_CHARACTERS:
        return []
    return fields
