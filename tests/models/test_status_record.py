"""Writing the status log: the event and the find's own column together, and corrections."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from catalog.models import Find, StatusEvent
from catalog.models.status import Step, corrections, record
from catalog.vocab import STATUSES, EventOrigin, RestorationStatus, Track
from tests.factories import make_find, make_institution

pytestmark = pytest.mark.django_db


def step(track: str, status: str, **said: Any) -> Step:
    """A step that says all a guard could ask for."""
    words = {"date": "2015-09-01", "authority": "Disposal unit 7", "document_ref": "Act 12"}
    return Step(track=track, to_status=status, **{"treatment": "Waxed", **words, **said})


class TestRecord:
    """The verb that writes an event and the find's own column together."""

    def test_event_and_column_are_written_together(self, recorder: User) -> None:
        find = make_find(category="tank")

        event = record(find, Step(Track.CUSTODY, "recovered", date="2015-08"), by=recorder)

        assert (event.from_status, event.to_status) == ("not_recorded", "recovered")
        assert event.date_from.isoformat() == "2015-08-01"
        assert event.user == recorder
        stored = Find.objects.get()
        assert (stored.custody_status, stored.updated_by) == ("recovered", recorder)
        assert find.custody_status == "recovered"

    def test_refused_step_writes_nothing(self, recorder: User) -> None:
        find = make_find(category="munition")

        with pytest.raises(ValidationError) as refusal:
            record(find, Step(Track.HAZARD, "inert_certified"), by=recorder)

        assert len(refusal.value.messages) == 2
        assert not StatusEvent.objects.exists()
        assert Find.objects.get().hazard_status == "unknown"

    def test_rules_are_asked_of_the_stored_find(self, recorder: User) -> None:
        find = make_find(category="tank")
        stale = Find.objects.get()
        record(find, Step(Track.CUSTODY, "lost"), by=recorder)

        with pytest.raises(ValidationError, match="From “Lost"):
            record(stale, Step(Track.CUSTODY, "in_store"), by=recorder)

    def test_step_towards_safe_leaves_its_evidence_on_the_find(self, reviewer: User) -> None:
        find = make_find(category="munition")

        record(find, step(Track.HAZARD, "not_explosive"), by=reviewer)

        stored = Find.objects.get()
        assert (stored.eod_report, stored.eod_authority) == ("Act 12", "Disposal unit 7")

    def test_list_is_asked_for_no_guards(self, recorder: User) -> None:
        find = make_find(category="remains", remains_status="")

        event = record(
            find, Step(Track.REMAINS, "handed_over"), by=recorder, origin=EventOrigin.IMPORT
        )

        assert event.origin == "import"
        assert Find.objects.get().remains_status == "handed_over"

    def test_list_does_not_make_a_hazard_less_without_evidence(self, reviewer: User) -> None:
        find = make_find(category="munition", hazard_status="")

        with pytest.raises(ValidationError, match="number of the disposal report"):
            record(find, Step(Track.HAZARD, "made_safe"), by=reviewer, origin=EventOrigin.IMPORT)

    def test_position_follows_the_state(self, reviewer: User) -> None:
        find = make_find(category="tank", latitude="50.731234", longitude="156.187654")
        assert Find.objects.get().public_latitude is None

        record(find, Step(Track.CUSTODY, "recovered"), by=reviewer)

        assert str(Find.objects.get().public_latitude) == "50.735000"


class TestCorrection:
    """An event is never changed; another one takes its turn."""

    def test_correction_says_why(self, recorder: User) -> None:
        find = make_find(category="tank")
        wrong = record(find, Step(Track.CUSTODY, "lost"), by=recorder)

        with pytest.raises(ValidationError, match="Say why the event is corrected"):
            record(find, Step(Track.CUSTODY, "in_store"), by=recorder, supersedes=wrong)

    def test_correction_leads_anywhere_from_where_the_mistake_began(self, recorder: User) -> None:
        find = make_find(category="tank", custody_status="in_store")
        wrong = record(find, step(Track.CUSTODY, "returned"), by=recorder)

        right = record(
            find, Step(Track.CUSTODY, "recovered", note="Wrong tank"), by=recorder, supersedes=wrong
        )

        assert (right.from_status, right.supersedes) == ("in_store", wrong)
        assert Find.objects.get().custody_status == "recovered"
        assert list(StatusEvent.objects.current()) == [right]
        assert list(StatusEvent.objects.public()) == [right]

    def test_correcting_an_early_event_does_not_undo_the_later_ones(self, recorder: User) -> None:
        find = make_find(category="tank")
        early = record(find, Step(Track.CUSTODY, "recovered"), by=recorder)
        late = record(find, Step(Track.CUSTODY, "in_store"), by=recorder)

        fixed = record(
            find, Step(Track.CUSTODY, "in_situ", note="Typing"), by=recorder, supersedes=early
        )

        assert Find.objects.get().custody_status == "in_store"
        assert corrections(find.events.all()) == [fixed, late]

    def test_correction_of_a_correction_takes_its_turn(self, recorder: User) -> None:
        find = make_find(category="tank")
        first = record(find, Step(Track.CUSTODY, "recovered"), by=recorder)
        last = record(find, Step(Track.CUSTODY, "in_store"), by=recorder)
        again = Step(Track.CUSTODY, "lost", note="No, lost")

        second = record(find, again, by=recorder, supersedes=first)
        third = record(find, again, by=recorder, supersedes=second)
        fourth = record(find, again, by=recorder, supersedes=last)

        assert corrections(find.events.all()) == [third, fourth]
        assert Find.objects.get().custody_status == "lost"

    def test_event_is_corrected_once(self, recorder: User) -> None:
        find = make_find(category="tank")
        wrong = record(find, Step(Track.CUSTODY, "lost"), by=recorder)
        note = Step(Track.CUSTODY, "recovered", note="Typing")
        record(find, note, by=recorder, supersedes=wrong)

        with pytest.raises(ValidationError, match="corrected already"):
            record(find, note, by=recorder, supersedes=wrong)

    @pytest.mark.parametrize("track", [Track.CUSTODY, Track.RESTORATION])
    def test_event_of_another_find_or_track_is_not_corrected(
        self, recorder: User, track: str
    ) -> None:
        find, other = make_find(category="tank"), make_find(category="tank")
        wrong = record(find, Step(Track.CUSTODY, "lost"), by=recorder)
        target = other if track == Track.CUSTODY else find

        with pytest.raises(ValidationError, match="same find and track"):
            record(
                target,
                Step(track, STATUSES[track].values[1], note="Typing"),
                by=recorder,
                supersedes=wrong,
            )

    def test_hazard_is_not_corrected_towards_safe_by_a_recorder(self, recorder: User) -> None:
        find = make_find(category="munition")
        wrong = record(find, Step(Track.HAZARD, "live"), by=recorder)

        with pytest.raises(ValidationError, match="Only a reviewer"):
            record(
                find,
                step(Track.HAZARD, "not_explosive", note="Typing"),
                by=recorder,
                supersedes=wrong,
            )

    def test_column_equals_the_last_event_that_stands(self, reviewer: User) -> None:
        find = make_find(category="tank")
        museum = make_institution()
        for status in ("awaiting", "in_progress", "stabilised", "restored"):
            record(find, step(Track.RESTORATION, status, institution=museum), by=reviewer)

        last = corrections(find.events.filter(track=Track.RESTORATION))[-1]

        assert Find.objects.get().restoration_status == last.to_status == "restored"
        assert RestorationStatus(last.to_status).label == last.label
