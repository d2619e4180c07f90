"""Rows: one record of a list → values, and everything that is wrong with it.

Parsing and checking only; nothing is written here, and nothing is read but through `Lookups`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from catalog.lib import geo, sheets, text
from catalog.models import publication, status
from catalog.models.derivation import Refs, derive
from catalog.models.words import LANGUAGES
from catalog.transfer import snapshots
from catalog.transfer.cells import CLEAR, Context
from catalog.transfer.columns import BY_NAME, Column
from catalog.transfer.mapping import Fitted
from catalog.transfer.report import Problem
from catalog.vocab import CATEGORY_RULES, DETAILS_OF, PublicationStatus, Track

_STATUS_KEYS = tuple(f"{track}_status" for track in Track.values)
_COLUMN_OF = {key: column.name for column in BY_NAME.values() for key in column.keys}
# Columns a list cannot change by themselves: they follow, or are the house's own.
_NEVER_COMPARED = frozenset({"public_id", "updated_at"})


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person who imports may do, asked once a run."""

    user_id: int | None
    may_review: bool = False
    may_submit: bool = False
    edits_all: bool = False
    sees_sensitive: bool = False


@dataclass(slots=True)
class Row:
    """One record on its way: what was read, what it becomes, what is wrong with it."""

    line: int
    cells: Sequence[str]
    given: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    before: dict[str, Any] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Its catalogue number, "" where it has none that can be read."""
        return self.given.get("catalogue_number", "")

    def refuse(self, column: str, message: str) -> None:
        """Add one thing wrong."""
        self.problems.append(Problem(self.line, column, self.raw.get(column, ""), message))

    def warn(self, column: str, message: str) -> None:
        """Add one thing to look at."""
        self.warnings.append(Problem(self.line, column, self.raw.get(column, ""), message))


class Parser:
    """Reads rows with one fitted mapping; cells that repeat are read once."""

    def __init__(self, fitted: Fitted, context: Context) -> None:
        self._cells = fitted.cells
        self._context = context
        self._memory: dict[tuple[str, str, str], dict[str, Any] | ValueError] = {}
        self._zones: dict[int | None, Context] = {}

    def parse(self, line: int, cells: Sequence[str], number: int) -> Row:
        """One record; `number` counts the records of the list from 1."""
        row = Row(line, cells)
        for column, cell in self._cells:
            if value := cell(cells, number):
                row.raw[column.name] = value
                self._take(row, column, sheets.unguard(value))
        _settle_language(row, self._context.language)
        return row

    def _take(self, row: Row, column: Column, value: str) -> None:
        if value == CLEAR:
            self._clear(row, column)
            return
        try:
            row.given.update(self._read(column, value, self._context_of(row)))
        except ValueError as error:
            row.refuse(column.name, str(error))

    @staticmethod
    def _clear(row: Row, column: Column) -> None:
        if not column.clearable:
            row.refuse(column.name, _("It cannot be emptied."))
            return
        empty = column.empty if isinstance(column.empty, tuple) and len(column.keys) > 1 else None
        for index, key in enumerate(column.keys):
            row.given[key] = column.empty if empty is None else empty[index]

    def _context_of(self, row: Row) -> Context:
        """Moments become dates in the time zone of the row's expedition, unless told another."""
        expedition = row.given.get("expedition_id")
        if self._context.time_zone or expedition is None:
            return self._context
        if expedition not in self._zones:
            zone = self._context.lookups.expedition_zone(expedition)
            self._zones[expedition] = replace(self._context, time_zone=zone)
        return self._zones[expedition]

    def _read(self, column: Column, value: str, context: Context) -> dict[str, Any]:
        if not column.remembered:
            return column.read(value, context)
        key = (column.name, value, context.time_zone)
        if key not in self._memory:
            try:
                self._memory[key] = column.read(value, context)
            except ValueError as error:
                self._memory[key] = error
        remembered = self._memory[key]
        if isinstance(remembered, ValueError):
            raise remembered
        return remembered


def _settle_language(row: Row, default: str) -> None:
    """`title` and `description` without a language mean the language of the record."""
    language = row.given.get("language", default)
    for name in ("title", "description"):
        words = row.given.pop(f"{name}_*", None)
        if words is not None:
            row.given.setdefault(f"{name}_{language}", words)


def blank() -> dict[str, Any]:
    """The values of a find nobody has said anything about."""
    values: dict[str, Any] = {}
    for one in snapshots.Find._meta.concrete_fields:
        values[one.attname] = one.get_default() if one.has_default() else _nothing(one)
    values.update(dict.fromkeys(snapshots.DETAIL_KEYS))
    values.update({"munition.fuzed": "", "vehicle.hull_number": ""})
    values.update({"remains.individuals_qualifier": "", "remains.is_part": False})
    values.update(dict.fromkeys(snapshots.LIST_KEYS, ()))
    values.update(dict.fromkeys(snapshots.PHOTO_KEYS, ""), **{"photo.id": None})
    return values


def _nothing(one: Any) -> Any:
    return "" if one.empty_strings_allowed and not one.null else None


def check(row: Row, rights: Rights, context: Context) -> None:
    """Settle what the row becomes, and collect every reason it cannot.

    `row.before` is the snapshot of the find it changes, None for a new one. Afterwards
    `row.values` is whole, derived columns included, and `row.changed` names what differs.
    """
    if row.before is None:
        _begin(row)
    else:
        row.values = {**row.before, **_own(row.given)}
    _check_required(row)
    if row.problems:
        return
    for look in (_check_titles, _check_type, _check_point, _check_details, _check_dates):
        look(row, context)
    row.changed = _differences(row)
    if row.before is not None:
        _check_rights(row, rights)
    _check_statuses(row, rights)
    _check_publication(row, rights)
    if not row.problems:
        _derive(row, context)


def _own(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if not key.startswith("implied.")}


def _begin(row: Row) -> None:
    """A new find: defaults, the row's own words, and the first states as reported."""
    row.values = blank() | _own(row.given)
    category = row.given.get("category")
    if category:
        given = {track: row.given.get(f"{track}_status", "") for track in Track.values}
        row.values |= status.first_states(category, given)
        row.values |= {k: row.given[k] for k in _STATUS_KEYS if k in row.given}
        if (
            CATEGORY_RULES[category].counts_people
            and not row.values["remains.individuals_qualifier"]
        ):
            row.values["remains.individuals_qualifier"] = "min"


def _check_required(row: Row) -> None:
    for name in ("catalogue_number", "expedition", "category", "object_type"):
        key = BY_NAME[name].keys[0]
        refused = any(problem.column == name for problem in row.problems)
        if not refused and row.values.get(key) in ("", None):
            row.refuse(name, _("It is required and empty."))


def _check_titles(row: Row, context: Context) -> None:
    if not any(row.values[f"title_{code}"] for code in LANGUAGES):
        row.refuse("title_en", _("Give it a title in at least one language."))


def _check_type(row: Row, context: Context) -> None:
    category = context.lookups.term_category(row.values["object_type_id"])
    if category and category != row.values["category"]:
        message = _("This type belongs to the category “{category}”.")
        row.refuse("object_type", message.format(category=category))
    if row.before and row.before["category"] != row.values["category"]:
        row.refuse("category", _("A list cannot move a find to another category."))
    if row.before and row.before["expedition_id"] != row.values["expedition_id"]:
        message = _("This number belongs to the expedition “{code}” already.")
        code = context.lookups.expedition_code(row.before["expedition_id"])
        row.refuse("expedition", message.format(code=code))


def _check_point(row: Row, context: Context) -> None:
    values = row.values
    latitude, longitude = values["latitude"], values["longitude"]
    if (latitude is None) != (longitude is None):
        name = "longitude" if longitude is None else "latitude"
        row.refuse(name, _("Latitude and longitude go together; one of them is empty."))
        return
    if latitude is None:
        return
    try:
        geo.check_pair(latitude, longitude)
    except ValueError as error:
        row.refuse("latitude", str(error))
    if not values["coordinate_uncertainty_m"]:
        implied = (row.given.get(f"implied.{axis}") for axis in ("latitude", "longitude"))
        values["coordinate_uncertainty_m"] = max((m for m in implied if m), default=100)
        row.given["coordinate_uncertainty_m"] = values["coordinate_uncertainty_m"]
        message = _("No uncertainty is given; {metres} m is taken from how finely it is written.")
        row.warn("latitude", message.format(metres=values["coordinate_uncertainty_m"]))


def _check_details(row: Row, context: Context) -> None:
    """Facts of another category have no place to stand, and people are counted."""
    values, category = row.values, row.values["category"]
    own = DETAILS_OF.get(category, "")
    for key in row.given:
        prefix, dot, _name = key.partition(".")
        if dot and prefix in snapshots.DETAIL_MODELS and prefix != own and row.given[key]:
            message = _("It does not apply to the category “{category}”.")
            row.refuse(_COLUMN_OF[key], message.format(category=category))
    if not CATEGORY_RULES[category].counts_people:
        return
    people = values["remains.individuals"]
    values["remains.is_part"] = people == 0
    if people is None:
        row.refuse("individuals", _("It is required for remains."))
    elif people == 0 and not any(kind == "part_of" for kind, _other in values["related_finds"]):
        message = _("0 is allowed only for a record that is part_of another (related_finds).")
        row.refuse("individuals", message)


def _check_dates(row: Row, context: Context) -> None:
    for key in ("found_on", "made_on"):
        if row.given.get(f"{key}_text") == row.values[key]:
            row.values[f"{key}_text"] = ""


def _differences(row: Row) -> frozenset[str]:
    """The keys whose value the row changes."""
    if row.before is None:
        return frozenset()
    compared = (key for key in row.given if key in row.before and key not in _NEVER_COMPARED)
    return frozenset(key for key in compared if not _equal(key, row.values[key], row.before[key]))


def _equal(key: str, ours: Any, theirs: Any) -> bool:
    if key != "related_finds":
        return ours == theirs
    return _folded_links(ours) == _folded_links(theirs)


def _folded_links(links: Any) -> set[tuple[str, str]]:
    return {(kind, text.number_key(other)) for kind, other in links}


def _check_rights(row: Row, rights: Rights) -> None:
    before = row.before
    if row.given.get("public_id", before["public_id"]) != before["public_id"]:
        row.refuse("public_id", _("Another find of this catalogue has this number."))
    if not row.changed:
        return
    stamp = row.given.get("updated_at")
    if stamp is not None and stamp < before["updated_at"]:
        message = _("The find was changed after this list was exported; export it again.")
        row.refuse("updated_at", message)
    own_draft = before["created_by_id"] == rights.user_id and (
        before["publication_status"] == PublicationStatus.DRAFT
    )
    if not rights.edits_all and not own_draft:
        row.refuse("catalogue_number", _("You may change only your own drafts."))


def _check_statuses(row: Row, rights: Rights) -> None:
    for track in Track.values:
        key = f"{track}_status"
        if row.before is None:
            _check_first_state(row, track, key)
        elif key in row.changed:
            _check_transition(row, track, key, rights)


def _check_first_state(row: Row, track: str, key: str) -> None:
    if not row.values[key]:
        return
    step = status.Step(track, row.values[key])
    evidence = row.values["eod_report"]
    for reason in status.reported_problems(row.values["category"], step, evidence=evidence):
        row.refuse(key, reason)


def _check_transition(row: Row, track: str, key: str, rights: Rights) -> None:
    values = row.values
    step = status.Step(
        track,
        values[key],
        date=values["eod_date"] if track == Track.HAZARD else "",
        authority=values["eod_authority"] if track == Track.HAZARD else "",
        document_ref=values["eod_report"] if track == Track.HAZARD else "",
    )
    find: Any = SimpleNamespace(**{name: row.before[name] for name in ("category", *_STATUS_KEYS)})
    for reason in status.refuse(find, step, may_review=rights.may_review):
        row.refuse(key, reason)


def _check_publication(row: Row, rights: Rights) -> None:
    """Lists make drafts; more is asked for by the file and allowed by the person's rights."""
    wanted = row.values["publication_status"]
    if row.before is None:
        if wanted != PublicationStatus.DRAFT:
            _check_first_publication(row, wanted, rights)
    elif "publication_status" in row.changed:
        _check_publication_change(row, wanted, rights)


def _check_first_publication(row: Row, wanted: str, rights: Rights) -> None:
    if wanted == PublicationStatus.IN_REVIEW:
        if not rights.may_submit:
            row.refuse("publication_status", _("You may not submit finds for review."))
        return
    if not rights.may_review:
        row.refuse(
            "publication_status", _("You may not publish; “draft” or “in_review” is allowed.")
        )
    if wanted == PublicationStatus.WITHDRAWN:
        row.values["withdrawn_reason"] = "other"
        return
    restored = "public_id" in row.given and "updated_at" in row.given
    if CATEGORY_RULES[row.values["category"]].needs_second_person and not restored:
        message = _("Remains and munitions are published by a reviewer, not by a list.")
        row.refuse("publication_status", message)
    _check_gate(row)


def _check_publication_change(row: Row, wanted: str, rights: Rights) -> None:
    reviewed = (PublicationStatus.PUBLISHED, PublicationStatus.WITHDRAWN)
    needs_review = wanted in reviewed or row.before["publication_status"] in reviewed
    if needs_review and not rights.may_review:
        row.refuse("publication_status", _("You may not publish or unpublish."))
    if wanted == PublicationStatus.WITHDRAWN:
        row.refuse("publication_status", _("A find is withdrawn in the admin, with a reason."))
    if wanted == PublicationStatus.PUBLISHED:
        if CATEGORY_RULES[row.values["category"]].needs_second_person:
            message = _("Remains and munitions are published by a reviewer, not by a list.")
            row.refuse("publication_status", message)
        _check_gate(row)


def _check_gate(row: Row) -> None:
    for gap in publication.missing_facts(row.values):
        row.refuse("publication_status", _("Not yet: {gap}.").format(gap=gap))


def _derive(row: Row, context: Context) -> None:
    lookups, values = context.lookups, row.values
    refs = Refs(
        place=lookups.place_ref(values["place_id"]),
        object_type=lookups.term_words(values["object_type_id"]),
        nationality=lookups.term_words(values["nationality_id"]),
        expedition=lookups.expedition_words(values["expedition_id"]),
        holder=lookups.institution_words(values["holder_id"]),
    )
    row.values |= derive(values, refs)


def key_of(row: Row) -> str:
    """The folded number a row is matched by."""
    return text.number_key(row.number)
