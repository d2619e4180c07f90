"""Writing: checked rows → the database, a batch at a time, inside the transaction of the run."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from catalog import index
from catalog.lib import ids
from catalog.models import DETAILS, Find, FormerNumber
from catalog.transfer import snapshots
from catalog.transfer.attached import Photos, Relations, Sources
from catalog.transfer.rows import Row
from catalog.transfer.steps import Steps
from catalog.transfer.tables import History, Table, copy_links, reserve_ids
from catalog.vocab import CATEGORY_RULES, DETAILS_OF, PublicationStatus

LINK_TARGETS = {"materials": "term_id", "found_by": "person_id"}


class Writer:
    """Writes the rows of one run; ids are assigned by us, so nothing is read back."""

    def __init__(self, *, run_id: int, user: Any, now: datetime) -> None:
        self._run_id, self._user, self._now = run_id, user, now
        self._user_id = user.pk if user else None
        self._finds = Table(Find)
        self._find_history = self._history(Find)
        self._steps = Steps(run_id=run_id, user_id=self._user_id, now=now)
        self._links = {name: _link_table(name) for name in LINK_TARGETS}
        attached = {"run_id": run_id, "user": user, "now": now}
        self._sources, self._photos = Sources(**attached), Photos(**attached)
        self.relations = Relations(**attached)
        self._details = {model: (Table(model), self._history(model)) for model in DETAILS.values()}

    def _history(self, model: Any) -> History:
        return History(model, run_id=self._run_id, user_id=self._user_id)

    def write(self, rows: Sequence[Row], bulk: index.Bulk) -> None:
        """Write one batch of new and changed rows."""
        new = [row for row in rows if row.before is None]
        changed = [row for row in rows if row.before is not None and row.changed]
        bulk.about_to_change(len(new) + len(changed))
        self._create(new, bulk)
        self._change(changed, bulk)
        self.relations.remember([row for row in new if row.values["related_finds"]])
        self.relations.remember([row for row in changed if "related_finds" in row.changed])

    def _create(self, rows: Sequence[Row], bulk: index.Bulk) -> None:
        finds = [row.values for row in rows]
        keys = zip(reserve_ids(Find, len(finds)), ids.uuid7s(len(finds)), strict=True)
        for find, (pk, public_id) in zip(finds, keys, strict=True):
            find["id"], find["public_id"] = pk, find["public_id"] or public_id
        for row in rows:
            self._stamp_new(row)
        self._finds.insert(finds)
        bulk.index_text(finds, fresh=True)
        self._write_history(rows, "+")
        self._steps.write(rows, [])
        self._write_details(rows)
        self._sources.write([row for row in rows if row.values["sources"]])
        self._photos.write([row for row in rows if _touches(row, snapshots.PHOTO_KEYS_SET)])

    def _change(self, rows: Sequence[Row], bulk: index.Bulk) -> None:
        for row in rows:
            self._stamp_changed(row)
        finds = [row.values for row in rows]
        self._finds.update(finds)
        bulk.index_text(finds)
        self._write_history(rows, "~")
        self._steps.write([], rows)
        self._write_details([row for row in rows if _touches(row, snapshots.DETAIL_KEYS_SET)])
        self._sources.write([row for row in rows if "sources" in row.changed])
        self._photos.write([row for row in rows if _touches(row, snapshots.PHOTO_KEYS_SET)])
        self._keep_former_numbers(rows)

    def _stamp_new(self, row: Row) -> None:
        values = row.values
        values["created_at"] = self._now
        values["updated_at"] = row.given.get("updated_at", self._now)
        values["created_by_id"] = values["updated_by_id"] = self._user_id
        if values["publication_status"] == PublicationStatus.PUBLISHED:
            values["published_at"], values["reviewed_by_id"] = self._now, self._user_id

    def _stamp_changed(self, row: Row) -> None:
        """Edits of published remains and munitions ask for a new review."""
        values, before = row.values, row.before
        values["updated_at"], values["updated_by_id"] = self._now, self._user_id
        if "publication_status" in row.changed:
            self._stamp_publication(row)
        elif _asks_for_a_review(before):
            values["publication_status"] = PublicationStatus.IN_REVIEW

    def _stamp_publication(self, row: Row) -> None:
        """The same columns the verbs of publication write."""
        values = row.values
        values["withdrawn_reason"] = ""
        if values["publication_status"] == PublicationStatus.PUBLISHED:
            values["published_at"] = values["published_at"] or self._now
            values["reviewed_by_id"], values["review_note"] = self._user_id, ""

    def _write_history(self, rows: Sequence[Row], sign: str) -> None:
        """The find's own row, then its lists, which the row of history carries."""
        if not rows:
            return
        last = Find.history.aggregate(last=Max("history_id"))["last"] or 0
        for name in LINK_TARGETS:
            self._write_links(name, rows)
        self._find_history.write([row.values["id"] for row in rows], sign, self._now)
        for name in LINK_TARGETS:
            copy_links(name, Find, run_id=self._run_id, after=last)

    def _write_links(self, name: str, rows: Sequence[Row]) -> None:
        changed = [row for row in rows if row.before is None or name in row.changed]
        replaced = [row.values["id"] for row in changed if row.before and row.before[name]]
        if replaced:
            self._links[name].model.objects.filter(find_id__in=replaced).delete()
        target = LINK_TARGETS[name]
        pairs = [
            {"find_id": row.values["id"], target: pk} for row in changed for pk in row.values[name]
        ]
        if pairs:
            self._links[name].insert(pairs)

    def _write_details(self, rows: Sequence[Row]) -> None:
        for model in dict.fromkeys(DETAILS.values()):
            own = [row for row in rows if DETAILS.get(row.values["category"]) is model]
            self._write_detail(model, [row for row in own if _has_detail(row)])

    def _write_detail(self, model: Any, rows: Sequence[Row]) -> None:
        table, history = self._details[model]
        known = model.objects.in_bulk([row.values["id"] for row in rows if row.before])
        for sign, write, chosen in (
            ("+", table.insert, [row for row in rows if row.values["id"] not in known]),
            ("~", table.update, [row for row in rows if row.values["id"] in known]),
        ):
            if chosen:
                write([_detail(model, row, known.get(row.values["id"])) for row in chosen])
                history.write([row.values["id"] for row in chosen], sign, self._now)

    def _keep_former_numbers(self, rows: Sequence[Row]) -> None:
        renamed = [row for row in rows if row.before["number_key"] != row.values["number_key"]]
        former = [
            FormerNumber(
                find_id=row.values["id"],
                number_key=row.before["number_key"],
                catalogue_number=row.before["catalogue_number"],
            )
            for row in renamed
        ]
        FormerNumber.objects.bulk_create(former, ignore_conflicts=True)


def _asks_for_a_review(before: dict[str, Any]) -> bool:
    published = before["publication_status"] == PublicationStatus.PUBLISHED
    return published and CATEGORY_RULES[before["category"]].needs_second_person


def _without_key(model: Any) -> list[Any]:
    return [one for one in model._meta.concrete_fields if not one.primary_key]


def _link_table(name: str) -> Table:
    through = getattr(Find, name).through
    return Table(through, _without_key(through))


def _touches(row: Row, keys: frozenset[str]) -> bool:
    """Whether a row brings some of these facts."""
    return not keys.isdisjoint(row.given if row.before is None else row.changed)


def _has_detail(row: Row) -> bool:
    """Whether a detail row is worth having: always for remains, else when it says something."""
    if CATEGORY_RULES[row.values["category"]].counts_people or row.before is not None:
        return True
    prefix = DETAILS_OF[row.values["category"]]
    return any(row.values.get(key) for key in row.given if key.startswith(f"{prefix}."))


def _detail(model: Any, row: Row, known: Any) -> dict[str, Any]:
    """All columns of a detail row: what stands there, or the defaults, and what the list says."""
    base = known or model(find_id=row.values["id"])
    columns = {one.attname: getattr(base, one.attname) for one in model._meta.concrete_fields}
    prefix = f"{DETAILS_OF[row.values['category']]}."
    for key in snapshots.DETAIL_KEYS:
        name = key.removeprefix(prefix)
        if key.startswith(prefix) and name in columns and name != "find_id":
            columns[name] = row.values[key]
    return columns
