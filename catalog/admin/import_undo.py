"""The page that takes a run back: what goes, what is as before, and what is left."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext

from catalog.transfer import undoing
from catalog.transfer.request import ImportRefused

_TOLD = 500  # finds left that one page lists


class ImportUndo:
    """Mixed into the admin of import runs."""

    def get_urls(self) -> list[URLPattern]:
        """Add `<run>/undo/`."""
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="catalog_importrun_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what would go back (GET), take it back (POST)."""
        run = self.get_object(request, str(pk))
        if run is None:
            raise Http404
        if not (undoing.can_undo(run) and undoing.may_undo(run, request.user)):
            raise PermissionDenied
        if request.method == "POST":
            self._take_back(request, run)
            return redirect("admin:catalog_importrun_change", run.pk)
        plan = undoing.plan(run, user=request.user)
        context = {
            "run": run,
            "plan": plan,
            "left": plan.left[:_TOLD],
            "more": max(0, len(plan.left) - _TOLD),
        }
        return self._page(request, "undo", gettext("Take back"), context)

    def _take_back(self, request: HttpRequest, run: Any) -> None:
        also = {int(key) for key in request.POST.getlist("also") if key.isdecimal()}
        try:
            done = undoing.take_back(run, user=request.user, now=timezone.now(), also=also)
        except ImportRefused as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        self.message_user(request, done.summary(), messages.SUCCESS)
        for one in done.left[:20]:
            self.message_user(request, f"{one.number}: {one.reason}", messages.WARNING)
