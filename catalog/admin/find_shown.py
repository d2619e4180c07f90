"""What the page of a find only shows: its history of states, what it lacks, what visitors read."""

from typing import Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_lazy as _

from catalog import visibility
from catalog.models import Find, publication, telltales
from catalog.models.status import corrections, label_of


class FindShown:
    """Read-only fields; mixed into the admin of finds."""

    @admin.display(description=_("status history"))
    def timeline(self, find: Find) -> str:
        """Every step of the find, track by track, the mistaken ones struck through."""
        events = list(find.events.select_related("institution", "user").order_by("id"))
        standing = {event.pk for event in corrections(events)}
        tracks: dict[str, list[Any]] = {}
        for event in events:
            before = label_of(event.track, event.from_status)
            shown = {"event": event, "stands": event.pk in standing, "before": before}
            tracks.setdefault(event.get_track_display(), []).append(shown)
        return _rendered("timeline", {"tracks": tracks})

    @admin.display(description=_("what is missing"))
    def publication_gaps(self, find: Find) -> str:
        """What keeps it from the public, sentence by sentence; names are told to who publishes."""
        gaps = [*publication.missing(find), *telltales.of_find(find, with_names=False)]
        return _rendered("gaps", {"gaps": gaps})

    @admin.display(description=_("what visitors read of the place"))
    def public_location(self, find: Find) -> str:
        words = visibility.location_sentence(find.location_precision, find.location_reason)
        place = str(find.public_place or "—")
        return " · ".join(filter(None, [place, str(find.get_location_precision_display()), words]))

    @admin.display(description=_("withheld"))
    def withheld_note(self, find: Find) -> str:
        return gettext("Exact positions and what else is withheld are not shown to you.")


def _rendered(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"admin/catalog/find/_{name}.html", context)
