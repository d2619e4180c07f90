"""The part of the find form that adds one step to the status history."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from catalog.admin.dates import WrittenDateField
from catalog.models import Find, Institution, StatusEvent
from catalog.models.status import Step, allowed_after, corrections, label_of
from catalog.vocab import CATEGORY_RULES, STATUSES, Track

EVENT_FIELDS = (
    "event_step",
    "event_date",
    "event_institution",
    "event_actor",
    "event_authority",
    "event_treatment",
    "event_document_ref",
    "event_note",
    "event_is_public",
    "event_corrects",
)
_INSTITUTION = StatusEvent._meta.get_field("institution")


def tracks_of(category: str) -> list[Track]:
    """The tracks of a category, in their fixed order."""
    return [track for track in Track if track in CATEGORY_RULES[category].tracks]


def steps_offered(find: Find) -> list[tuple[str, Any]]:
    """Choices "track:state", what may come next first; the rest serves corrections."""
    groups: list[tuple[str, Any]] = [("", "---------")]
    rest: list[tuple[str, Any]] = []
    for track in tracks_of(find.category):
        following = allowed_after(track, getattr(find, f"{track}_status"))
        others = [value for value in STATUSES[track].values if value not in following]
        groups.append((track.label, _options(track, following)))
        name = gettext("{track}: only as a correction").format(track=track.label)
        rest.append((name, _options(track, others)))
    return [group for group in groups + rest if group[1]]


def _options(track: str, values: Any) -> list[tuple[str, str]]:
    return [(f"{track}:{value}", label_of(track, value)) for value in values]


def last_events(find: Find) -> list[StatusEvent]:
    """The standing event of each track, which alone can be corrected; one query."""
    if not find.pk:
        return []
    standing = corrections(find.events.order_by("id"))
    return list({event.track: event for event in standing}.values())


class EventFields(forms.Form):
    """Fields of one step; mixed into the form of a find."""

    event_step = forms.ChoiceField(label=capfirst(_("what happened")), required=False)
    event_date = WrittenDateField(label=capfirst(_("date")), required=False)
    event_institution = forms.ModelChoiceField(
        Institution.objects.all(),
        label=capfirst(_("institution")),
        required=False,
        widget=AutocompleteSelect(_INSTITUTION, admin.site),
    )
    event_actor = forms.CharField(label=capfirst(_("done by")), required=False, max_length=200)
    event_authority = forms.CharField(
        label=capfirst(_("authority")), required=False, max_length=200
    )
    event_treatment = forms.CharField(
        label=capfirst(_("treatment")), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    event_document_ref = forms.CharField(
        label=capfirst(_("act or report")), required=False, max_length=200
    )
    event_note = forms.CharField(
        label=capfirst(_("note")),
        required=False,
        help_text=_("For staff only."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    event_is_public = forms.BooleanField(
        label=capfirst(_("public")),
        required=False,
        initial=True,
        help_text=_(
            "Unticked, visitors do not see this step; the state it leads to stands on the find "
            "all the same."
        ),
    )
    event_corrects = forms.ModelChoiceField(
        StatusEvent.objects.none(),
        label=capfirst(_("corrects")),
        required=False,
        help_text=_("The mistaken step; say in the note why it was wrong."),
    )

    def prepare_event(self, find: Find) -> None:
        """Offer the states of the find and the steps that can be corrected."""
        self.fields["event_step"].choices = steps_offered(find)
        standing = last_events(find)
        field = self.fields["event_corrects"]
        field.queryset = StatusEvent.objects.filter(pk__in=[event.pk for event in standing])
        field.choices = [("", "---------"), *((event.pk, str(event)) for event in standing)]

    def event(self) -> Step | None:
        """The step filled in; None for none. Call it on cleaned data."""
        data = self.cleaned_data
        track, _colon, state = (data.get("event_step") or "").partition(":")
        if not state:
            return None
        return Step(
            track=track,
            to_status=state,
            date=data.get("event_date") or "",
            institution=data.get("event_institution"),
            is_public=bool(data.get("event_is_public")),
            **{name: data.get(f"event_{name}") or "" for name in _TEXTS},
        )

    def check_event(self) -> None:
        """Refuse what was filled in without saying what happened, and corrections elsewhere."""
        data = self.cleaned_data
        step, mistaken = self.event(), data.get("event_corrects")
        told = any(data.get(f"event_{name}") for name in (*_TEXTS, "date", "institution"))
        if step is None and (told or mistaken) and "event_step" not in self.errors:
            self.add_error("event_step", ValidationError(gettext("Say what happened.")))
        if step and mistaken and mistaken.track != step.track:
            message = gettext("The step to be corrected is of another track: {track}.")
            message = message.format(track=mistaken.get_track_display())
            self.add_error("event_corrects", ValidationError(message))


_TEXTS = ("actor", "authority", "treatment", "document_ref", "note")
