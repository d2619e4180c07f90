"""Authorities: terms, places, institutions, sources, expeditions and claims from small lists.

Each row is known by its code, so that the same list again changes nothing; an empty cell leaves
what stands there. The checks are the models' own.
"""

from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django.db.models import Model
from django.utils.translation import gettext as _

from catalog.models import (
    Claim,
    Expedition,
    Institution,
    Place,
    PlaceName,
    Source,
    Term,
)
from catalog.transfer import cells, pointers
from catalog.transfer.authority import Authority
from catalog.transfer.cells import Context, Reader
from catalog.transfer.lists import Entry, in_languages, plain, plains
from catalog.transfer.lookups import unknown
from catalog.vocab import (
    Category,
    ClaimSubject,
    ExpeditionStatus,
    InstitutionKind,
    PlaceKind,
    PlaceNameKind,
    Precision,
    Qualifier,
    SourceType,
    Vocabulary,
)


def _one_of(model: type[Model], field: str, key: str) -> Reader:
    """A row of a small table by its code; asked at each cell, for the list itself may add to it."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        pk = model._default_manager.filter(**{field: cell}).values_list("pk", flat=True).first()
        if pk is None:
            codes = model._default_manager.values_list(field, field)
            raise ValueError(unknown(cell, dict(codes)))
        return {key: pk}

    return read


def _some_of(model: type[Model], field: str, key: str) -> Reader:
    """Several rows of a small table by their codes."""
    one = _one_of(model, field, key)

    def read(cell: str, context: Context) -> dict[str, Any]:
        return {key: tuple(one(part, context)[key] for part in pointers.split(cell))}

    return read


class Terms(Authority):
    """terms.csv: the vocabularies."""

    kind = "terms"
    model = Term
    key = ("vocabulary", "code")
    required = ("code", "vocabulary", "label_en")
    columns = {
        "vocabulary": cells.choice("vocabulary", Vocabulary)[0],
        "code": plain("code"),
        "parent": plain("parent"),
        **in_languages("label"),
        "category": cells.choice("category", Category)[0],
        "alt_labels": lambda cell, context: {"alt_labels": "\n".join(pointers.split(cell))},
        **plains("fish", "aat", "wikidata", "scope_note"),
        "id_verified": cells.yes_no("id_verified")[0],
        "active": cells.yes_no("active")[0],
    }

    def resolve(self, entry: Entry) -> None:
        """Find the broader term in the vocabulary of the row."""
        code = entry.values.pop("parent", None)
        if code is None:
            return
        here = Term.objects.filter(vocabulary=entry.values["vocabulary"])
        pk = here.filter(code=code).values_list("pk", flat=True).first()
        if pk is None:
            entry.refuse("parent", unknown(code, dict(here.values_list("code", "code"))))
        entry.values["parent_id"] = pk


def _place_names(cell: str, context: Context) -> dict[str, Any]:
    """Other names of a place: "ja:四嶺山:military|en:Hill 171:military"."""
    found = []
    for part in pointers.split(cell):
        pieces = part.split(":")
        if len(pieces) != 3 or not pieces[1].strip():
            raise ValueError(_("Write it as language:name:kind, for example en:Hill 171:military."))
        language, name, kind = (piece.strip() for piece in pieces)
        found.append((language, name, context.lookups.choice(PlaceNameKind, kind)))
    return {"other_names": tuple(found)}


class Places(Authority):
    """places.csv: the tree of places, each after the one it is part of."""

    kind = "places"
    model = Place
    key = ("slug",)
    lists = frozenset({"other_names"})
    required = ("slug",)
    columns = {
        "slug": plain("slug"),
        "parent": _one_of(Place, "slug", "parent_id"),
        "kind": cells.choice("kind", PlaceKind)[0],
        **in_languages("name", "description"),
        "latitude": lambda cell, context: _coordinate("latitude", cell, context),
        "longitude": lambda cell, context: _coordinate("longitude", cell, context),
        "uncertainty_m": cells.integer("uncertainty_m", 1, 20_100_000)[0],
        "is_public": cells.yes_no("is_public")[0],
        "public_precision": cells.choice("public_precision", Precision)[0],
        "names": _place_names,
        **plains("uri_geonames", "uri_tgn", "uri_wikidata"),
    }

    def read_list(self, row: Place, key: str) -> set[Any]:
        """The other names, as the list writes them."""
        return set(row.other_names.values_list("language", "name", "kind"))

    def write_list(self, row: Place, key: str, wanted: Iterable[Any]) -> None:
        """Add names and take away those no longer listed."""
        known = {(one.language, one.name, one.kind): one for one in row.other_names.all()}
        for gone in set(known) - set(wanted):
            known[gone]._history_user = self.user
            known[gone].delete()
        for language, name, kind in sorted(set(wanted) - set(known)):
            self.keep(PlaceName(place=row, language=language, name=name, kind=kind))


def _coordinate(name: str, cell: str, context: Context) -> dict[str, Any]:
    return {name: cells.coordinate(name)[0](cell, context)[name]}


class Institutions(Authority):
    """institutions.csv: who holds, treats, organises."""

    kind = "institutions"
    model = Institution
    key = ("slug",)
    required = ("slug",)
    columns = {
        "slug": plain("slug"),
        **in_languages("name"),
        "kind": cells.choice("kind", InstitutionKind)[0],
        "place": pointers.place("place_id")[0],
        **plains("url", "isil", "wikidata"),
    }


class Sources(Authority):
    """sources.csv: what something rests on."""

    kind = "sources"
    model = Source
    key = ("code",)
    required = ("code", "title")
    columns = {
        "code": plain("code"),
        "type": cells.choice("type", SourceType)[0],
        **plains("title", "authors", "publisher", "url", "language", "archive_ref", "citation"),
        "date": cells.date("date_edtf")[0],
    }


def _time_zone(cell: str, context: Context) -> dict[str, Any]:
    if cell not in available_timezones():
        raise ValueError(_("It is not the name of a time zone, such as Asia/Tokyo."))
    return {"time_zone": cell}


class Expeditions(Authority):
    """expeditions.csv: the seasons finds belong to."""

    kind = "expeditions"
    model = Expedition
    key = ("code",)
    lists = frozenset({"organisers", "sources"})
    required = ("code",)
    columns = {
        "code": plain("code"),
        **in_languages("title", "summary"),
        "dates": cells.date("dates")[0],
        **plains("dates_text", "permit_ref", "number_prefix"),
        "area": pointers.place("area_id")[0],
        "organisers": _some_of(Institution, "slug", "organisers"),
        "sources": _some_of(Source, "code", "sources"),
        "time_zone": _time_zone,
        "status": cells.choice("status", ExpeditionStatus)[0],
    }


class Claims(Authority):
    """claims.csv: published figures; a figure is known by who said it of what."""

    kind = "claims"
    model = Claim
    key = ("expedition_id", "what", "nationality_id", "number", "source_id")
    required = ("expedition", "what", "number", "source")
    columns = {
        "expedition": pointers.expedition("expedition_id")[0],
        "what": cells.choice("what", ClaimSubject)[0],
        "nationality": pointers.term("nationality_id", Vocabulary.NATIONALITY, "nationality")[0],
        "number": cells.integer("number")[0],
        "qualifier": cells.choice("qualifier", Qualifier)[0],
        "source": pointers.sources("sources")[0],
        **in_languages("text"),
    }

    def resolve(self, entry: Entry) -> None:
        """One source, without a locator."""
        (source, _locator), *more = entry.values.pop("sources")
        if more:
            entry.refuse("source", _("One source is allowed."))
        entry.values["source_id"] = source


# In the order they need one another.
ALL: tuple[type[Authority], ...] = (Terms, Places, Institutions, Sources, Expeditions, Claims)
