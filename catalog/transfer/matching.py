"""Matching: which find a row is about, by public id, else by number."""

from collections.abc import Sequence, Set

from django.utils.translation import gettext as _

from catalog.lib import identifiers, text
from catalog.models import Find, FormerNumber
from catalog.transfer import snapshots
from catalog.transfer.attached import nobody, numbers_of
from catalog.transfer.rows import Row
from catalog.transfer.survey import Survey


class Matcher:
    """Matches the rows of one run, a batch at a time, and refuses those that clash."""

    def __init__(self, found: Survey, wanted: Set[str]) -> None:
        self._survey, self._wanted = found, wanted
        self._matched: set[int] = set()

    @property
    def matches_ids(self) -> bool:
        """Whether rows may name a find by its public id."""
        return "public_id" in self._wanted

    def match(self, batch: Sequence[Row]) -> None:
        """Give each row the snapshot of the find it changes."""
        keys = {row.key for row in batch}
        public = {row.given["public_id"] for row in batch if "public_id" in row.given}
        known = Find.objects.select_for_update(of=("self",))
        by_key = dict(known.filter(number_key__in=keys).values_list("number_key", "pk"))
        by_id = dict(known.filter(public_id__in=public).values_list("public_id", "pk"))
        found = snapshots.read([*{*by_key.values(), *by_id.values()}], self._wanted)
        for row in batch:
            taken = by_key.get(row.key)
            pk = by_id.get(row.given.get("public_id")) or taken
            row.before = found.get(pk)
            if row.before is None and identifiers.reads_like_a_day(row.number):
                row.warn("catalogue_number", _like_a_day())
            if taken and pk != taken:
                row.refuse("catalogue_number", _("Another find has this number."))
        if self.matches_ids:
            self._refuse_second_lines(batch)
        _refuse_former_numbers([row for row in batch if row.key not in by_key])

    def _refuse_second_lines(self, batch: Sequence[Row]) -> None:
        """One line may name a find by its id, and another the same by its number."""
        for row in batch:
            if row.before is None:
                continue
            if row.before["id"] in self._matched:
                row.refuse("", _("Another line of the file is about the same find."))
            self._matched.add(row.before["id"])

    def refuse_repeated(self, row: Row) -> None:
        """A number or a public id stands once in a file."""
        if lines := self._survey.numbers.lines(row.key):
            message = _("This number stands more than once in the file, on lines {lines}.")
            row.refuse("catalogue_number", message.format(lines=lines))
        if lines := self._survey.public_ids.lines(row.raw.get("public_id", "").lower()):
            message = _("This id stands more than once in the file, on lines {lines}.")
            row.refuse("public_id", message.format(lines=lines))

    def refuse_lost_links(self, batch: Sequence[Row]) -> None:
        """A link must lead to a find of the catalogue or of this file."""
        if not self._survey.names_others:
            return
        named = {
            other
            for row in batch
            for _kind, other in row.given.get("related_finds", ())
            if not self._survey.numbers.has(text.number_key(other))
        }
        known = numbers_of(named)
        lost = {other for other in named if text.number_key(other) not in known}
        for row in batch:
            for _kind, other in row.given.get("related_finds", ()):
                if other in lost:
                    row.refuse("related_finds", nobody(other))


def _like_a_day() -> str:
    return _("It reads like a day: did a spreadsheet make it of another number?")


def _refuse_former_numbers(rows: Sequence[Row]) -> None:
    """A number that was another find's still leads there; few catalogues have such numbers."""
    if not FormerNumber.objects.exists():
        return
    keys = {row.key for row in rows}
    former = FormerNumber.objects.filter(number_key__in=keys)
    owners = dict(former.values_list("number_key", "find_id"))
    for row in rows:
        owner = owners.get(row.key)
        if owner and (row.before is None or row.before["id"] != owner):
            message = _("Another find had this number, and its old address leads there.")
            row.refuse("catalogue_number", message)
