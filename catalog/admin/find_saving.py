"""Saving a find: everything on its form at once, signed, and looked at again where needed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from catalog.admin.find_form import FindForm
from catalog.admin.verbs import VERBS, act
from catalog.models import Find, publication, telltales
from catalog.models.status import record
from catalog.vocab import PublicationStatus


class FindSaving:
    """Mixed into the admin of finds."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save whole or not at all; who was a moment too late gets the form back, input kept.

        Two people can pass the checks at once with one number, or with two steps from one state:
        the database lets one of them through, and the checks tell the other why.
        """
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (IntegrityError, ValidationError):
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Find, form: FindForm, change: bool) -> None:
        """Save the facts and who told them; an untouched form changes nobody."""
        if change and not form.facts_changed:
            return
        if not change:
            obj.created_by = request.user
        self._sign(request, obj)
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: FindForm, formsets: Any, change: bool
    ) -> None:
        """Save what hangs on the find, record its steps, and ask for a second look if needed."""
        find, touched = form.instance, any(formset.has_changed() for formset in formsets)
        for formset in formsets:
            _sign_photos(formset, request.user)
        super().save_related(request, form, formsets, change)
        if change and touched and not form.facts_changed:
            self._sign(request, find)
            find.save()
        for step in form.steps:
            corrected = form.cleaned_data.get("event_corrects")
            record(find, step, by=request.user, supersedes=corrected)
        if change and (touched or form.has_changed()):
            self._review_again(request, find)

    def _sign(self, request: HttpRequest, find: Find) -> None:
        find.updated_by, find.updated_at = request.user, timezone.now()

    def _review_again(self, request: HttpRequest, find: Find) -> None:
        """What is published and asks for two persons, or no longer passes the gate, goes back."""
        if find.publication_status != PublicationStatus.PUBLISHED:
            return
        gaps = [*publication.missing(find), *telltales.of_find(find)]
        if not gaps and not find.rule.needs_second_person:
            return
        publication.review_again(find, by=request.user)
        words = gettext("{number} was published; after this change it waits for review again.")
        words = " ".join([words.format(number=find.catalogue_number), *gaps])
        self.message_user(request, words, messages.WARNING)

    def response_add(
        self, request: HttpRequest, obj: Find, post_url_continue: str | None = None
    ) -> HttpResponse:
        self._submit_if_asked(request, obj)
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST:
            # The next find is of the same category and the same expedition.
            response["Location"] = f"{request.path}?category={obj.category}&expedition="
            response["Location"] += str(obj.expedition_id)
        return response

    def response_change(self, request: HttpRequest, obj: Find) -> HttpResponse:
        self._submit_if_asked(request, obj)
        return super().response_change(request, obj)

    def _submit_if_asked(self, request: HttpRequest, find: Find) -> None:
        if "_submit" in request.POST and request.user.has_perm("catalog.submit_find"):
            verb = VERBS["submit"]
            self._tell(request, verb, act(verb, [find], by=request.user, said={}))


def _sign_photos(formset: Any, user: Any) -> None:
    for form in formset.forms:
        photo = getattr(form, "photo", None)
        if photo is not None and photo.pk is None:
            photo.uploaded_by = user
