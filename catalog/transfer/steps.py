"""Steps: the states that rows report, as events, read from the finds they were written to."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from django.db import connection

from catalog.models import StatusEvent
from catalog.transfer.rows import Row
from catalog.transfer.verbs import STATUS_KEYS, TRACKS
from catalog.vocab import EventOrigin, Track

_STATUS_OF = tuple(zip(TRACKS, STATUS_KEYS, strict=True))
# Every column of an event but its id: where it stands in the find, or what is the same for all.
_READ = {"find_id": "id"}
_EVIDENCE = {"date_edtf": "eod_date", "authority": "eod_authority", "document_ref": "eod_report"}
_SAME = {
    "date_edtf": "",
    "date_from": None,
    "institution_id": None,
    "actor": "",
    "authority": "",
    "treatment": "",
    "document_ref": "",
    "note": "",
    "is_public": True,
    "origin": EventOrigin.IMPORT,
    "supersedes_id": None,
}


class Steps:
    """Writes the events of one run, a statement for all finds that took the same step."""

    def __init__(self, *, run_id: int, user_id: int | None, now: datetime) -> None:
        moment = connection.ops.adapt_datetimefield_value(now)
        self._same = {**_SAME, "user_id": user_id, "recorded_at": moment, "import_run": run_id}

    def write(self, new: Sequence[Row], changed: Sequence[Row]) -> None:
        """Events of finds as they are written already.

        A state nobody reported is a plain default of the find, not an event.
        """
        for track, key in _STATUS_OF:
            reported = [("", row) for row in new if key in row.given and row.values[key]]
            reported += [
                (row.before[key], row) for row in changed if key in row.changed and row.values[key]
            ]
            for before, ids in _by_state(reported):
                self._write(track, key, before, ids)

    def _write(self, track: str, key: str, before: str, ids: Sequence[int]) -> None:
        read = {**_READ, "to_status": key, **(_EVIDENCE if track == Track.HAZARD else {})}
        told = {**self._same, "track": str(track), "from_status": before}
        same = {name: value for name, value in told.items() if name not in read}
        quote = connection.ops.quote_name
        columns = ", ".join(map(quote, (*read, *same)))
        values = ", ".join((*map(quote, read.values()), *["%s"] * len(same)))
        marks = ", ".join(["%s"] * len(ids))
        sql = (
            f"INSERT INTO {quote(StatusEvent._meta.db_table)} ({columns}) "
            f"SELECT {values} FROM catalog_find WHERE id IN ({marks}) ORDER BY id"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*same.values(), *ids])


def _by_state(reported: list[tuple[str, Row]]) -> Iterator[tuple[str, list[int]]]:
    """`(state before, ids of the finds)`."""
    first = itemgetter(0)
    for before, group in groupby(sorted(reported, key=first), key=first):
        yield before, [row.values["id"] for _before, row in group]
