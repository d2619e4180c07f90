"""Attached: what hangs on a find in tables of its own: sources, photographs, links to finds.

Each kind is read, compared and written for a whole batch at once, with its history.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalog import visibility
from catalog.lib import text
from catalog.models import Find, FindPhoto, FindRelation, FindSource, Photo
from catalog.transfer import snapshots
from catalog.transfer.rows import Row
from catalog.transfer.tables import CHUNK, Kept, columns_of, reserve_ids
from catalog.vocab import CATEGORY_RULES, PhotoKind, RelationKind, Sensitivity


class Sources:
    """The sources of finds, each with its page or picture."""

    def __init__(self, **run: Any) -> None:
        self._kept = Kept(FindSource, **run)

    def write(self, rows: Sequence[Row]) -> None:
        """Make the sources of these finds what the rows say."""
        known = _by_find(FindSource.objects.filter(find__in=_recorded(rows)), "find_id")
        gone, new, changed = [], [], []
        for row in rows:
            find_id, wanted = row.values["id"], dict(row.values["sources"])
            links = {link.source_id: link for link in known[find_id]}
            gone += [link.pk for link in links.values() if link.source_id not in wanted]
            for source_id, locator in wanted.items():
                facts = {"find_id": find_id, "source_id": source_id, "locator": locator}
                if source_id not in links:
                    new.append(facts)
                elif links[source_id].locator != locator:
                    changed.append({"id": links[source_id].pk, **facts})
        self._kept.remove(gone)
        self._kept.change(changed)
        self._kept.add(new)


class Photos:
    """The photograph that stands for a find: its words, not yet its file."""

    def __init__(self, *, user: Any, **run: Any) -> None:
        self._user_id = user.pk if user else None
        self._photos, self._links = Kept(Photo, user=user, **run), Kept(FindPhoto, user=user, **run)

    def write(self, rows: Sequence[Row]) -> None:
        """Write what these rows say of their photographs."""
        recorded = [row for row in rows if row.values["photo.id"]]
        stored = Photo.objects.in_bulk([row.values["photo.id"] for row in recorded])
        changed = {
            photo.pk: columns_of(photo) | _photo_facts(row)
            for row in recorded
            if (photo := stored.get(row.values["photo.id"]))
        }
        self._photos.change(list(changed.values()))
        new = [
            row for row in rows if not row.values["photo.id"] and any(_photo_facts(row).values())
        ]
        self._add(new)

    def _add(self, rows: Sequence[Row]) -> None:
        ids = reserve_ids(Photo, len(rows))
        self._photos.add(
            [
                {
                    **_fresh(),
                    **_photo_facts(row),
                    **_sensitivity(row),
                    "id": pk,
                    "uploaded_by_id": self._user_id,
                }
                for row, pk in zip(rows, ids, strict=True)
            ]
        )
        links = zip(rows, ids, strict=True)
        self._links.add(
            [{"find_id": row.values["id"], "photo_id": pk, "is_primary": True} for row, pk in links]
        )


def _fresh() -> dict[str, Any]:
    """What no two photographs share."""
    names = ("public_id", "created_at")
    return {name: Photo._meta.get_field(name).get_default() for name in names}


def _photo_facts(row: Row) -> dict[str, Any]:
    return {key.removeprefix("photo."): row.values[key] for key in snapshots.PHOTO_KEYS}


def _sensitivity(row: Row) -> dict[str, Any]:
    """A picture of remains is withheld from the first, as when it is hung on them by hand."""
    if not CATEGORY_RULES[row.values["category"]].counts_people:
        return {}
    least = visibility.least_sensitivity(shows_human_remains=True, shows_name=False)
    return {
        "kind": PhotoKind.PHOTOGRAPH,
        "shows_human_remains": True,
        "sensitivity": Sensitivity(least),
    }


def refuse_shared_photos(rows: Iterable[Row], user: Any) -> None:
    """Refuse rows that change a photograph others answer for, or that is seen without a find."""
    changed = [row for row in rows if row.before and row.changed & snapshots.PHOTO_KEYS_SET]
    told = [(row.before["photo.id"], row) for row in changed if row.before["photo.id"]]
    if not told or user is None:
        return
    ours = Photo.objects.editable_with_find(user).filter(pk__in=[pk for pk, _row in told])
    known = set(ours.values_list("pk", flat=True))
    for pk, row in told:
        if pk not in known:
            row.refuse("photo_credit", seen_elsewhere())


def seen_elsewhere() -> str:
    """The sentence for a photograph that is not changed through one find."""
    return _("The photograph is seen elsewhere too, or is of somebody else: ask a reviewer.")


class Relations:
    """Links from find to find; they wait until every row is there."""

    def __init__(self, **run: Any) -> None:
        self._kept = Kept(FindRelation, **run)
        self._waiting: list[Row] = []

    def remember(self, rows: Iterable[Row]) -> None:
        """Rows whose links are to be written at the end."""
        self._waiting += rows

    def write(self) -> list[tuple[Row, str]]:
        """Write what waits; returns the rows with a link that cannot be, each with the reason."""
        named = {other for row in self._waiting for _kind, other in row.values["related_finds"]}
        found = numbers_of(named)
        chains, refused = self._chains(), []
        for start in range(0, len(self._waiting), CHUNK):
            part = self._waiting[start : start + CHUNK]
            known = _by_find(
                FindRelation.objects.filter(from_find__in=_recorded(part)), "from_find_id"
            )
            gone, new = [], []
            for row in part:
                wanted, reasons = _wanted_links(row, found, chains)
                refused += [(row, reason) for reason in reasons]
                links = {(link.kind, link.to_find_id): link.pk for link in known[row.values["id"]]}
                gone += [pk for pair, pk in links.items() if pair not in wanted]
                new += [_link(row, *pair) for pair in sorted(wanted - set(links))]
            self._kept.remove(gone)
            self._kept.add(new)
        return refused

    def _chains(self) -> dict[int, set[int]]:
        """What is part of what, but for the finds whose links are being written anew."""
        rewritten = {row.values["id"] for row in self._waiting}
        chains: dict[int, set[int]] = defaultdict(set)
        pairs = FindRelation.objects.filter(kind=RelationKind.PART_OF)
        for part, whole in pairs.values_list("from_find_id", "to_find_id").iterator():
            if part not in rewritten:
                chains[part].add(whole)
        return chains


def _wanted_links(
    row: Row, found: dict[str, int], chains: dict[int, set[int]]
) -> tuple[set[tuple[str, int]], list[str]]:
    """The links of a row, and a sentence for each that leads nowhere or back to itself."""
    own, wanted, reasons = row.values["id"], set(), []
    for kind, other in row.values["related_finds"]:
        other_id = found.get(text.number_key(other))
        if other_id is None:
            reasons.append(nobody(other))
        elif kind == RelationKind.PART_OF and own in _above(other_id, chains):
            message = _("“{number}” is part of this find already, and cannot be its whole too.")
            reasons.append(message.format(number=other))
        else:
            wanted.add((kind, other_id))
            if kind == RelationKind.PART_OF:
                chains[own].add(other_id)
    return wanted, reasons


def _above(find_id: int, chains: dict[int, set[int]]) -> set[int]:
    """A find and all it is part of."""
    seen, ahead = set(), {find_id}
    while ahead:
        seen |= ahead
        ahead = set().union(*(chains.get(one, ()) for one in ahead)) - seen
    return seen


def nobody(number: str) -> str:
    """The sentence for a link that leads nowhere."""
    return _("“{number}” is the number of no find.").format(number=number)


def numbers_of(named: Collection[str]) -> dict[str, int]:
    """`{folded number: id}` of the finds that bear these numbers."""
    keys, found = sorted({text.number_key(number) for number in named}), {}
    for start in range(0, len(keys), CHUNK):
        known = Find.objects.filter(number_key__in=keys[start : start + CHUNK])
        found.update(known.values_list("number_key", "pk"))
    return found


def _link(row: Row, kind: str, other_id: int) -> dict[str, Any]:
    return {"from_find_id": row.values["id"], "to_find_id": other_id, "kind": kind}


def _recorded(rows: Iterable[Row]) -> list[int]:
    return [row.values["id"] for row in rows if row.before is not None]


def _by_find(links: Iterable[Any], column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for link in links:
        found[getattr(link, column)].append(link)
    return found
