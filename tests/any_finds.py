"""Any finds: of every category and state, with all they may have, drawn by hypothesis."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import strategies as st

from catalog.lib import ids
from catalog.models import Find, FindRelation
from catalog.vocab import (
    CATEGORY_RULES,
    Category,
    Certainty,
    Completeness,
    Condition,
    CoordinateSource,
    CustodyStatus,
    DiscoveryMethod,
    HazardStatus,
    Language,
    Licence,
    NationalityBasis,
    Precision,
    Presence,
    Qualifier,
    RemainsStatus,
    RestorationStatus,
    SecrecyEnd,
)
from tests.factories import (
    make_expedition,
    make_find,
    make_institution,
    make_person,
    make_photo,
    make_place,
    make_source,
    nationality,
    root_type,
    seeded,
)

# Letters of three scripts and every sign a table or a spreadsheet trips over.
SIGNS = "abcДЁёжшлем戦車ﾊﾝ=+-@'\"|,;:\\\t\n\r~%/ N\u200b\u202e\u0301😀"
WORDS = st.one_of(
    st.text(st.sampled_from(SIGNS), max_size=40),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    st.sampled_from([r"\N", r"\\N", "'=1+1", "=1+1", "-", "NULL", "None", "0", "'"]),
)
DATES = st.sampled_from(
    [
        "",
        "1945",
        "1943~",
        "194X",
        "1945-08",
        "1945-08-18",
        "1945-08-18/1945-08-23",
        "../1945",
        "1945-XX-XX?",
        "19XX%",
        "1945-21",
        "2015-08-12/..",
    ]
)


def code(choices: Any, *, empty: bool = True) -> st.SearchStrategy[str]:
    """A code of a closed list, or nothing."""
    return st.sampled_from([*([""] if empty else []), *choices.values])


def measure(places: int, limit: str, least: int = 0) -> st.SearchStrategy[Decimal | None]:
    """A measure with decimals, or none."""
    numbers = st.decimals(least, Decimal(limit), places=places, allow_nan=False)
    return st.none() | numbers.filter(lambda number: number or not least)


FACTS = st.fixed_dictionaries(
    {
        **dict.fromkeys(("title_en", "title_ru", "title_ja", "field_number", "maker"), WORDS),
        **dict.fromkeys(("description_en", "description_ru", "description_ja"), WORDS),
        **dict.fromkeys(("markings", "serial_numbers", "internal_notes", "damage"), WORDS),
        **dict.fromkeys(("context", "current_location", "holder_number", "other_numbers"), WORDS),
        **dict.fromkeys(("eod_report", "eod_authority", "unit_attribution"), WORDS),
        **dict.fromkeys(("found_on_text", "made_on_text", "verbatim_coordinates"), WORDS),
        **dict.fromkeys(("found_on", "made_on", "eod_date"), DATES),
        **{name: measure(3, "999999999.999") for name in ("length_mm", "width_mm")},
        **{name: measure(3, "999999999.999") for name in ("height_mm", "weight_g")},
        "quantity": st.integers(1, 999_999_999),
        "quantity_qualifier": code(Qualifier, empty=False),
        "damage_count": st.none() | st.integers(1, 999_999_999),
        "damage_qualifier": code(Qualifier, empty=False),
        "type_certainty": code(Certainty),
        "language": code(Language, empty=False),
        "nationality_certainty": code(Certainty),
        "nationality_basis": code(NationalityBasis),
        "completeness": code(Completeness),
        "condition": code(Condition),
        "discovery_method": code(DiscoveryMethod),
        "coordinate_source": code(CoordinateSource),
        "public_precision": code(Precision),
        "secret_until": st.none() | st.dates(date(2020, 1, 1), date(2100, 1, 1)),
        "secret_until_event": st.none() | st.sampled_from(SecrecyEnd.values),
        "ammunition_aboard": code(Presence),
        "human_remains_associated": code(Presence),
        "carries_name": st.booleans(),
        "depth_cm": st.none() | st.integers(0, 100_000),
        "publication_status": st.sampled_from(["draft", "in_review"]),
        "public_id": st.builds(ids.uuid7),
        "updated_at": st.datetimes(
            datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)
        ),
    }
)
POINTS = st.none() | st.tuples(
    st.decimals(-90, 90, places=6), st.decimals(-180, 180, places=6), st.integers(1, 20_100_000)
).filter(lambda point: point[0] or point[1])
OBJECT_CATEGORIES = [value for value in Category.values if value != Category.REMAINS]


class Furniture:
    """What the finds may point to, under names that are hard to tell apart."""

    def __init__(self) -> None:
        self.expeditions = [make_expedition("A|B"), make_expedition("=1", title_en="A|B")]
        islands = make_place("Kuril > Islands")
        self.places = [None, islands, make_place("Trench", parent=islands, slug="trench")]
        self.places += [make_place("trench", parent=islands, slug="trench-2")]
        self.holders = [None, make_institution("M", slug="m"), make_institution("m", slug="m-2")]
        self.people = [make_person(name) for name in ("A", "a|b", "b\\", "Ёж", "=x")]
        self.sources = [make_source(code=name) for name in ("S", "s|t", "-S", "É")]
        self.materials = [seeded(name, vocabulary="material") for name in ("steel", "brass")]
        self.sides = [None, nationality("japan"), nationality("unknown")]

    def find(self, data: st.DataObject, number: int) -> Find:
        """One find of everything."""
        category = data.draw(st.sampled_from(Category.values))
        facts = data.draw(FACTS) | self._states(data, category)
        facts = {name: _fitting(name, value) for name, value in facts.items()}
        if not (facts["title_en"] or facts["title_ru"] or facts["title_ja"]):
            facts["title_ja"] = "兜"
        if facts["damage_count"] is None:
            facts["damage_qualifier"] = ""
        point = data.draw(POINTS)
        if point:
            facts |= dict(zip(_POINT, point, strict=True))
        pick = partial(_pick, data)
        return make_find(
            catalogue_number=f"R{number}-{data.draw(st.sampled_from(['1', 'ё|7', '兜 3', '+4']))}",
            category=category,
            object_type=root_type(category),
            expedition=pick(self.expeditions),
            place=pick(self.places),
            holder=pick(self.holders),
            nationality=pick(self.sides),
            found_by=data.draw(st.lists(st.sampled_from(self.people), unique=True)),
            materials=data.draw(st.lists(st.sampled_from(self.materials), unique=True)),
            sources=data.draw(st.lists(st.sampled_from(self.sources), unique=True)),
            **_detail(data, category),
            **facts,
        )

    @staticmethod
    def _states(data: st.DataObject, category: str) -> dict[str, str]:
        """States as a list may report them: a safe hazard has its report."""
        tracks = CATEGORY_RULES[category].tracks
        states = {
            "restoration": RestorationStatus,
            "custody": CustodyStatus,
            "hazard": HazardStatus,
            "remains": RemainsStatus,
        }
        drawn = {
            f"{track}_status": data.draw(code(choices, empty=False))
            for track, choices in states.items()
            if track in tracks
        }
        return drawn | {"eod_report": "EOD 7"} if drawn.get("hazard_status") else drawn

    def link(self, data: st.DataObject, finds: list[Find]) -> None:
        """Links, sources' pages and a photograph."""
        for find in finds[1:]:
            kind = data.draw(st.sampled_from(["found_with", "part_of", "identifies", "same_as"]))
            FindRelation.objects.create(from_find=find, to_find=finds[0], kind=kind)
        for link in finds[0].find_sources.all():
            link.locator = data.draw(WORDS).strip()
            link.save()
        if data.draw(st.booleans()):
            words = {name: data.draw(WORDS).strip() for name in ("via_name", "original_name")}
            words["license_uri"] = data.draw(code(Licence))
            words["via_url"] = data.draw(st.sampled_from(["", "https://example.org/a?b=1&c='=2"]))
            make_photo(finds[0], credit_line="=Credit", **words)


_POINT = ("latitude", "longitude", "coordinate_uncertainty_m")


def _pick(data: st.DataObject, rows: list[Any]) -> Any:
    return data.draw(st.sampled_from(rows))


def _fitting(name: str, value: Any) -> Any:
    """Words as a form leaves them: no blanks at the ends, no longer than their column."""
    if not isinstance(value, str):
        return value
    return value.strip()[: Find._meta.get_field(name).max_length].strip()


def _detail(data: st.DataObject, category: str) -> Mapping[str, Any]:
    if category == Category.REMAINS:
        number = data.draw(st.integers(1, 1000))
        how = data.draw(code(Qualifier, empty=False))
        return {"remains": {"individuals": number, "individuals_qualifier": how}}
    if category == Category.MUNITION:
        calibre = data.draw(measure(2, "99999.99").filter(lambda value: value != 0))
        return {"munition": {"calibre_mm": calibre, "fuzed": data.draw(code(Presence))}}
    if category in (Category.TANK, Category.VEHICLE, Category.AIRCRAFT):
        share = data.draw(st.none() | st.integers(0, 100))
        return {"vehicle": {"completeness_pct": share, "hull_number": data.draw(WORDS).strip()}}
    return {}
