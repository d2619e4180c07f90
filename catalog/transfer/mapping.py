"""Mapping: how a foreign spreadsheet becomes our columns, written as TOML.

`[columns]` our column = their header, or a template of headers in braces; `[constants]` what a
column holds where theirs is empty; `[values.column]` their word = our word, "*" for the rest;
`[options]` how the file is read. `{#}` in a template is the number of the row in the list.
"""

import re
import tomllib
from collections.abc import Callable, Container, Iterable, Mapping as Pairs, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from catalog.lib import text
from catalog.lib.remembered import Remembered
from catalog.lib.sheet_encodings import check_encoding
from catalog.transfer.columns import BY_NAME, Column, recognised

SECTIONS = ("columns", "constants", "values", "options")
CREATABLE = (
    "object_type",
    "nationality",
    "materials",
    "place",
    "expedition",
    "holder",
    "found_by",
    "sources",
)
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_SEPARATORS = " \t,;:>/–—-"
_DANGLING = re.compile(r"(\s*[>,;/]\s?)\s*(?:[>,;/]\s*)+")
_ROW_NUMBER = "#"
# What the file of refused rows adds to the columns of the list, so that it can be fed again.
PLACE_COLUMN = "_row"
ADDED_COLUMNS = ("_line", PLACE_COLUMN, "_problem")


_WORDS, _YES_NO = (str, '"…"'), (bool, "true")
_LIST = (tuple, '["…", "…"]')
_KINDS: Pairs[str, tuple[type, str]] = {
    "encoding": _WORDS,
    "delimiter": _WORDS,
    "sheet": _WORDS,
    "date_order": _WORDS,
    "missing": _LIST,
    "create_missing": _LIST,
    "time_zone": _WORDS,
    "year_only_january": _YES_NO,
    "skip_errors": _YES_NO,
    "coordinate_order": _WORDS,
    "language": _WORDS,
}


class MappingError(ValueError):
    """The mapping is wrong or does not fit the file; the message says where, and what fits."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is read; what is not said is detected or left at its default."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str = ""
    date_order: str = "dmy"
    missing: tuple[str, ...] = ()
    create_missing: tuple[str, ...] = ()
    time_zone: str = ""
    year_only_january: bool = False
    skip_errors: bool = False
    coordinate_order: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping as read; the empty one takes our own columns, by name or by alias."""

    columns: Pairs[str, str] = field(default_factory=dict)
    constants: Pairs[str, str] = field(default_factory=dict)
    values: Pairs[str, Pairs[str, str]] = field(default_factory=dict)
    options: Options = field(default_factory=Options)
    source: str = ""


def read(source: str) -> Mapping:
    """A mapping from TOML text; raises MappingError with a sentence."""
    try:
        data = tomllib.loads(source)
    # Brackets in brackets in brackets are read by a function that calls itself.
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingError(_("The mapping is not TOML: {error}").format(error=error)) from None
    _refuse_unknown(data, SECTIONS, _("section"))
    columns = _strings(data.get("columns", {}), "columns")
    constants = _strings(data.get("constants", {}), "constants")
    words = _table(data.get("values", {}), "values")
    values = {name: _strings(pairs, f"values.{name}") for name, pairs in words.items()}
    for name in (*columns, *constants, *values):
        _refuse_unknown([name], tuple(BY_NAME), _("column"))
    options = _options(_table(data.get("options", {}), "options"))
    return Mapping(columns, constants, values, options, source)


def _refuse_unknown(names: Any, allowed: Sequence[str], what: str) -> None:
    for name in names:
        if name not in allowed:
            near = ", ".join(text.nearest(name, allowed)) or ", ".join(allowed[:12])
            message = _("The mapping names the {what} “{name}”, which is none. Nearest: {near}.")
            raise MappingError(message.format(what=what, name=name, near=near))


def _table(section: Any, name: str) -> dict[str, Any]:
    if not isinstance(section, dict):
        message = _("“{name}” is a section; write it as [{name}], with its lines below.")
        raise MappingError(message.format(name=name))
    return section


def _strings(section: Any, name: str) -> dict[str, str]:
    if not isinstance(section, dict) or not all(isinstance(v, str) for v in section.values()):
        raise MappingError(_('[{name}] holds pairs: word = "word".').format(name=name))
    return section


def _options(section: dict[str, Any]) -> Options:
    _refuse_unknown(section, tuple(_KINDS), _("option"))
    options = Options(**{name: _option(name, value) for name, value in section.items()})
    _refuse_unknown(options.create_missing, CREATABLE, "create_missing")
    if options.encoding:
        _check_encoding(options.encoding)
    _one_of(options.date_order, ("dmy", "mdy", "ymd"), "date_order")
    _one_of(options.coordinate_order, ("", "lat lon", "lon lat"), "coordinate_order")
    _one_of(options.language, ("en", "ru", "ja"), "language")
    if options.time_zone and options.time_zone not in available_timezones():
        message = _("“{name}” is not the name of a time zone, such as Europe/London.")
        raise MappingError(message.format(name=options.time_zone))
    return options


def _option(name: str, value: Any) -> Any:
    """An option of the right kind; lists of words come as tuples."""
    kind, example = _KINDS[name]
    words = kind is tuple and isinstance(value, list) and all(isinstance(w, str) for w in value)
    if words:
        return tuple(value)
    if kind is tuple or not isinstance(value, kind):
        message = _("The option “{name}” is written so: {name} = {example}.")
        raise MappingError(message.format(name=name, example=example))
    return value


def _check_encoding(name: str) -> None:
    try:
        check_encoding(name)
    except ValueError as error:
        raise MappingError(str(error)) from None


def _one_of(value: str, allowed: Sequence[str], name: str) -> None:
    if value not in allowed:
        message = _("{name} is “{value}”; allowed: {allowed}.")
        words = ", ".join(filter(None, allowed))
        raise MappingError(message.format(name=name, value=value, allowed=words))


@dataclass(frozen=True, slots=True)
class Cell:
    """How a cell of ours is made of a row of theirs: `of_row` takes its cells and its number.

    Where one cell of theirs is all it takes, that is the one at `place`, and `of_cell` takes it.
    """

    of_row: Callable[[Sequence[str], int], str]
    place: int | None = None
    of_cell: Callable[[str], str] = str.strip


@dataclass(frozen=True, slots=True)
class Fitted:
    """A mapping fitted to the header of one file: how each of our columns is made."""

    cells: tuple[tuple[Column, Cell], ...]
    ignored: tuple[str, ...]


def headers_of(header: Sequence[str]) -> list[str]:
    """The header with names for its nameless columns: "column 3"."""
    return [name or f"column {index}" for index, name in enumerate(header, 1)]


def fit(mapping: Mapping, header: Sequence[str]) -> Fitted:
    """Fit a mapping to a header.

    Raises MappingError when it names a header the file lacks, with the nearest match, and when
    two columns of the file are one of ours.
    """
    names = headers_of(header)
    if not mapping.columns:
        return _fit_by_name(mapping, header)
    places = {name: index for index, name in reversed(list(enumerate(names)))}
    found: list[tuple[Column, Cell]] = []
    used: set[str] = set()
    for ours, theirs in mapping.columns.items():
        wanted = headers_named(theirs, places)
        for name in wanted:
            if name not in places:
                near = ", ".join(text.nearest(name, names)) or ", ".join(names[:12])
                message = _("The file has no column “{name}”. Nearest: {near}.")
                raise MappingError(message.format(name=name, near=near))
        used.update(wanted)
        found.append((BY_NAME[ours], _finish(mapping, ours, _reader(mapping, theirs, places))))
    found += _constants(mapping, {column.name for column, _cell in found})
    ignored = (name for name in names if name not in used and name not in ADDED_COLUMNS)
    return Fitted(_in_order(found), tuple(ignored))


def _in_order(found: Iterable[tuple[Column, Cell]]) -> tuple[tuple[Column, Cell], ...]:
    """In the order of our table, so that what a cell depends on is read before it."""
    places = {name: index for index, name in enumerate(BY_NAME)}
    return tuple(sorted(found, key=lambda pair: places[pair[0].name]))


def _fit_by_name(mapping: Mapping, header: Sequence[str]) -> Fitted:
    known = recognised()
    found: dict[str, tuple[Column, Cell]] = {}
    ignored = []
    for index, name in enumerate(header):
        column = known.get(name) or known.get(text.fold(name.replace("_", " ")))
        if column is None:
            ignored.append(name)
            continue
        if column.name in found:
            message = _("Two columns of the file are “{name}”.")
            raise MappingError(message.format(name=column.name))
        cell = _finish(mapping, column.name, _plain(index, frozenset(mapping.options.missing)))
        found[column.name] = (column, cell)
    constants = _constants(mapping, found)
    kept = [name for name in ignored if name and name not in ADDED_COLUMNS]
    return Fitted(_in_order((*found.values(), *constants)), tuple(kept))


def _constants(mapping: Mapping, present: Any) -> list[tuple[Column, Cell]]:
    rest = (name for name in mapping.constants if name not in present)
    return [(BY_NAME[name], _finish(mapping, name, Cell(lambda row, number: ""))) for name in rest]


def headers_named(theirs: str, places: Container[str]) -> list[str]:
    """The headers a line of the mapping names; one with braces in it may be a header itself."""
    named = [] if theirs in places else _PLACEHOLDER.findall(theirs)
    return [name for name in named if name != _ROW_NUMBER] if named else [theirs]


def _reader(mapping: Mapping, theirs: str, places: Pairs[str, int]) -> Cell:
    missing = frozenset(mapping.options.missing)
    if theirs in places:
        return _plain(places[theirs], missing)
    return _template(theirs, places, missing)


def _plain(index: int, missing: frozenset[str]) -> Cell:
    def without_missing(written: str) -> str:
        value = written.strip()
        return "" if value in missing else value

    of_cell = without_missing if missing else str.strip
    return Cell(lambda row, number: of_cell(row[index]) if index < len(row) else "", index, of_cell)


def _template(theirs: str, places: Pairs[str, int], missing: frozenset[str]) -> Cell:
    """A cell made of several; what an empty part leaves dangling is tidied away."""
    names = [name for name in _PLACEHOLDER.findall(theirs) if name != _ROW_NUMBER]
    readers = {name: _plain(places[name], missing) for name in names}

    def cell(row: Sequence[str], number: int) -> str:
        parts = {name: part.of_row(row, number) for name, part in readers.items()}
        if names and not any(parts.values()):
            return ""
        parts[_ROW_NUMBER] = str(number)
        filled = _PLACEHOLDER.sub(lambda match: parts[match.group(1)], theirs)
        if all(parts.values()):
            return filled.strip()
        return _DANGLING.sub(r"\1", filled).strip(_SEPARATORS)

    return Cell(cell)


def _finish(mapping: Mapping, name: str, theirs: Cell) -> Cell:
    """Their word turned into ours, and the constant where there is none."""
    words = mapping.values.get(name, {})
    folded = {text.fold(word): ours for word, ours in words.items()}
    rest = words.get("*")
    constant = mapping.constants.get(name, "")
    if not words and not constant:
        return theirs

    def ours_for(value: str) -> str:
        if words and (value or "" in words):
            given = words.get(value)
            otherwise = value if rest is None else rest
            value = given if given is not None else folded.get(text.fold(value), otherwise)
        return value or constant

    known = Remembered(ours_for)
    return Cell(
        lambda row, number: known[theirs.of_row(row, number)],
        theirs.place,
        lambda written: known[theirs.of_cell(written)],
    )
