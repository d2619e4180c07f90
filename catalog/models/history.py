"""The history every changeable model keeps: who, when, and which import brought it."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class HistoryRow(models.Model):
    """What each row of history adds to the row it copies: the import run that wrote it."""

    import_run = models.BigIntegerField(
        _("import run"), null=True, blank=True, db_index=True, editable=False
    )

    class Meta:
        abstract = True


def history(
    *,
    foreign_keys: Sequence[str] = (),
    derived: Sequence[str] = (),
    many: Sequence[models.ManyToManyField] = (),
) -> HistoricalRecords:
    """History of a model: derived columns left out, no indexes on its foreign keys.

    A history is read by row or by import run, never by what a row points to; without those
    indexes writing a row of history costs a fifth.
    """
    return HistoricalRecords(
        bases=[HistoryRow],
        excluded_fields=list(derived),
        no_db_index=list(foreign_keys),
        m2m_fields=list(many),
    )
