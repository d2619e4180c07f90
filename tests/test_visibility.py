"""The rule: how finely a find spot is published, why, and that a published point tells no more."""

from datetime import date
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Any

import pytest
from hypothesis import example, given, strategies as st

from catalog.lib import geo
from catalog.visibility import (
    Circumstances,
    danger,
    least_sensitivity,
    location_sentence,
    precision,
    public_point,
    shows_markings,
    shows_place,
    shows_serials,
)
from catalog.vocab import (
    CATEGORY_RULES,
    SAFE_TO_HANDLE,
    Category,
    CustodyStatus,
    HazardStatus,
    LocationReason,
    Precision,
    Presence,
)

UNTIL = {"ends_on": date(2020, 5, 9)}
AT_REST = {"chosen": "withheld", "ends_with": "at_rest"}
RECOVERED = {"chosen": "10km", "ends_with": "recovered"}
UNGUARDED = ["", "not_recorded", "in_situ", "lost"]
FINDS = [category for category in Category.values if category not in ("remains", "munition")]
latitudes = st.decimals(-90, 90, places=6)
longitudes = st.decimals(-180, 180, places=6)
grids = st.sampled_from(["100m", "1km", "10km"])


def of(category: str, **facts: Any) -> tuple[str, str]:
    return precision(Circumstances(category=category, **facts))


def at(
    latitude: Any, longitude: Any, *, chosen: str = "1km", uncertainty_m: int | None = None
) -> Any:
    """The published point of a helmet."""
    return public_point(
        Circumstances(category="helmet", chosen=chosen),
        latitude=Decimal(latitude),
        longitude=Decimal(longitude),
        uncertainty_m=uncertainty_m,
    )


@pytest.mark.parametrize(
    ("category", "facts", "expected", "reason"),
    [
        # The default of the category.
        ("helmet", {}, "1km", "site"),
        ("personal", {}, "1km", "site"),
        ("equipment", {}, "1km", "site"),
        ("structure", {"custody": "in_situ"}, "1km", "site"),
        ("other", {}, "1km", "site"),
        # The dead.
        ("remains", {}, "place_only", "remains"),
        ("remains", {"chosen": "exact"}, "place_only", "remains"),
        ("remains", {"place_default": "exact"}, "place_only", "remains"),
        ("remains", {"chosen": "withheld"}, "withheld", "remains"),
        ("helmet", {"human_remains_associated": "yes"}, "place_only", "remains"),
        ("helmet", {"human_remains_associated": "no"}, "1km", "site"),
        ("helmet", {"human_remains_associated": "unknown"}, "1km", "site"),
        # What may explode.
        ("munition", {}, "place_only", "munition"),
        ("munition", {"chosen": "exact", "hazard": "live"}, "place_only", "munition"),
        ("munition", {"hazard": "made_safe", "custody": "in_store"}, "place_only", "munition"),
        ("munition", {"hazard": "removed_by_eod"}, "place_only", "munition"),
        ("helmet", {"hazard": "unknown"}, "place_only", "munition"),
        ("tank", {"ammunition_aboard": "yes", "custody": "in_store"}, "place_only", "munition"),
        ("tank", {"ammunition_aboard": "no", "custody": "in_store"}, "1km", "site"),
        # A munition proved harmless and in a guarded place may be published finer when chosen.
        (
            "munition",
            {"hazard": "inert_certified", "custody": "in_store", "chosen": "1km"},
            "1km",
            "site",
        ),
        (
            "munition",
            {"hazard": "inert_certified", "custody": "in_situ", "chosen": "1km"},
            "place_only",
            "site",
        ),
        # Wrecks and guns nobody guards.
        ("tank", {"custody": "in_situ"}, "place_only", "site"),
        ("aircraft", {"custody": "in_situ", "chosen": "exact"}, "place_only", "site"),
        ("weapon", {}, "place_only", "site"),
        ("weapon", {"custody": "in_store"}, "1km", "site"),
        ("vehicle", {"custody": "transferred", "chosen": "exact"}, "exact", ""),
        # A choice may hide more or, above what is required, less.
        ("helmet", {"chosen": "exact"}, "exact", ""),
        ("helmet", {"chosen": "100m"}, "100m", "site"),
        ("helmet", {"chosen": "10km"}, "10km", "site"),
        ("helmet", {"chosen": "withheld"}, "withheld", "site"),
        ("tank", {"custody": "in_situ", "chosen": "withheld"}, "withheld", "site"),
        # A choice for a time: over after its day or its event, and never over unless that is known.
        ("helmet", {"chosen": "withheld", **UNTIL, "today": date(2020, 5, 9)}, "withheld", "site"),
        ("helmet", {"chosen": "withheld", **UNTIL, "today": date(2020, 5, 10)}, "1km", "site"),
        ("helmet", {"chosen": "exact", **UNTIL, "today": date(2020, 5, 10)}, "1km", "site"),
        ("helmet", {"chosen": "withheld", **UNTIL}, "withheld", "site"),
        ("remains", {"chosen": "withheld", **AT_REST}, "withheld", "remains"),
        (
            "remains",
            {"chosen": "withheld", **AT_REST, "remains": "handed_over"},
            "withheld",
            "remains",
        ),
        (
            "remains",
            {"chosen": "withheld", **AT_REST, "remains": "reburied"},
            "place_only",
            "remains",
        ),
        (
            "helmet",
            {"chosen": "10km", "ends_with": "recovered", "custody": "in_situ"},
            "10km",
            "site",
        ),
        (
            "helmet",
            {"chosen": "10km", "ends_with": "recovered", "custody": "in_store"},
            "1km",
            "site",
        ),
        ("helmet", {"chosen": "10km", "ends_with": "harmless"}, "10km", "site"),
        (
            "helmet",
            {"chosen": "10km", "ends_with": "harmless", "hazard": "inert_certified"},
            "1km",
            "site",
        ),
        # The record before its place, the place before the category.
        ("helmet", {"place_default": "10km"}, "10km", "site"),
        ("helmet", {"place_default": "exact"}, "exact", ""),
        ("helmet", {"chosen": "100m", "place_default": "withheld"}, "100m", "site"),
    ],
)
def test_circumstances_decide(
    category: str, facts: dict[str, str], expected: str, reason: str
) -> None:
    assert of(category, **facts) == (expected, reason)


@pytest.mark.parametrize("category", Category.values)
@pytest.mark.parametrize("custody", ["", *CustodyStatus.values])
def test_unguarded_wrecks_and_weapons_are_given_as_an_area(category: str, custody: str) -> None:
    finest, _ = of(category, custody=custody, chosen="exact")

    lies_open = CATEGORY_RULES[category].area_only_in_place and custody in UNGUARDED
    assert (finest == "place_only") is (lies_open or category in ("remains", "munition"))


@pytest.mark.parametrize("category", FINDS)
@pytest.mark.parametrize("hazard", HazardStatus.values)
def test_hazard_of_any_find_hides_its_position(category: str, hazard: str) -> None:
    finest, reason = of(category, hazard=hazard, custody="in_store", chosen="exact")

    if hazard in SAFE_TO_HANDLE:
        assert finest == "exact"
    else:
        assert (finest, reason) == ("place_only", "munition")


facts = st.builds(
    # What is not named here keeps its default; of a named tuple hypothesis would make it up.
    lambda **told: Circumstances(**told),
    category=st.sampled_from(Category.values),
    chosen=st.sampled_from(["", *Precision.values]),
    place_default=st.sampled_from(["", *Precision.values]),
    custody=st.sampled_from(["", *CustodyStatus.values]),
    hazard=st.sampled_from(["", *HazardStatus.values]),
    ammunition_aboard=st.sampled_from(["", *Presence.values]),
    human_remains_associated=st.sampled_from(["", *Presence.values]),
)


@given(facts)
def test_choice_hides_more_never_less(given_facts: Circumstances) -> None:
    free = Circumstances(
        category=given_facts.category,
        chosen="exact",
        custody=given_facts.custody,
        hazard=given_facts.hazard,
        ammunition_aboard=given_facts.ammunition_aboard,
        human_remains_associated=given_facts.human_remains_associated,
    )

    least, _ = precision(free)
    finest, reason = precision(given_facts)

    assert finest.coarseness >= least.coarseness
    assert finest.coarseness >= Precision(given_facts.chosen or "exact").coarseness
    assert (reason == LocationReason.NONE) is (finest == Precision.EXACT)


@given(facts, latitudes, longitudes, st.integers(1, 5000))
def test_point_is_published_only_as_finely_as_allowed(
    given_facts: Circumstances, latitude: Decimal, longitude: Decimal, uncertainty: int
) -> None:
    finest, reason = precision(given_facts)

    place = public_point(
        given_facts, latitude=latitude, longitude=longitude, uncertainty_m=uncertainty
    )

    assert (place.precision, place.reason) == (finest, reason)
    if finest == "exact":
        assert (place.latitude, place.longitude) == (latitude, longitude)
    elif finest in ("place_only", "withheld"):
        assert (place.latitude, place.longitude, place.uncertainty_m) == (None, None, None)
    else:
        size = geo.CELL_DEGREES[finest]
        assert (place.latitude, place.longitude) == geo.cell_centre(latitude, longitude, size)
        assert place.uncertainty_m >= uncertainty


def test_cell_of_one_kilometre_on_shumshu_is_known_in_metres() -> None:
    place = at("50.731234", "156.187654")

    assert (place.latitude, place.longitude) == (Decimal("50.735"), Decimal("156.185"))
    assert place.uncertainty_m == 658


@pytest.mark.parametrize(
    ("chosen", "latitude", "longitude"),
    [("100m", "50.7315", "156.1875"), ("1km", "50.735", "156.185"), ("10km", "50.75", "156.15")],
)
def test_each_precision_has_its_grid(chosen: str, latitude: str, longitude: str) -> None:
    place = at("50.731234", "156.187654", chosen=chosen)

    assert (str(place.latitude), str(place.longitude)) == (latitude, longitude)


def test_own_uncertainty_is_added() -> None:
    blur = at("50.731234", "156.187654").uncertainty_m

    assert at("50.731234", "156.187654", uncertainty_m=500).uncertainty_m == blur + 500


def test_find_without_a_position_has_none() -> None:
    place = public_point(
        Circumstances(category="helmet"), latitude=None, longitude=None, uncertainty_m=None
    )

    assert (place.precision, place.latitude, place.uncertainty_m) == ("1km", None, None)


@given(latitudes, longitudes, grids)
@example(Decimal(90), Decimal(180), "1km")
@example(Decimal(-90), Decimal(-180), "10km")
@example(Decimal("-0.000001"), Decimal("0.000000"), "100m")
def test_point_stays_in_its_cell_and_on_the_globe(
    latitude: Decimal, longitude: Decimal, chosen: str
) -> None:
    place = at(latitude, longitude, chosen=chosen)

    half = geo.CELL_DEGREES[chosen] / 2
    assert abs(place.latitude - latitude) <= half
    assert abs(place.longitude - longitude) <= half
    assert geo.in_range(place.latitude, place.longitude)


@given(latitudes, longitudes, grids, st.tuples(*[st.decimals(-1, 1, places=4)] * 2))
def test_all_points_of_a_cell_are_published_as_one(
    latitude: Decimal, longitude: Decimal, chosen: str, shift: tuple[Decimal, Decimal]
) -> None:
    centre = at(latitude, longitude, chosen=chosen)
    # Not on the border itself, which belongs to one of the two cells.
    half = geo.CELL_DEGREES[chosen] / 2 * Decimal("0.999")

    other = at(centre.latitude + shift[0] * half, centre.longitude + shift[1] * half, chosen=chosen)

    assert other == centre


@given(latitudes, longitudes, grids)
def test_same_point_is_published_the_same_each_time(
    latitude: Decimal, longitude: Decimal, chosen: str
) -> None:
    assert at(latitude, longitude, chosen=chosen) == at(latitude, longitude, chosen=chosen)


@given(latitudes, longitudes, grids)
def test_true_point_lies_within_the_published_uncertainty(
    latitude: Decimal, longitude: Decimal, chosen: str
) -> None:
    place = at(latitude, longitude, chosen=chosen)

    metres = _distance_m(latitude, longitude, place.latitude, place.longitude)

    # At the corner nearest to the equator a cell is a little wider than at its middle.
    assert metres <= place.uncertainty_m * 1.02 + 1


def _distance_m(*degrees: Decimal) -> float:
    one, two, three, four = (radians(float(value)) for value in degrees)
    chord = sin((three - one) / 2) ** 2 + cos(one) * cos(three) * sin((four - two) / 2) ** 2
    return 2 * 6_371_008.8 * asin(min(1, sqrt(chord)))


@pytest.mark.parametrize(
    ("finest", "reason", "words"),
    [
        ("exact", "", ""),
        ("withheld", "site", "The place is not published."),
        ("place_only", "remains", "Out of respect for the dead, only the area is given."),
        ("place_only", "munition", "For safety, only the area is given."),
        ("place_only", "site", "Only the area is given. The exact position is not published."),
    ],
)
def test_visitor_is_told_why(finest: str, reason: str, words: str) -> None:
    assert location_sentence(finest, reason) == words


@pytest.mark.parametrize(
    ("finest", "distance"), [("100m", "100 m"), ("1km", "1 km"), ("10km", "10 km")]
)
def test_visitor_is_told_how_far(finest: str, distance: str) -> None:
    assert f"generalised to about {distance}." in location_sentence(finest, "site")


def test_area_itself_is_named_unless_withheld() -> None:
    assert [value for value in Precision.values if not shows_place(value)] == ["withheld"]


@pytest.mark.parametrize("category", Category.values)
def test_serials_that_lead_to_people_are_hidden(category: str) -> None:
    hidden = category in ("remains", "munition", "weapon", "personal")

    assert shows_serials(category, carries_name=False) is not hidden
    assert not shows_serials(category, carries_name=True)
    assert shows_markings(carries_name=False)
    assert not shows_markings(carries_name=True)


@pytest.mark.parametrize(
    ("category", "hazard", "aboard", "expected"),
    [
        ("munition", "", "", True),
        ("munition", "unknown", "", True),
        ("munition", "inert_certified", "", False),
        ("munition", "not_explosive", "no", False),
        ("tank", "", "", False),
        ("tank", "", "yes", True),
        ("tank", "inert_certified", "yes", True),
        ("helmet", "live", "", True),
        ("helmet", "destroyed_in_place", "", True),
    ],
)
def test_safety_text_stands_where_something_may_explode(
    category: str, hazard: str, aboard: str, expected: bool
) -> None:
    assert danger(category, hazard, aboard) is expected


def test_least_sensitivity_of_a_picture() -> None:
    assert least_sensitivity(shows_human_remains=False, shows_name=False) == "open"
    assert least_sensitivity(shows_human_remains=True, shows_name=False) == "withheld"
    assert least_sensitivity(shows_human_remains=False, shows_name=True) == "sealed"
