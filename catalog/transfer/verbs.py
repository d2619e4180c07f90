"""Verbs: what a list may do to the states and the publication of a find, as people may."""

from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import publication, status, telltales
from catalog.models.derivation import told_precision
from catalog.transfer.cells import Context
from catalog.transfer.rows import Row
from catalog.visibility import baring
from catalog.vocab import CATEGORY_RULES, PublicationStatus, Track

TRACKS = tuple(Track.values)
STATUS_KEYS = tuple(f"{track}_status" for track in TRACKS)
_DRAFT, _IN_REVIEW = PublicationStatus.DRAFT, PublicationStatus.IN_REVIEW
_PUBLISHED, _WITHDRAWN = PublicationStatus.PUBLISHED, PublicationStatus.WITHDRAWN
# What a list may ask for after each state; it knows no reasons, so it withdraws nothing.
_AFTER = {
    _DRAFT: (_IN_REVIEW, _PUBLISHED),
    _IN_REVIEW: (_DRAFT, _PUBLISHED),
    _PUBLISHED: (_DRAFT,),
    _WITHDRAWN: (_DRAFT,),
}


# What leads to a finer position than the category has.
_DECIDING = (
    *("public_precision", "secret_until", "secret_until_event", "place_id"),
    *("ammunition_aboard", "human_remains_associated"),
    *STATUS_KEYS,
)


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person who imports may do, asked once a run."""

    user_id: int | None
    may_review: bool = False
    may_submit: bool = False
    may_restore: bool = False
    edits_all: bool = False
    sees_sensitive: bool = False


def rights_of(user: Any) -> Rights:
    """What a person may do with a list; no person means the administrator of the machine."""
    if user is None:
        return Rights(
            None,
            may_review=True,
            may_submit=True,
            may_restore=True,
            edits_all=True,
            sees_sensitive=True,
        )
    reviews = user.has_perm("catalog.publish_find")
    return Rights(
        user.pk,
        may_review=reviews,
        may_submit=user.has_perm("catalog.submit_find"),
        may_restore=reviews and user.has_perm("catalog.delete_find"),
        edits_all=reviews,
        sees_sensitive=user.has_perm("catalog.view_sensitive"),
    )


def check_precision(row: Row, rights: Rights, context: Context) -> None:
    """Who may not read a stored position does not publish it: the page would tell it."""
    before = row.before
    if rights.sees_sensitive or before["latitude"] is None or row.changed.isdisjoint(_DECIDING):
        return
    was, now = (
        told_precision(values, context.lookups.refs(values)) for values in (before, row.values)
    )
    if reason := baring(was, now):
        row.refuse("public_precision", reason)


def check_statuses(row: Row, rights: Rights) -> None:
    """First states are taken as reported, later ones are steps with their guards."""
    if row.before is None and _are_taken_as_told(*_states_of(row.values)):
        return
    for track, key in zip(TRACKS, STATUS_KEYS, strict=True):
        if row.before is None:
            _check_first_state(row, track, key)
        elif key in row.changed:
            _check_transition(row, track, key, rights)


_states_of = itemgetter("category", *STATUS_KEYS)


@cache
def _are_taken_as_told(category: str, *states: str) -> bool:
    """Whether these first states need nothing beside them."""
    told = (status.Step(*one) for one in zip(TRACKS, states, strict=True) if one[1])
    return not any(status.reported_problems(category, step, evidence="") for step in told)


def _check_first_state(row: Row, track: str, key: str) -> None:
    if not row.values[key]:
        return
    step = status.Step(track, row.values[key])
    evidence = row.values["eod_report"]
    for reason in status.reported_problems(row.values["category"], step, evidence=evidence):
        row.refuse(key, reason)


def _check_transition(row: Row, track: str, key: str, rights: Rights) -> None:
    values = row.values
    step = status.Step(
        track,
        values[key],
        date=values["eod_date"] if track == Track.HAZARD else "",
        authority=values["eod_authority"] if track == Track.HAZARD else "",
        document_ref=values["eod_report"] if track == Track.HAZARD else "",
    )
    find: Any = SimpleNamespace(**{name: row.before[name] for name in ("category", *STATUS_KEYS)})
    for reason in status.refuse(find, step, may_review=rights.may_review):
        row.refuse(key, reason)


def check_publication(row: Row, rights: Rights) -> None:
    """Lists make drafts; more is asked for by the file and allowed by the person's rights."""
    wanted = row.values["publication_status"]
    if row.before is None:
        if wanted != _DRAFT:
            _check_first(row, wanted, rights)
    elif "publication_status" in row.changed:
        _check_change(row, wanted, rights)
    elif row.changed and wanted == _PUBLISHED:
        _review_again(row)


def _check_first(row: Row, wanted: str, rights: Rights) -> None:
    if wanted == _IN_REVIEW:
        _check_submission(row, rights)
        return
    if not rights.may_review:
        message = _("You may not publish; “draft” or “in_review” is allowed.")
        row.refuse("publication_status", message)
    if wanted == _WITHDRAWN:
        row.values["withdrawn_reason"] = "other"
        return
    restored = rights.may_restore and "public_id" in row.given and "updated_at" in row.given
    if not restored:
        _check_second_person(row)
    _check_gate(row)


def _check_change(row: Row, wanted: str, rights: Rights) -> None:
    before = PublicationStatus(row.before["publication_status"])
    if wanted == _PUBLISHED and before == _IN_REVIEW and _needs_second_person(row):
        _leave_in_review(row)
        return
    if wanted not in _AFTER[before]:
        _refuse_change(row, before, wanted)
        return
    if wanted == _IN_REVIEW:
        _check_submission(row, rights)
    elif before != _IN_REVIEW or wanted == _PUBLISHED:
        _check_review(row, rights)
    if wanted == _PUBLISHED:
        _check_second_person(row)
        _check_gate(row)


def _review_again(row: Row) -> None:
    """A published find whose change does not pass the gate waits for a reviewer, as by a form."""
    values = row.values
    # What was read when it was published is not asked about again.
    words = {name: values[name] if name in row.changed else "" for name in telltales.READ_COLUMNS}
    gaps = [*publication.missing_facts(values), *telltales.of_columns({**values, **words})]
    if "carries_name" in row.changed and values["carries_name"]:
        gaps.append(_("its pictures may show the name it carries"))
    if gaps:
        row.values["publication_status"] = _IN_REVIEW
        row.changed |= {"publication_status"}
        message = _("It was published; after this change it waits for review again: {gaps}.")
        row.warn("publication_status", message.format(gaps="; ".join(gaps)))


def _check_review(row: Row, rights: Rights) -> None:
    if not rights.may_review:
        row.refuse("publication_status", _("You may not publish or unpublish."))


def _leave_in_review(row: Row) -> None:
    """It was published once and waits since its last edit: the list need not be refused."""
    row.values["publication_status"] = row.before["publication_status"]
    row.changed -= {"publication_status"}
    row.warn("publication_status", _("It waits for a reviewer, who publishes it in the admin."))


def _refuse_change(row: Row, before: PublicationStatus, wanted: str) -> None:
    if wanted == _WITHDRAWN:
        row.refuse("publication_status", _("A find is withdrawn in the admin, with a reason."))
        return
    allowed = ", ".join(_AFTER[before])
    message = _("It is “{current}”, from which a list can lead only to: {allowed}.")
    row.refuse("publication_status", message.format(current=before, allowed=allowed))


def _check_submission(row: Row, rights: Rights) -> None:
    if not rights.may_submit:
        row.refuse("publication_status", _("You may not submit finds for review."))


def _check_second_person(row: Row) -> None:
    if _needs_second_person(row):
        message = _("Remains and munitions are published by a reviewer, not by a list.")
        row.refuse("publication_status", message)


def _needs_second_person(row: Row) -> bool:
    return CATEGORY_RULES[row.values["category"]].needs_second_person


def _check_gate(row: Row) -> None:
    told = telltales.of_columns(row.values)
    for gap in [*publication.missing_facts(row.values), *told]:
        row.refuse("publication_status", _("Not yet: {gap}.").format(gap=gap))
