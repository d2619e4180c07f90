"""The fields of the find form in working order, and what a category leaves out."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.admin.event_form import tracks_of
from catalog.models import Find
from catalog.vocab import CATEGORY_RULES

# Words that are not used of people.
NOT_OF_PEOPLE = frozenset(
    {
        "quantity",
        "quantity_qualifier",
        "maker",
        "made_on",
        "made_on_text",
        "materials",
        "length_mm",
        "width_mm",
        "height_mm",
        "weight_g",
        "completeness",
        "condition",
        "damage",
        "damage_count",
        "damage_qualifier",
        "ammunition_aboard",
        "human_remains_associated",
    }
)
EVIDENCE = ("eod_report", "eod_authority", "eod_date")
SAFETY = _(
    "Do not touch, do not move. Mark, report, wait for the disposal unit. Whoever is not certain "
    "chooses “Not determined”."
)
# Classes of fieldsets: what stands right behind them on the page.
BEFORE_DETAILS, BEFORE_PICTURES = "before-details", "before-pictures"
_HEAD: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (
        _("Identity"),
        (
            ("catalogue_number", "field_number"),
            "expedition",
            ("object_type", "type_certainty"),
            ("quantity", "quantity_qualifier"),
            "other_numbers",
        ),
    ),
    (
        _("What"),
        (
            ("nationality", "nationality_certainty", "nationality_basis"),
            ("unit_attribution", "maker"),
            ("made_on", "made_on_text"),
            "materials",
            ("length_mm", "width_mm", "height_mm", "weight_g"),
            ("markings", "carries_name"),
        ),
    ),
    (
        _("When and how"),
        (("found_on", "found_on_text"), "discovery_method", ("found_by", "identified_by")),
    ),
    (
        _("Where"),
        (
            "place",
            ("latitude", "longitude", "coordinate_uncertainty_m"),
            ("coordinate_source", "verbatim_coordinates"),
            ("depth_cm", "context"),
            ("public_precision", "secret_until", "secret_until_event"),
        ),
    ),
)
_STATE = (
    ("condition", "completeness"),
    ("damage", "damage_count", "damage_qualifier"),
    ("ammunition_aboard", "human_remains_associated"),
    ("holder", "holder_number"),
)
_WORDS = (
    ("title_en", "title_ru", "title_ja"),
    ("description_en", "description_ru", "description_ja"),
    "language",
)
_INTERNAL = ("serial_numbers", "current_location", "internal_notes")
PUBLICATION = (
    "publication_status",
    "publication_gaps",
    "public_location",
    "review_note",
    "withdrawn_reason",
    ("published_at", "reviewed_by"),
    ("created_by", "created_at"),
    ("updated_by", "updated_at"),
    "fullness",
)


def fieldsets(category: str, find: Find | None, *, editable: bool, hidden: Any = ()) -> list[Any]:
    """The fieldsets of one form; `hidden` fields, on a page that only shows, give way to a note."""
    withheld = () if editable else hidden
    shown = [
        *_facts(category, find, withheld, editable=editable),
        _fieldset(_("Words"), _fitting(_WORDS, category)),
        _fieldset(_("Sensitive and internal"), _without(_INTERNAL, withheld)),
    ]
    if withheld:
        shown[-1][1]["fields"] += ("withheld_note",)
    if CATEGORY_RULES[category].hazard_required:
        shown[0][1]["description"] = SAFETY
    if find is not None:
        shown.append(_fieldset(_("Publication"), PUBLICATION))
    return shown


def _facts(category: str, find: Find | None, withheld: Any, *, editable: bool) -> list[Any]:
    """What comes before the words; the inlines of details and pictures follow marked ones."""
    sets = [(name, _fitting(rows, category)) for name, rows in _HEAD]
    sets.append((_("State"), (*_fitting(_STATE, category), *_statuses(category, find))))
    shown = [_fieldset(name, _without(rows, withheld)) for name, rows in sets]
    if editable:
        shown[0][1]["fields"] += ("seen",)
        shown.append(_event_fieldset())
    shown[1][1]["classes"] += (BEFORE_DETAILS,)
    shown[-1][1]["classes"] += (BEFORE_PICTURES,)
    return shown


def status_fields(category: str) -> tuple[str, ...]:
    """The status columns of the tracks of a category."""
    return tuple(f"{track}_status" for track in tracks_of(category))


def _statuses(category: str, find: Find | None) -> tuple[Any, ...]:
    if find is None:
        return (status_fields(category),)
    evidence = (EVIDENCE,) if find.eod_report or find.eod_authority or find.eod_date else ()
    return (status_fields(category), *evidence, "timeline")


def _event_fieldset() -> tuple[Promise, dict[str, Any]]:
    rows = (
        "event_step",
        ("event_date", "event_institution"),
        ("event_actor", "event_authority", "event_document_ref"),
        ("event_treatment", "event_note"),
        ("event_corrects", "event_is_public"),
    )
    return _fieldset(_("Add to the status history"), rows, "collapse")


def _fieldset(name: Any, rows: Any, *classes: str) -> tuple[Any, dict[str, Any]]:
    return name, {"fields": tuple(rows), "classes": classes}


def _fitting(rows: Any, category: str) -> tuple[Any, ...]:
    return _without(rows, NOT_OF_PEOPLE) if CATEGORY_RULES[category].counts_people else tuple(rows)


def _without(rows: Any, names: Any) -> tuple[Any, ...]:
    kept = (tuple(name for name in _names(row) if name not in names) for row in rows)
    return tuple(row if len(row) > 1 else row[0] for row in kept if row)


def _names(row: Any) -> tuple[str, ...]:
    return (row,) if isinstance(row, str) else tuple(row)
