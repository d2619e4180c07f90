"""The tree of places in memory: paths of names in both directions, and what a find needs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.lib import text
from catalog.models import Place, PlaceName
from catalog.models.derivation import PlaceRef
from catalog.models.references import chain_ref
from catalog.models.tree import MAX_DEPTH
from catalog.transfer.named import Ambiguous, Keeper

SIGN = ">"
_VAGUE_M = 50_000  # the radius of a place that does not tell it


@dataclass(frozen=True, slots=True)
class Area:
    """A place as a circle: its name, its middle, its radius in metres."""

    name: str
    centre: tuple[Decimal, Decimal]
    radius_m: int


class Places:
    """All places. A name belongs to one below a parent, or to none: then the address is written."""

    def __init__(self) -> None:
        self._rows: dict[int, Place] = {}
        self._by_slug: dict[str, int] = {}
        self._below: dict[tuple[int | None, str], set[int]] = defaultdict(set)
        self._anywhere: dict[str, set[int]] = defaultdict(set)
        self._found: dict[str, int] = {}
        self._refs: dict[int, PlaceRef] = {}
        self._areas: dict[int, Area | None] = {}
        self._paths: dict[int, str] = {}
        self._numbers: Counter[str] = Counter()
        # Evaluated once: what a new place is called besides, without asking for each.
        self._no_names = PlaceName.objects.none()
        len(self._no_names)
        for row in Place.objects.order_by("path").prefetch_related("other_names"):
            self._remember(row, [name.name for name in row.other_names.all()])

    def _remember(self, row: Place, other_names: Collection[str] = ()) -> None:
        # A new name may be another's too, which then goes by its address.
        self._paths.clear()
        self._rows[row.pk] = row
        self._by_slug[row.slug] = row.pk
        for name in map(text.fold, (*row.names.values(), *other_names)):
            self._below[row.parent_id, name].add(row.pk)
            self._anywhere[name].add(row.pk)

    def find(self, path: str) -> int | None:
        """By the whole path from the root, else by a path below the only place of that name."""
        if path not in self._found:
            names = split(path)
            found = self._walk(None, names)
            if found is None and names:
                ends = {self._walk(top, names[1:]) for top in self._tops(names[0])} - {None}
                found = ends.pop() if len(ends) == 1 else None
            if found is None:
                return None
            self._found[path] = found
        return self._found[path]

    def _tops(self, name: str) -> set[int]:
        address = self._by_slug.get(name)
        return self._anywhere.get(text.fold(name), set()) | ({address} if address else set())

    def _walk(self, at: int | None, names: list[str]) -> int | None:
        for name in names:
            at = self._child(at, name)
            if at is None:
                return None
        return at

    def _child(self, at: int | None, name: str) -> int | None:
        """The one place of a name below another; Ambiguous when there are more."""
        named = self._children(at, name)
        if len(named) > 1:
            raise Ambiguous(self._rows[pk].slug for pk in named)
        return next(iter(named), None)

    def _children(self, at: int | None, name: str) -> set[int]:
        """The places of a name below another; an address is a name too, of last resort."""
        named = self._below.get((at, text.fold(name)), set())
        address = self._by_slug.get(name)
        if len(named) == 1 or address is None or self._rows[address].parent_id != at:
            return named
        return {address}

    def options(self) -> dict[str, str]:
        """`{name: path}`, for the nearest match."""
        paths = {pk: self.path(pk) for pk in self._rows}
        names = {name: paths[min(pks)] for name, pks in self._anywhere.items()}
        return names | {path: path for path in paths.values()}

    def path(self, pk: int | None) -> str:
        """The names from the largest area down; "" for none."""
        if pk is None:
            return ""
        if pk not in self._paths:
            chain = (self._rows[above] for above in self._rows[pk].path_ids)
            self._paths[pk] = f" {SIGN} ".join(map(self._name, chain))
        return self._paths[pk]

    def _name(self, row: Place) -> str:
        """Its first name (the order of languages is fixed), where that leads back to it."""
        name = next(iter(row.names.values()), "").strip()
        leads_back = name and SIGN not in name and self._children(row.parent_id, name) == {row.pk}
        return name if leads_back else row.slug

    def ref(self, pk: int | None) -> PlaceRef | None:
        """What a find needs to know of its place."""
        if pk is None:
            return None
        if pk not in self._refs:
            self._refs[pk] = chain_ref([self._rows[above] for above in self._rows[pk].path_ids])
        return self._refs[pk]

    def area(self, pk: int | None) -> Area | None:
        """Where a place lies, or the nearest above it of which that is known."""
        if pk is None:
            return None
        if pk not in self._areas:
            self._areas[pk] = _area([self._rows[above] for above in self._rows[pk].path_ids])
        return self._areas[pk]

    def make(self, path: str, *, language: str, keeper: Keeper) -> int:
        """Make what is missing of a path; ValueError when it is too long or too deep."""
        names = split(path)
        at, rest = self._start(names)
        depth = len(self._rows[at].path_ids) if at else 0
        if not names or depth + len(rest) > MAX_DEPTH:
            message = _("A path of places has one to {depth} names.")
            raise ValueError(message.format(depth=MAX_DEPTH))
        for name in rest:
            at = self._child(at, name) or self._plant(at, name, language, keeper)
        self._found[path] = at
        return at

    def _start(self, names: list[str]) -> tuple[int | None, list[str]]:
        """Where a path begins: below the only place of its first name, else at the root."""
        if names and self._child(None, names[0]) is None:
            tops = self._tops(names[0])
            if len(tops) == 1:
                return next(iter(tops)), names[1:]
        return None, names

    def _plant(self, parent: int | None, name: str, language: str, keeper: Keeper) -> int:
        row = Place(
            parent=self._rows.get(parent),
            slug=self._free_slug(name),
            is_public=False,
            **{f"name_{language}": name},
        )
        keeper.keep(row, "place")
        row._prefetched_objects_cache = {"other_names": self._no_names}
        self._remember(row)
        return row.pk

    def _free_slug(self, name: str) -> str:
        base = text.slugify_unicode(name)[:100] or "place"
        slug = base
        while slug in self._by_slug:
            self._numbers[base] += 1
            slug = f"{base}-{self._numbers[base] + 1}"
        return slug


def _area(chain: Sequence[Place]) -> Area | None:
    """Where the last place of a chain lies that tells it."""
    for row in reversed(chain):
        if row.latitude is not None:
            radius = row.uncertainty_m or _VAGUE_M
            return Area(str(row), (row.latitude, row.longitude), radius)
    return None


def split(path: str) -> list[str]:
    """The names of a path, from the largest area down."""
    return [part.strip() for part in path.split(SIGN) if part.strip()]
