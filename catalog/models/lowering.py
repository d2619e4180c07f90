"""Lowering: a photograph is opened by a reviewer with a reason; what it shows may ask for two."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from catalog import visibility
from catalog.models.photo import Photo
from catalog.querysets import PEOPLE
from catalog.vocab import Sensitivity


class Lowering(models.Model):
    """One wish to open a photograph, and what became of it; never changed afterwards."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for a second person")
        DONE = "done", _("Lowered")
        REFUSED = "refused", _("Refused")

    photo = models.ForeignKey(
        Photo, on_delete=models.CASCADE, related_name="lowerings", verbose_name=_("photograph")
    )
    from_level = models.CharField(_("from"), max_length=10, choices=Sensitivity)
    to_level = models.CharField(_("to"), max_length=10, choices=Sensitivity)
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("lowering of a level")
        verbose_name_plural = _("lowerings of a level")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["photo"],
                condition=models.Q(state="asked"),
                name="lowering_one_waits",
                violation_error_message=_("A wish to lower this photograph waits already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="lowering_has_a_reason",
                violation_error_message=_("Write why this photograph may be shown more openly."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo}: {self.get_to_level_display()}"


def needs_second_person(photo: Photo, to: str, *, by: Any) -> bool:
    """Whether one reviewer alone may not open it so far; asks the database for its finds.

    What it was once said to show counts: one person would take that back and lower it alone. Nor
    does somebody open a sealed picture for himself.
    """
    if not settings.SECOND_PERSON_REVIEW:
        return False
    if photo.sensitivity == Sensitivity.SEALED and not by.has_perm("catalog.view_sensitive"):
        return True
    shown = _once_demanded(photo) > Sensitivity(to).level
    return shown or photo.finds.filter(category__in=PEOPLE).exists()


def _once_demanded(photo: Photo) -> int:
    """The highest level that what it was ever said to show asks for."""
    told = photo.history.order_by().values_list("shows_human_remains", "shows_name").distinct()
    levels = (
        visibility.least_sensitivity(shows_human_remains=remains, shows_name=name).level
        for remains, name in told
    )
    return max([photo.demanded.level, *levels])


def ask(photo: Photo, *, to: str, reason: str, by: Any) -> Lowering:
    """Wish a lower level; it holds at once unless a second person is needed.

    Raises PermissionDenied without the right, ValidationError with a sentence otherwise.
    """
    _require(by)
    with transaction.atomic():
        stored = Photo.objects.select_for_update().get(pk=photo.pk)
        if Sensitivity(to).level >= Sensitivity(stored.sensitivity).level:
            raise ValidationError(gettext("Choose a level below the one it has."))
        if not reason.strip():
            raise ValidationError(gettext("Say why it may be more open."))
        wish = Lowering(
            photo=stored,
            from_level=stored.sensitivity,
            to_level=to,
            reason=reason.strip(),
            asked_by=by,
        )
        wish.validate_constraints()
        wish.save()
        if not needs_second_person(stored, to, by=by):
            _lower(wish, by=by)
    return wish


def agree(wish: Lowering, *, by: Any) -> None:
    """A second person agrees, and the photograph is opened."""
    with transaction.atomic():
        _lower(_waiting(wish, by, own=False), by=by)


def refuse(wish: Lowering, *, by: Any) -> None:
    """Take the wish off the table; who asked may do it, too."""
    with transaction.atomic():
        _decide(_waiting(wish, by, own=True), Lowering.State.REFUSED, by)


def _waiting(wish: Lowering, by: Any, *, own: bool) -> Lowering:
    """The wish under a lock, once it is sure that this person may decide it."""
    _require(by)
    locked = Lowering.objects.select_for_update().get(pk=wish.pk)
    if locked.state != Lowering.State.ASKED:
        raise ValidationError(gettext("This was decided already."))
    if not own and locked.asked_by_id == by.pk:
        raise ValidationError(gettext("Somebody other than who asked must agree."))
    return locked


def _lower(wish: Lowering, *, by: Any) -> None:
    photo = Photo.objects.select_for_update().get(pk=wish.photo_id)
    if Sensitivity(wish.to_level).level >= Sensitivity(photo.sensitivity).level:
        raise ValidationError(gettext("It is as open as that already."))
    photo.sensitivity = wish.to_level
    photo.agreed_level = Sensitivity(wish.to_level).level
    photo._history_user, photo._change_reason = by, wish.reason[:100]
    photo.save()
    _decide(wish, Lowering.State.DONE, by)


def _decide(wish: Lowering, state: str, by: Any) -> None:
    wish.state, wish.decided_by, wish.decided_at = state, by, timezone.now()
    wish.save()


def _require(user: Any) -> None:
    if not user.has_perm("catalog.publish_find"):
        raise PermissionDenied(gettext("You do not have the right to do this."))
