"""The one form a find is logged on."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from catalog import visibility
from catalog.admin.coordinates import CoordinateField
from catalog.admin.dates import WrittenDateField
from catalog.admin.event_form import EVENT_FIELDS, EventFields, tracks_of
from catalog.admin.first_states import begin, refusals
from catalog.admin.sensitive import POSITION, withheld
from catalog.admin.widgets import TypeSelect, put_inside
from catalog.lib import dates
from catalog.models import Find
from catalog.models.derivation import told_precision
from catalog.models.references import refs_of
from catalog.models.status import Step, first_states
from catalog.models.words import LANGUAGES, all_words
from catalog.vocab import Precision, Track

_WITHHELD = _("A position is recorded; it is not shown to you. Fill in to replace it.")
_WITHHELD_TEXT = _("A text is recorded; it is not shown to you. Fill in to replace it.")
# What leads to a finer position than the one published.
_DECIDING = frozenset(
    {
        *("public_precision", "secret_until", "secret_until_event", "place"),
        *("ammunition_aboard", "human_remains_associated"),
    }
)
# Constraints on derived columns: the columns are on no form, so nobody else would ask them.
_DERIVED_CONSTRAINTS = {
    "find_number_unique": "catalogue_number",
    "find_found_end_not_before_start": "found_on",
    "find_made_end_not_before_start": "made_on",
}


class FindForm(EventFields, forms.ModelForm):
    """A find with one step of its status history; `FindAdmin` says for whom and of what category.

    After `is_valid()`, `steps` are what is to be recorded once the find is saved.
    """

    user: Any = None
    category = ""

    found_on = WrittenDateField(label=capfirst(_("found")), required=False)
    made_on = WrittenDateField(label=capfirst(_("made")), required=False)
    latitude = CoordinateField("latitude", label=capfirst(_("latitude")), required=False)
    longitude = CoordinateField("longitude", label=capfirst(_("longitude")), required=False)

    # When the facts were last changed, as the form was opened.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Find
        fields = ()  # the admin names them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps: list[Step] = []
        self._kept: dict[str, Any] = {}
        if self.instance.pk is None:
            self.instance.category = self.category
            self._offer_first_states()
        else:
            self._told = Precision(self.instance.location_precision)
            self._hide_values()
            self.initial["seen"] = self.instance.updated_at.isoformat()
        if "event_step" in self.fields:
            self.prepare_event(self.instance)
        self._word_the_date()
        self._narrow_types()
        for code in LANGUAGES:
            if f"title_{code}" in self.fields:
                self.fields[f"title_{code}"].widget.attrs["lang"] = code

    @property
    def facts_changed(self) -> bool:
        """Whether anything but the status history was touched."""
        return bool(set(self.changed_data) - {*EVENT_FIELDS, "seen"})

    def _offer_first_states(self) -> None:
        defaults = first_states(self.category, {})
        for track in tracks_of(self.category):
            field = self.fields.get(f"{track}_status")
            if field is not None:
                field.initial = self.initial[f"{track}_status"] = defaults[f"{track}_status"]

    def _hide_values(self) -> None:
        for name in withheld(self.user, self.instance.category):
            stored = getattr(self.instance, name)
            if name in self.fields and stored not in ("", None):
                self._kept[name] = stored
                self.initial[name] = ""
                words = _WITHHELD if name in POSITION else _WITHHELD_TEXT
                self.fields[name].help_text = words

    def _word_the_date(self) -> None:
        if self.instance.rule.is_recorded and "found_on" in self.fields:
            self.fields["found_on"].label = capfirst(gettext("recorded"))

    def _narrow_types(self) -> None:
        if "object_type" not in self.fields:
            return
        select = TypeSelect(Find._meta.get_field("object_type"), admin.site)
        select.category = self.instance.category
        put_inside(self.fields["object_type"], select)

    def clean(self) -> dict[str, Any]:
        """Fill in what is implied, keep what is not shown, and weigh the step."""
        data = super().clean() or self.cleaned_data
        self._refuse_stale(data.get("seen") or "")
        self._keep_hidden(data)
        for name in ("found_on", "made_on"):
            self._keep_words(name, data)
        self._name_after_type(data)
        if "event_step" in self.fields:
            self.check_event()
        return data

    def _refuse_stale(self, seen: str) -> None:
        """Refuse once what somebody else changed meanwhile; a second save is deliberate."""
        now = self.initial.get("seen", "")
        if not seen or seen == now:
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = now
        message = gettext(
            "{who} changed this record while you were writing. Nothing of yours is lost: look at "
            "its history, then save again."
        )
        who = self.instance.updated_by or gettext("Somebody")
        self.add_error(None, message.format(who=who))

    def _keep_hidden(self, data: dict[str, Any]) -> None:
        given = [name for name in ("latitude", "longitude") if data.get(name) is not None]
        if "latitude" in self._kept and len(given) == 1:
            other = "longitude" if given == ["latitude"] else "latitude"
            self.add_error(other, gettext("Latitude and longitude go together."))
            return
        for name, stored in self._kept.items():
            # A new point makes the old words about it wrong.
            replaced = name == "verbatim_coordinates" and given
            if data.get(name) in ("", None) and not replaced:
                data[name] = stored

    def _keep_words(self, name: str, data: dict[str, Any]) -> None:
        """Keep a date as it was written beside its EDTF."""
        written = str(self.data.get(self.add_prefix(name)) or "").strip()
        if data.get(name) and not data.get(f"{name}_text") and f"{name}_text" in self.fields:
            data[f"{name}_text"] = dates.parse(written).text

    def _name_after_type(self, data: dict[str, Any]) -> None:
        """A find without a title is called by its type, in every language the type has."""
        type_, names = data.get("object_type"), [f"title_{code}" for code in LANGUAGES]
        if type_ is None or names[0] not in self.fields or any(map(data.get, names)):
            return
        for code, label in all_words(type_, "label").items():
            data[f"title_{code}"] = label

    def _post_clean(self) -> None:
        super()._post_clean()
        for look in (self._check_derived, self._check_steps, self._check_precision):
            if not self.errors:
                look()

    def _check_derived(self) -> None:
        for constraint in Find._meta.constraints:
            field = _DERIVED_CONSTRAINTS.get(constraint.name)
            if field is None:
                continue
            try:
                constraint.validate(Find, self.instance)
            except ValidationError as error:
                self.add_error(field if field in self.fields else None, error)

    def _check_precision(self) -> None:
        """Who is not shown the stored position does not publish it: the page would tell it."""
        changed = set(self.changed_data)
        chosen = not changed.isdisjoint(_DECIDING)
        if "latitude" not in self._kept or "latitude" in changed or not (chosen or self.steps):
            return
        states = {f"{step.track}_status": step.to_status for step in self.steps}
        now = told_precision(vars(self.instance) | states, refs_of(self.instance))
        if reason := visibility.baring(self._told, now):
            self.add_error("public_precision" if chosen else "event_step", reason)

    def _check_steps(self) -> None:
        event = self.event() if "event_step" in self.fields else None
        steps = [event] if event else []
        if self.instance.pk is None:
            chosen = {track: self.cleaned_data.get(f"{track}_status") or "" for track in Track}
            beginning = begin(self.category, chosen, event)
            for column, value in beginning.columns.items():
                setattr(self.instance, column, value)
            steps = beginning.steps
        may_review = self.user.has_perm("catalog.publish_find")
        if self.cleaned_data.get("event_corrects"):
            problems = [] if event and event.note else [gettext("Say why the event is corrected.")]
        else:
            problems = refusals(self.instance, steps, may_review=may_review)
        if problems:
            self.add_error("event_step" if event else None, problems)
        self.steps = steps
