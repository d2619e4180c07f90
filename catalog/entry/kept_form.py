"""A form sent after the session had ended: kept until its sender is back to send it again."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from catalog.lib.sent_again import asks_password

_KEY = "kept_form"
_MOST_CHARACTERS = 1_000_000
_OURS = "csrfmiddlewaretoken"


def keep(request: HttpRequest, owner: str) -> bool:
    """Put the fields, not the files, into the session of the visitor the sender has become."""
    if asks_password(request.POST):
        return False
    sent = request.POST.copy()
    sent.pop(_OURS, None)
    written = sent.urlencode()
    if not written or len(written) > _MOST_CHARACTERS:
        return False
    request.session[_KEY] = {"owner": owner, "to": request.get_full_path(), "fields": written}
    return True


@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Offer to send it once more; shown to its sender alone."""
    kept = request.session.pop(_KEY, None)
    if not kept or kept["owner"] != str(request.user.pk):
        return redirect("admin:index")
    fields = QueryDict(kept["fields"])
    context = {
        **admin.site.each_context(request),
        "title": _("Your form was kept"),
        "to": kept["to"],
        "fields": [(name, value) for name, values in fields.lists() for value in values],
    }
    return render(request, "admin/kept_form.html", context)
