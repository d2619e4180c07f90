"""Events: the history of states of finds, in order, by the verb people use too.

The first state of a track is taken as reported; every later one is asked what a person is asked.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.lib import text
from catalog.models import Find, Institution, StatusEvent
from catalog.models.status import Step, record
from catalog.transfer import cells, pointers
from catalog.transfer.lists import Entry, Taker, plain, plains
from catalog.vocab import STATUSES, EventOrigin, Track

# What makes two events the same; staff notes and visibility may be mended in the admin.
_SAME = ("track", "to_status", "date_edtf", "institution_id", "actor", "treatment", "document_ref")


class Events(Taker):
    """events.csv: `catalogue_number, track, status, date` and what else an event may say."""

    kind = "events"
    required = ("catalogue_number", "track", "status", "date")
    columns = {
        "catalogue_number": cells.number("catalogue_number")[0],
        "track": cells.choice("track", Track)[0],
        "status": plain("status"),
        "date": cells.date("date")[0],
        "institution": pointers.institution("institution_id", "institution")[0],
        "actor": plain("actor", 200),
        "authority": plain("authority", 200),
        "treatment": plain("treatment"),
        "document": plain("document_ref", 200),
        "is_public": cells.yes_no("is_public")[0],
        **plains("note"),
    }

    def __init__(self, *, user: Any, now: datetime) -> None:
        if user is None:
            raise ValueError(_("Events are recorded by a person; say who."))
        super().__init__(user=user, now=now)
        self._institutions = Institution.objects.in_bulk()
        self._finds: dict[str, _History | None] = {}

    def take(self, entry: Entry) -> str:
        """Record one event, unless the find has it already."""
        history, step = self._history(entry), self._step(entry)
        if history is None or step is None:
            return ""
        if history.has(step):
            return "same"
        if not history.may_change:
            entry.refuse("catalogue_number", _("You may change only your own drafts."))
            return ""
        try:
            record(history.find, step, by=self.user, origin=history.origin(step.track))
        except ValidationError as error:
            entry.refuse_all(error, self.columns, column="status")
            return ""
        history.tracks.add(step.track)
        return "new"

    def _history(self, entry: Entry) -> "_History | None":
        number = entry.values["catalogue_number"]
        key = text.number_key(number)
        if key not in self._finds:
            find = Find.objects.filter(number_key=key).first()
            self._finds[key] = _History(find, self.user) if find else None
        if self._finds[key] is None:
            message = _("“{number}” is the number of no find.").format(number=number)
            entry.refuse("catalogue_number", message)
        return self._finds[key]

    def _step(self, entry: Entry) -> Step | None:
        values = entry.values
        try:
            state = self.context.lookups.choice(STATUSES[values["track"]], values["status"])
        except ValueError as error:
            entry.refuse("status", str(error))
            return None
        names = ("date", "actor", "authority", "treatment", "document_ref", "note", "is_public")
        parts = {name: values[name] for name in names if name in values}
        institution = self._institutions.get(values.get("institution_id"))
        return Step(values["track"], state, institution=institution, **parts)


class _History:
    """A find and the events it had before this list."""

    def __init__(self, find: Find, user: Any) -> None:
        self.find = find
        self.may_change = Find.objects.editable_by(user).filter(pk=find.pk).exists()
        rows = list(StatusEvent.objects.filter(find=find).values_list(*_SAME))
        self._known = Counter(rows)
        self.tracks = {row[0] for row in rows}

    def has(self, step: Step) -> bool:
        """Whether the find had this event before; each of its events answers for one row."""
        institution = step.institution.pk if step.institution else None
        key = (
            step.track,
            step.to_status,
            step.date,
            institution,
            step.actor,
            step.treatment,
            step.document_ref,
        )
        known = self._known[key] > 0
        self._known[key] -= known
        return known

    def origin(self, track: str) -> EventOrigin:
        """The first state of a track is as reported; what follows is asked the guards."""
        return EventOrigin.PERSON if track in self.tracks else EventOrigin.IMPORT
