"""The doors to the publication verbs: actions of the list, and a page for one find."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext

from catalog.admin.verbs import VERBS, Outcome, Verb, act
from catalog.models import Find, publication, telltales


def _action(name: str) -> Any:
    def run(model_admin: Any, request: HttpRequest, finds: QuerySet) -> HttpResponse | None:
        return model_admin.run_action(request, name, finds)

    run.short_description = VERBS[name].label
    run.__name__ = name
    return run


ACTIONS = {name: _action(name) for name in VERBS}


class PublicationVerbs:
    """Mixed into the admin of finds."""

    actions = tuple(ACTIONS.values())

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only what the user may do; finds are never deleted from the list."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        refused = [name for name in ACTIONS if not request.user.has_perm(VERBS[name].permission)]
        for name in refused:
            actions.pop(name, None)
        return actions

    def get_urls(self) -> list[URLPattern]:
        """Add `<find>/do/<verb>/`."""
        page = self.admin_site.admin_view(self.verb_view)
        ours = path("<path:object_id>/do/<slug:name>/", page, name="catalog_find_do")
        return [ours, *super().get_urls()]

    def run_action(self, request: HttpRequest, name: str, finds: QuerySet) -> HttpResponse | None:
        """Do it, or ask first where words are needed."""
        verb = VERBS[name]
        asked = "confirmed" in request.POST
        form = verb.form(request.POST if asked or not verb.asks else None)
        if not form.is_valid():
            return self._ask(request, name, list(finds), form)
        self._tell(request, verb, act(verb, finds, by=request.user, said=form.cleaned_data))
        return None

    def verb_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Confirm a step for one find (GET), take it (POST)."""
        verb, find = VERBS.get(name), self.get_object(request, unquote(object_id))
        if verb is None or find is None or not self.has_view_permission(request, find):
            raise Http404
        if not request.user.has_perm(verb.permission):
            raise PermissionDenied
        form = verb.form(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self._ask(request, name, [find], form, one=True)
        self._tell(request, verb, act(verb, [find], by=request.user, said=form.cleaned_data))
        return redirect("admin:catalog_find_change", find.pk)

    def _tell(self, request: HttpRequest, verb: Verb, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            number = outcome.find.catalogue_number
            if outcome.problems:
                words = f"{number}: " + " ".join(outcome.problems)
                self.message_user(request, words, messages.ERROR)
                continue
            self.log_change(request, outcome.find, str(verb.label))
            done = str(verb.done).format(number=number)
            self.message_user(request, done, messages.SUCCESS)
            self._remind(request, verb, outcome.find)

    def _remind(self, request: HttpRequest, verb: Verb, find: Find) -> None:
        """Tell of pictures that lack nothing but the tick, for they stay unseen."""
        if verb.act is not publication.publish:
            return
        ready = [link for link in publication.photos_ready(find) if not link.photo.published]
        if ready:
            words = gettext("{number}: pictures that are ready and not published: {count}.")
            words = words.format(number=find.catalogue_number, count=len(ready))
            self.message_user(request, words, messages.WARNING)

    def _ask(
        self, request: HttpRequest, name: str, finds: list[Find], form: Any, *, one: bool = False
    ) -> HttpResponse:
        verb = VERBS[name]
        back = reverse("admin:catalog_find_changelist")
        if one:
            back = reverse("admin:catalog_find_change", args=[finds[0].pk])
        told = telltales.of_find(finds[0]) if one and name == "publish" else []
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": verb.label,
            "verb": name,
            "form": form if verb.asks or told else None,
            "telltales": told,
            "finds": finds,
            "one": one,
            "back": back,
            "gaps": publication.missing(finds[0]) if one and name == "publish" else [],
        }
        return TemplateResponse(request, "admin/catalog/find/verb.html", context)
