"""Tree: a row may stand under another of its kind; the path makes its descendants one query.

`path` is "/1/5/9/": the ids from the root to the row itself. Moves go through `move`, under a
lock, because a CHECK can refuse only the row that is its own parent.
"""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext, gettext_lazy as _

MAX_DEPTH = 8


class Tree(models.Model):
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    path = models.CharField(max_length=255, editable=False, default="", db_index=True)

    class Meta:
        abstract = True

    @staticmethod
    def not_own_parent(name: str) -> models.CheckConstraint:
        """The part of "no cycles" that a database can hold."""
        return models.CheckConstraint(
            condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            name=name,
            violation_error_message=_("It cannot be part of itself."),
        )

    @property
    def path_ids(self) -> list[int]:
        """Ids from the root to the row itself."""
        return [int(part) for part in self.path.split("/") if part]

    def clean(self) -> None:
        super().clean()
        if self.parent_id:
            self._refuse_cycle(self.parent)

    def save(self, *args: object, **kwargs: object) -> None:
        """Save and keep the paths of the row and of all below it right, in one transaction."""
        with transaction.atomic():
            # The whole small table is locked, so that two moves cannot close a ring together.
            list(type(self).objects.select_for_update().values_list("pk", flat=True))
            parent = type(self).objects.filter(pk=self.parent_id).first()
            if parent is not None:
                self._refuse_cycle(parent)
            super().save(*args, **kwargs)
            self._write_path(parent)

    def move(self, parent: Self | None) -> None:
        """Hang it under another parent.

        Raises ValidationError when that would make a cycle or a tree deeper than eight.
        """
        self.parent = parent
        self.save()

    def _refuse_cycle(self, parent: Self) -> None:
        if self.pk and self.pk == parent.pk:
            raise ValidationError({"parent": gettext("It cannot be part of itself.")})
        if self.pk and self.pk in parent.path_ids:
            message = gettext("“{name}” cannot be part of “{parent}”, which is part of it.")
            raise ValidationError({"parent": message.format(name=self, parent=parent)})
        if len(parent.path_ids) + self._height() > MAX_DEPTH:
            message = gettext("Below “{parent}” it would lie deeper than {depth} levels.")
            raise ValidationError({"parent": message.format(parent=parent, depth=MAX_DEPTH)})

    def _height(self) -> int:
        """Levels from the row itself to the lowest below it; one query."""
        if not self.pk:
            return 1
        below = type(self).objects.filter(path__startswith=self.path).values_list("path", flat=True)
        return max((path.count("/") for path in below), default=0) - self.path.count("/") + 1

    def _write_path(self, parent: Self | None) -> None:
        rows = type(self).objects
        before = rows.filter(pk=self.pk).values_list("path", flat=True).get()
        self.path = f"{parent.path if parent else '/'}{self.pk}/"
        if self.path == before:
            return
        if before:
            below = rows.filter(path__startswith=before).exclude(pk=self.pk)
            below.update(path=Concat(Value(self.path), Substr("path", len(before) + 1)))
        rows.filter(pk=self.pk).update(path=self.path)
