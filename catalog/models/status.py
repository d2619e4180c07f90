"""StatusEvent: the append-only log of what happened to a find, and the verb that writes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from catalog.lib import dates
from catalog.models.find import Find
from catalog.models.history import running_import
from catalog.models.indexes import where_set
from catalog.models.institution import Institution
from catalog.models.photo import Photo
from catalog.querysets import StatusEventQuerySet
from catalog.vocab import (
    CATEGORY_RULES,
    EVENT_NEEDS,
    HANDS_OFF,
    REVIEWER_STATES,
    SAFE_TO_HANDLE,
    STATUSES,
    STEP_NEEDS,
    TRANSITIONS,
    UNTREATED,
    CustodyStatus,
    EventOrigin,
    HazardStatus,
    RestorationStatus,
    Track,
)


class StatusEvent(models.Model):
    """One step on one track; never changed, corrected only by an event that supersedes it.

    The find's own status column is written in the same transaction and equals the last event
    that is not superseded; a correction stands where the corrected one stood.
    """

    find = models.ForeignKey(
        Find, on_delete=models.CASCADE, related_name="events", verbose_name=_("find")
    )
    track = models.CharField(_("track"), max_length=12, choices=Track)
    from_status = models.CharField(_("from"), max_length=20, blank=True, editable=False)
    to_status = models.CharField(_("to"), max_length=20)
    date_edtf = models.CharField(_("date"), max_length=64, blank=True, help_text=_("EDTF."))
    date_from = models.DateField(null=True, editable=False)
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        blank=True,
        verbose_name=_("institution"),
    )
    actor = models.CharField(_("done by"), max_length=200, blank=True)
    authority = models.CharField(_("authority"), max_length=200, blank=True)
    treatment = models.TextField(_("treatment"), blank=True)
    document_ref = models.CharField(_("act or report"), max_length=200, blank=True)
    photos = models.ManyToManyField(Photo, blank=True, verbose_name=_("photographs"))
    note = models.TextField(_("note"), blank=True, help_text=_("For staff only."))
    is_public = models.BooleanField(_("public"), default=True)
    origin = models.CharField(
        _("origin"),
        max_length=8,
        choices=EventOrigin,
        default=EventOrigin.PERSON,
        editable=False,
    )
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("corrects"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        editable=False,
        verbose_name=_("entered by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    import_run = models.BigIntegerField(null=True, editable=False, db_index=True)

    objects = StatusEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("status event")
        verbose_name_plural = _("status events")
        ordering = ["find", "id"]
        indexes = [
            where_set("institution", "event_institution"),
            where_set("user", "event_user"),
        ]

    def __str__(self) -> str:
        return f"{self.get_track_display()}: {self.label}"

    @property
    def label(self) -> str:
        """The word of the state it leads to."""
        return str(dict(STATUSES[self.track].choices).get(self.to_status, self.to_status))

    @property
    def status_column(self) -> str:
        """The column of Find that copies its track."""
        return f"{self.track}_status"


@dataclass(frozen=True, slots=True)
class Step:
    """A step somebody wants to record; the optional parts are those of `StatusEvent`."""

    track: str
    to_status: str
    date: str = ""
    institution: Institution | None = None
    actor: str = ""
    authority: str = ""
    treatment: str = ""
    document_ref: str = ""
    note: str = ""
    is_public: bool = True

    def has(self, name: str) -> bool:
        """Whether it says something for the named part."""
        return bool(getattr(self, name))


def label_of(track: str, status: str) -> str:
    """The word of a state in the language of the moment; "—" for none."""
    return str(dict(STATUSES[track].choices).get(status, status)) or "—"


def allowed_after(track: str, status: str) -> tuple[str, ...]:
    """The states that may follow; any, where there is none yet."""
    if not status:
        return tuple(STATUSES[track].values)
    return TRANSITIONS[track][status]


def refuse(find: Find, step: Step, *, may_review: bool) -> list[str]:
    """Why a step entered by a person cannot be recorded; empty when it can.

    Source of the rules: the transition tables and guards of `vocab`.
    """
    current = getattr(find, f"{step.track}_status")
    return [
        *_track_problems(find.category, step),
        *_transition_problems(current, step),
        *_missing(current, step),
        *_review_problems(step, may_review=may_review),
        *_hazard_problems(find.hazard_status, find.custody_status, step),
    ]


def reported_problems(category: str, step: Step, *, evidence: str) -> list[str]:
    """Why a first state "as reported" cannot be taken.

    No guards are asked of it, but a hazard never arrives safer than its evidence allows.
    """
    problems = _track_problems(category, step)
    if (step.track, step.to_status) in REVIEWER_STATES and not evidence:
        message = gettext("“{wanted}” needs the number of the disposal report.")
        problems.append(message.format(wanted=label_of(step.track, step.to_status)))
    return problems


def _track_problems(category: str, step: Step) -> list[str]:
    if step.track in CATEGORY_RULES[category].tracks:
        return []
    return [gettext("This track does not apply to the category of this find.")]


def _transition_problems(current: str, step: Step) -> list[str]:
    allowed = allowed_after(step.track, current)
    if step.to_status in allowed:
        return []
    words = ", ".join(label_of(step.track, value) for value in allowed)
    if not words:
        message = gettext("After “{current}” nothing follows; correct the last event instead.")
        return [message.format(current=label_of(step.track, current))]
    message = gettext("From “{current}” it cannot go to “{wanted}”; allowed: {allowed}.")
    return [
        message.format(
            current=label_of(step.track, current),
            wanted=label_of(step.track, step.to_status),
            allowed=words,
        )
    ]


def _missing(current: str, step: Step) -> list[str]:
    needs = EVENT_NEEDS.get((step.track, step.to_status), ())
    needs += STEP_NEEDS.get((step.track, current, step.to_status), ())
    names = [_part_name(need) for need in dict.fromkeys(needs) if not step.has(need)]
    if not names:
        return []
    message = gettext("“{wanted}” needs: {names}.")
    wanted = label_of(step.track, step.to_status)
    return [message.format(wanted=wanted, names=", ".join(names))]


def _part_name(part: str) -> str:
    name = "date_edtf" if part == "date" else part
    return str(StatusEvent._meta.get_field(name).verbose_name)


def _review_problems(step: Step, *, may_review: bool) -> list[str]:
    if may_review or (step.track, step.to_status) not in REVIEWER_STATES:
        return []
    return [gettext("Only a reviewer may record that a hazard has become less.")]


def _hazard_problems(hazard: str, custody: str, step: Step) -> list[str]:
    if hazard in SAFE_TO_HANDLE:
        return []
    handled = step.track == Track.CUSTODY and step.to_status not in HANDS_OFF
    treated = step.track == Track.RESTORATION and step.to_status not in UNTREATED
    if not handled and not treated:
        return []
    message = gettext(
        "It may explode ({hazard}): it is not handled or treated before it is certified free "
        "from explosive."
    )
    return [message.format(hazard=label_of(Track.HAZARD, hazard))]


def record(
    find: Find,
    step: Step,
    *,
    by: Any,
    origin: str = EventOrigin.PERSON,
    supersedes: StatusEvent | None = None,
) -> StatusEvent:
    """Write one step and the find's status, in one transaction, under a lock on the find.

    Raises ValidationError with every reason when a person's step is refused. A correction
    (`supersedes`) is always possible and must say why in its note.
    """
    with transaction.atomic():
        locked = Find.objects.select_for_update().get(pk=find.pk)
        _check(locked, step, by=by, origin=origin, supersedes=supersedes)
        event = _write(locked, step, by=by, origin=origin, supersedes=supersedes)
        standing = corrections(locked.events.filter(track=step.track))[-1]
        changed = {event.status_column: standing.to_status, **_evidence(step)}
        changed |= {"updated_by": by, "updated_at": timezone.now()}
        for target in (locked, find):
            for name, value in changed.items():
                setattr(target, name, value)
        locked._history_user = by
        locked.save()
    return event


def _evidence(step: Step) -> dict[str, str]:
    """A step towards safe leaves its evidence on the find, where a list carries it."""
    if (step.track, step.to_status) not in REVIEWER_STATES:
        return {}
    return {
        "eod_report": step.document_ref[:100],
        "eod_authority": step.authority,
        "eod_date": step.date,
    }


def _check(find: Find, step: Step, *, by: Any, origin: str, supersedes: StatusEvent | None) -> None:
    if supersedes is not None:
        reasons = _correction_problems(find, step, supersedes)
        reasons += _track_problems(find.category, step)
        reasons += _review_problems(step, may_review=by.has_perm("catalog.publish_find"))
    elif origin == EventOrigin.IMPORT:
        reasons = reported_problems(find.category, step, evidence=step.document_ref)
    else:
        reasons = refuse(find, step, may_review=by.has_perm("catalog.publish_find"))
    if reasons:
        raise ValidationError(reasons)


def _correction_problems(find: Find, step: Step, wrong: StatusEvent) -> list[str]:
    problems = [] if step.note else [gettext("Say why the event is corrected.")]
    if (wrong.find_id, wrong.track) != (find.pk, step.track):
        problems.append(gettext("An event is corrected by one of the same find and track."))
    elif find.events.filter(supersedes=wrong).exists():
        problems.append(gettext("This event is corrected already; correct the correction."))
    if step.to_status not in STATUSES[step.track].values:
        problems.append(gettext("“{value}” is not a state.").format(value=step.to_status))
    return problems


def _write(
    find: Find, step: Step, *, by: Any, origin: str, supersedes: StatusEvent | None
) -> StatusEvent:
    when = dates.parse_edtf(step.date) if step.date else None
    return StatusEvent.objects.create(
        find=find,
        track=step.track,
        from_status=_before(find, step.track, origin=origin, supersedes=supersedes),
        to_status=step.to_status,
        date_edtf=step.date,
        date_from=when.earliest if when else None,
        institution=step.institution,
        actor=step.actor,
        authority=step.authority,
        treatment=step.treatment,
        document_ref=step.document_ref,
        note=step.note,
        is_public=step.is_public,
        origin=origin,
        supersedes=supersedes,
        user=by,
        import_run=running_import(),
    )


def _before(find: Find, track: str, *, origin: str, supersedes: StatusEvent | None) -> str:
    """The state an event leaves; none for the first that is reported, whatever the default was."""
    if supersedes is not None:
        return supersedes.from_status
    if origin == EventOrigin.IMPORT and not find.events.filter(track=track).exists():
        return ""
    return getattr(find, f"{track}_status")


def first_states(category: str, given: dict[str, str]) -> dict[str, str]:
    """The status columns a new find begins with: what is given, else the track's own default."""
    rule = CATEGORY_RULES[category]
    defaults = {
        Track.RESTORATION: RestorationStatus.NOT_ASSESSED,
        Track.CUSTODY: CustodyStatus.NOT_RECORDED,
        Track.HAZARD: HazardStatus.UNKNOWN if rule.hazard_required else "",
        Track.REMAINS: "not_recorded",
    }
    return {
        f"{track}_status": (given.get(track) or str(default)) if track in rule.tracks else ""
        for track, default in defaults.items()
    }


def corrections(events: Iterable[StatusEvent]) -> list[StatusEvent]:
    """The events that stand, oldest first: a correction takes the turn of what it corrects."""
    turns: dict[int, int] = {}
    listed = sorted(events, key=lambda event: event.pk)
    for event in listed:
        turns[event.pk] = turns.get(event.supersedes_id, event.pk)
    superseded = {event.supersedes_id for event in listed}
    standing = [event for event in listed if event.pk not in superseded]
    return sorted(standing, key=lambda event: turns[event.pk])
