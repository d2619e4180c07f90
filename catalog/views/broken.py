"""What went wrong on our side: a bad day is told as one, and what was sent is given back."""

import sys
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy as _

from catalog.lib import sent_again
from catalog.lib.bad_days import WAIT, BadDay, bad_day

_BROKEN = Path(__file__).resolve().parents[1] / "templates" / "500.html"
_SENTENCES = {
    BadDay.FULL: _("The disk of the catalogue is full, so nothing can be kept at the moment."),
    BadDay.BUSY: _("Somebody else is writing a great deal just now. Try again in a moment."),
    BadDay.READ_ONLY: _("The catalogue can only be read at the moment."),
    BadDay.GONE: _("The catalogue does not reach its database. Try again in a minute."),
}


def broken(request: HttpRequest) -> HttpResponse:
    """Answer without database and session; called where an error is being handled."""
    kind = bad_day(sys.exc_info()[1])
    if kind is None:
        return HttpResponse(_BROKEN.read_bytes(), status=500)
    sent = sent_again.fields(request)
    told = [(code, *_words(code, kind, bool(sent))) for code, _name in settings.LANGUAGES]
    context = {"told": told, "sent": sent, "here": request.get_full_path()}
    page = render_to_string("503.html", context)
    headers = {"Retry-After": str(WAIT[kind]), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def _words(code: str, kind: BadDay, is_sent: bool) -> tuple[str, str, str]:
    with translation.override(code):
        kept = gettext("What you sent was not saved, but it is not lost: send it again from here.")
        return str(_SENTENCES[kind]), kept if is_sent else "", gettext("Send it again")
