"""Indexes that hold only the rows that say something."""

from django.db.models import Index, Q


def where_set(pointer: str, name: str) -> Index:
    """The index of a foreign key most rows leave empty; the field itself has `db_index=False`.

    It serves every question for a row pointed to, and costs a row that points nowhere nothing:
    an entry of an index takes about a thirtieth of the time its find takes to be inserted.
    """
    return Index(fields=[pointer], name=name, condition=Q(**{f"{pointer}__isnull": False}))
