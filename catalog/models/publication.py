"""Publication: the gate every find passes on its way to the public, and the way back."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_noop

from catalog import visibility
from catalog.models import telltales
from catalog.models.find import Find
from catalog.models.links import FindPhoto
from catalog.models.photo import Photo
from catalog.models.words import all_words
from catalog.vocab import (
    CATEGORY_RULES,
    OPEN_GRAVE,
    PublicationStatus,
    Sensitivity,
    Track,
    WithdrawnReason,
)

_DRAFT, _IN_REVIEW = PublicationStatus.DRAFT, PublicationStatus.IN_REVIEW
_PUBLISHED, _WITHDRAWN = PublicationStatus.PUBLISHED, PublicationStatus.WITHDRAWN
# What the page of every published find tells.
_WANTED = {
    "nationality_id": gettext_noop("the nationality is not given (“unknown” is an answer)"),
    "found_on": gettext_noop("the date it was found is not given"),
    "place_id": gettext_noop("the place is not given"),
}


def missing(find: Find) -> list[str]:
    """What keeps a find from being published, one sentence each; empty when nothing does.

    Asks the database for its photographs and details.
    """
    return [*_empty_fields(find), *_hazard(find), *_remains(find), *_photos(find)]


def missing_facts(values: dict[str, Any]) -> list[str]:
    """The same for the plain columns of a find, as the bulk path has them."""
    gaps = [_(sentence) for name, sentence in _WANTED.items() if values[name] in ("", None)]
    if not any(values[f"description_{code}"] for code in ("en", "ru", "ja")):
        gaps.append(_("the description is empty"))
    return gaps


def _empty_fields(find: Find) -> list[str]:
    values = {field.attname: getattr(find, field.attname) for field in find._meta.concrete_fields}
    return missing_facts(values)


def _hazard(find: Find) -> list[str]:
    if find.rule.hazard_required and not find.hazard_status:
        return [_("the explosive hazard is not set")]
    return []


def _remains(find: Find) -> list[str]:
    if Track.REMAINS not in CATEGORY_RULES[find.category].tracks:
        return []
    detail = getattr(find, "remains", None)
    if detail is None:
        return [_("the minimum number of individuals is not given")]
    if find.remains_status in OPEN_GRAVE and not detail.open_grave_note:
        return [_("its status announces an open grave: say why it may be published")]
    return []


def _photos(find: Find) -> list[str]:
    problems = []
    for link in find.find_photos.select_related("photo"):
        if link.photo.published:
            gaps = missing_of_photo(link.photo)
            # The find may have been told to carry a name after its pictures came in.
            if link.pictures_name and not link.photo.shows_name:
                gaps.append(_("it is of markings that carry a name: say that it shows one"))
            problems += [f"{link.photo}: {gap}" for gap in gaps]
    return problems


def missing_of_photo(photo: Photo) -> list[str]:
    """What keeps a photograph from being published, one sentence each."""
    gaps = []
    if not photo.file:
        gaps.append(_("the file is missing"))
    if not photo.credit_line:
        gaps.append(_("the photo credit is missing"))
    if not photo.license_uri:
        gaps.append(_("the licence is missing"))
    if not all_words(photo, "alt"):
        gaps.append(_("the description in words is missing"))
    if _gives_away(photo):
        gaps.append(_("it shows a skyline that gives a place away which is told as an area only"))
    return gaps


def _gives_away(photo: Photo) -> bool:
    """Whether visitors would learn from it where a find lies of which they are told less."""
    is_seen = photo.sensitivity in (Sensitivity.OPEN, Sensitivity.ADVISORY)
    if not (photo.shows_landmark and is_seen and photo.pk):
        return False
    return photo.finds.filter(location_precision__in=visibility.TOLD_AS_AREA).exists()


def submit(find: Find, *, by: Any) -> None:
    """Draft → in review."""
    _require(by, "catalog.submit_find")
    _change(find, _IN_REVIEW, after=(_DRAFT,), by=by)


def send_back(find: Find, *, by: Any, comment: str) -> None:
    """In review → draft, with a comment for its author."""
    _require(by, "catalog.publish_find")
    if not comment.strip():
        raise ValidationError(_("Say what is to be changed."))
    _change(find, _DRAFT, after=(_IN_REVIEW,), by=by, review_note=comment.strip())


def publish(find: Find, *, by: Any, words_read: bool = False) -> None:
    """In review → published, through the gate.

    `words_read` says that somebody has read what the words seem to give away, and answers for it.
    Raises PermissionDenied without the right, ValidationError with every gap otherwise.
    """
    _require(by, "catalog.publish_find")
    with transaction.atomic():
        # The gate looks at what is stored, under the lock that holds until the state is written.
        stored = Find.objects.select_for_update().get(pk=find.pk)
        gaps = missing(stored) + _second_person(stored, by)
        gaps += [] if words_read else telltales.of_find(stored)
        if gaps:
            raise ValidationError([_("Not yet: {gap}.").format(gap=gap) for gap in gaps])
        _change(
            find,
            _PUBLISHED,
            after=(_IN_REVIEW,),
            by=by,
            published_at=stored.published_at or timezone.now(),
            reviewed_by=by,
            review_note="",
            withdrawn_reason="",
        )


def unpublish(find: Find, *, by: Any) -> None:
    """Published or withdrawn → draft."""
    _require(by, "catalog.publish_find")
    _change(find, _DRAFT, after=(_PUBLISHED, _WITHDRAWN), by=by, withdrawn_reason="")


def withdraw(find: Find, *, by: Any, reason: str, note: str = "") -> None:
    """Published → withdrawn: its address answers 410 with the reason from the closed list."""
    _require(by, "catalog.publish_find")
    if reason not in WithdrawnReason.values:
        words = ", ".join(str(label) for label in WithdrawnReason.labels)
        raise ValidationError(_("Give a reason: {reasons}.").format(reasons=words))
    columns = {"withdrawn_reason": reason, "review_note": note.strip()}
    _change(find, _WITHDRAWN, after=(_PUBLISHED,), by=by, **columns)


def review_again(find: Find, *, by: Any) -> None:
    """Published → in review, after an edit that asks for a second pair of eyes."""
    _change(find, _IN_REVIEW, after=(_PUBLISHED,), by=by)


def publish_photo(photo: Photo) -> None:
    """Publish a photograph; raises ValidationError with every gap.

    Telling words are a gap, too: that they were read is said on the page of the photograph.
    """
    gaps = [*missing_of_photo(photo), *telltales.of_photo(photo)]
    if gaps:
        raise ValidationError([_("Not yet: {gap}.").format(gap=gap) for gap in gaps])
    photo.published = True
    photo.save()


def hold_back(photo: Photo) -> None:
    """Keep what somebody wrote who may not publish until it is read; it is not saved here.

    No review of a find stands before a picture of a place or of an expedition.
    """
    if photo.place_id or photo.expedition_id:
        photo.published = False


def photos_ready(find: Find) -> list[FindPhoto]:
    """Its photographs that lack nothing but the tick."""
    links = find.find_photos.select_related("photo")
    return [link for link in links if not missing_of_photo(link.photo)]


def _require(user: Any, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied(_("You do not have the right to do this."))


def _second_person(find: Find, by: Any) -> list[str]:
    asked = find.rule.needs_second_person and settings.SECOND_PERSON_REVIEW
    if asked and find.updated_by_id == by.pk:
        return [_("remains and munitions are published by somebody other than their last editor")]
    return []


def _change(
    find: Find,
    wanted: PublicationStatus,
    *,
    after: tuple[PublicationStatus, ...],
    by: Any,
    **columns: Any,
) -> None:
    """One step of the publication, under a lock; the last editor of the facts stays named."""
    with transaction.atomic():
        locked = Find.objects.select_for_update().get(pk=find.pk)
        current = PublicationStatus(locked.publication_status)
        if current not in after:
            message = _("It is “{current}”, and cannot become “{wanted}” from there.")
            raise ValidationError(message.format(current=current.label, wanted=wanted.label))
        changed = {"publication_status": wanted, "updated_at": timezone.now(), **columns}
        for target in (locked, find):
            for name, value in changed.items():
                setattr(target, name, value)
        locked._history_user = by
        locked.save()
