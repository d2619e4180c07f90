"""Checking: what a row becomes, and every reason it cannot.

Nothing is written here, and nothing is read but what the row and `Lookups` hold already.
"""

from collections.abc import Set
from functools import cache
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from catalog.lib import geo, sheets, text
from catalog.models.derivation import derive
from catalog.models.find import Find
from catalog.models.status import first_states
from catalog.models.words import LANGUAGES
from catalog.transfer import snapshots
from catalog.transfer.cells import Context
from catalog.transfer.columns import BY_NAME
from catalog.transfer.rows import Row
from catalog.transfer.verbs import Rights, check_precision, check_publication, check_statuses
from catalog.vocab import CATEGORY_RULES, DETAILS_OF, PublicationStatus

_COLUMN_OF = {key: column.name for column in BY_NAME.values() for key in column.keys}
_SENSITIVE = tuple(column for column in BY_NAME.values() if column.sensitive)
# Columns a list cannot change by themselves: they follow, or are the house's own.
_NEVER_COMPARED = frozenset({"public_id", "updated_at"})
_TITLES = tuple(f"title_{code}" for code in LANGUAGES)
_REQUIRED = {column.keys[0]: column.name for column in BY_NAME.values() if column.required}
_required_of = itemgetter(*_REQUIRED)


def check(row: Row, rights: Rights, context: Context) -> None:
    """Settle what the row becomes, and collect every reason it cannot.

    `row.before` is the snapshot of the find it changes, None for a new one. Afterwards
    `row.values` is whole, derived columns included, and `row.changed` names what differs.
    """
    if row.before is None:
        _begin(row)
    else:
        row.values = row.before | row.given
    _check_required(row)
    if row.problems:
        return
    for look in (_check_titles, _check_type, _check_point, _check_details, _check_relations):
        look(row, context)
    if _may_be_measured(row, rights):
        _warn_of_distance(row, context)
    _settle_dates(row)
    row.changed = _differences(row)
    _check_photo(row)
    if row.before is not None:
        _check_rights(row, rights)
        check_precision(row, rights, context)
    check_statuses(row, rights)
    check_publication(row, rights)
    if not row.problems and (row.before is None or row.changed):
        _derive(row, context)


def _begin(row: Row) -> None:
    """A new find: defaults, the row's own words, and the first states as reported."""
    category = row.given.get("category", "")
    row.values = {**_blank_of(category), **row.given}
    if category and CATEGORY_RULES[category].counts_people:
        row.values["remains.individuals_qualifier"] = (
            row.values["remains.individuals_qualifier"] or "min"
        )


@cache
def _blank_of(category: str) -> dict[str, Any]:
    """The values of a find of which nothing but its category is known, "" for not even that."""
    return {**_template(), **(first_states(category, {}) if category else {})}


def _template() -> dict[str, Any]:
    values: dict[str, Any] = {}
    for one in Find._meta.concrete_fields:
        values[one.attname] = one.get_default() if one.has_default() else _nothing(one)
    values.update(dict.fromkeys(snapshots.DETAIL_KEYS))
    values.update({"munition.fuzed": "", "vehicle.hull_number": ""})
    values.update({"remains.individuals_qualifier": "", "remains.is_part": False})
    values.update(dict.fromkeys(snapshots.LIST_KEYS, ()))
    values.update(dict.fromkeys(snapshots.PHOTO_KEYS, ""))
    # An id is given to what is written.
    values.update({"public_id": None, "photo.id": None, "photo.published": False})
    return values


def _nothing(one: Any) -> Any:
    return "" if one.empty_strings_allowed and not one.null else None


def _check_required(row: Row) -> None:
    told = _required_of(row.values)
    if "" not in told and None not in told:
        return
    for name, value in zip(_REQUIRED.values(), told, strict=True):
        refused = any(problem.column == name for problem in row.problems)
        if value in ("", None) and not refused:
            row.refuse(name, _("It is required and empty."))


def _check_titles(row: Row, context: Context) -> None:
    if not any(row.values[name] for name in _TITLES):
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
    asked = {"latitude", "longitude", "coordinate_uncertainty_m"} & row.given.keys()
    if not values["coordinate_uncertainty_m"] and asked:
        metres = _implied_uncertainty(row)
        values["coordinate_uncertainty_m"] = row.given["coordinate_uncertainty_m"] = metres
        message = _("No uncertainty is given; {metres} m is taken from how finely it is written.")
        row.warn("latitude", message.format(metres=metres))


def _may_be_measured(row: Row, rights: Rights) -> bool:
    """Whether a distance tells nobody of a stored point that they may not read."""
    if row.values["latitude"] is None or row.values["longitude"] is None:
        return False
    axes = {"latitude", "longitude"}
    if axes <= row.given.keys():
        return True
    knows = row.before is None or rights.sees_sensitive
    return knows and bool({*axes, "place_id"} & row.given.keys())


def _warn_of_distance(row: Row, context: Context) -> None:
    """A point far from its place is named, with what may have been meant; nothing is mended."""
    values = row.values
    area = context.lookups.place_area(values["place_id"])
    if area is None:
        return
    point = values["latitude"], values["longitude"]
    allowed = 2 * area.radius_m + (values["coordinate_uncertainty_m"] or 0)
    distance = geo.distance_m(point, area.centre)
    if distance <= allowed:
        return
    message = _("The point lies {km} km from “{place}”.")
    words = message.format(km=round(distance / 1000), place=area.name)
    meant = geo.meant_for(point, area.centre, allowed)
    if meant:
        hint = _("Perhaps {latitude}, {longitude} is meant: axes swapped, or a sign lost.")
        words += " " + hint.format(latitude=meant[0], longitude=meant[1])
    row.warn("latitude", words)


def _implied_uncertainty(row: Row) -> int:
    """Metres, from how finely the two are written; 100 where a program has written a point."""
    both = geo.pair_of(row.raw.get("coordinates", "")) or ()
    written = (*(row.raw.get(axis, "") for axis in ("latitude", "longitude")), *both)
    implied = [geo.implied_uncertainty_m(sheets.unguard(cell)) for cell in written if cell]
    return max(implied, default=100)


def _check_details(row: Row, context: Context) -> None:
    """Facts of another category have no place to stand, and people are counted."""
    values, category = row.values, row.values["category"]
    for key in sorted(snapshots.DETAIL_KEYS_SET & row.given.keys()):
        is_foreign = key.partition(".")[0] != DETAILS_OF.get(category, "")
        if is_foreign and row.given[key] not in ("", None):
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


def _check_relations(row: Row, context: Context) -> None:
    links = row.given.get("related_finds", ())
    if not links:
        return
    own = text.number_key(row.values["catalogue_number"])
    if any(text.number_key(other) == own for _kind, other in links):
        row.refuse("related_finds", _("A find cannot be related to itself."))


def _settle_dates(row: Row) -> None:
    """A new date takes the words of the old one away, unless it brings its own."""
    if row.before is None:
        return
    for key in ("found_on", "made_on"):
        words = f"{key}_text"
        if words not in row.given and row.values[key] != row.before[key]:
            row.given[words] = row.values[words] = ""


def _check_photo(row: Row) -> None:
    """A picture without a credit is taken in and named; a published one never loses it."""
    values, before = row.values, row.before
    given = snapshots.PHOTO_KEYS_SET & row.given.keys()
    if not given or (before and not given & row.changed):
        return
    published = before is not None and before["photo.published"]
    if not values["photo.credit_line"]:
        _tell_of_credit(row, published=published)
    if published and not values["photo.license_uri"]:
        row.refuse("photo_license", _("The photograph is published and needs its licence."))


def _tell_of_credit(row: Row, *, published: bool) -> None:
    if published:
        message = _(
            "A photograph needs its credit, exactly as it must be printed; “Photographer unknown” "
            "is a choice."
        )
        row.refuse("photo_credit", message)
    elif row.values["photo.original_name"]:
        message = _("The photograph “{name}” has no credit; without one it is never published.")
        row.warn("photo_credit", message.format(name=row.values["photo.original_name"]))


def _differences(row: Row) -> frozenset[str]:
    """The keys whose value the row changes."""
    before = row.before
    if before is None:
        return frozenset()
    return frozenset(
        key
        for key in row.given
        if key in before
        and key not in _NEVER_COMPARED
        and not _equal(key, row.values[key], before[key])
    )


def _equal(key: str, ours: Any, theirs: Any) -> bool:
    if ours == theirs:
        return True
    if key == "related_finds":
        return _folded_links(ours) == _folded_links(theirs)
    # A list has no blanks at the ends of its cells; a form may have kept some.
    return isinstance(theirs, str) and ours == theirs.strip()


def _folded_links(links: Any) -> set[tuple[str, str]]:
    return {(kind, text.number_key(other)) for kind, other in links}


def _check_rights(row: Row, rights: Rights) -> None:
    before = row.before
    if row.given.get("public_id", before["public_id"]) != before["public_id"]:
        row.refuse("public_id", _("Another find of this catalogue has this number."))
    own_draft = before["created_by_id"] == rights.user_id and (
        before["publication_status"] == PublicationStatus.DRAFT
    )
    if not rights.sees_sensitive:
        _check_sensitive(row, row.changed if own_draft else row.given.keys())
    if not row.changed:
        return
    stamp = row.given.get("updated_at")
    if stamp is not None and stamp < before["updated_at"]:
        message = _("The find was changed after this list was exported; export it again.")
        row.refuse("updated_at", message)
    if not rights.edits_all and not own_draft:
        row.refuse("catalogue_number", _("You may change only your own drafts."))


def _check_sensitive(row: Row, keys: Set[str]) -> None:
    """Even "unchanged" would tell somebody a value they may not see."""
    for column in _SENSITIVE:
        if column.name in row.raw and not keys.isdisjoint(column.keys):
            row.refuse(column.name, _("You may not see this of a recorded find; leave it out."))


def _derive(row: Row, context: Context) -> None:
    row.values |= derive(row.values, context.lookups.refs(row.values))
