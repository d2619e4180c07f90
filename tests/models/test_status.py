"""The status log: what may follow what, what a step must say, and how a mistake is corrected."""

from typing import Any

import pytest

from catalog.models import Find, Institution
from catalog.models.status import Step, allowed_after, first_states, refuse
from catalog.vocab import (
    CATEGORY_RULES,
    EVENT_NEEDS,
    HANDS_OFF,
    REVIEWER_STATES,
    SAFE_TO_HANDLE,
    STATUSES,
    STEP_NEEDS,
    TRANSITIONS,
    UNTREATED,
    Category,
    CustodyStatus,
    HazardStatus,
    RemainsStatus,
    Track,
)

ALLOWED = [
    (track, before, after)
    for track, table in TRANSITIONS.items()
    for before, following in table.items()
    for after in following
]
REFUSED = [
    (track, before, after)
    for track, states in STATUSES.items()
    for before in states.values
    for after in states.values
    if after not in TRANSITIONS[track][before]
]
SAID = {
    "date": "2015-09-01",
    "authority": "Disposal unit 7",
    "treatment": "Cleaned and waxed",
    "document_ref": "Act 12",
}


def category_with(track: str) -> str:
    return Category.REMAINS if track == Track.REMAINS else Category.TANK


def unsaved(track: str, status: str, **columns: Any) -> Find:
    """A find in that state; the rules ask it, not the database."""
    return Find(category=category_with(track), **{f"{track}_status": status, **columns})


def step(track: str, status: str, **said: Any) -> Step:
    """A step that says all a guard could ask for."""
    return Step(track=track, to_status=status, **{"institution": Institution(), **SAID, **said})


def test_tables_know_every_state_of_every_track() -> None:
    for track, states in STATUSES.items():
        assert set(TRANSITIONS[track]) == set(states.values)
        assert {after for row in TRANSITIONS[track].values() for after in row} <= set(states.values)


@pytest.mark.parametrize(("track", "before", "after"), ALLOWED)
def test_step_of_the_table_is_taken(track: str, before: str, after: str) -> None:
    assert refuse(unsaved(track, before), step(track, after), may_review=True) == []


@pytest.mark.parametrize("track", STATUSES)
def test_first_state_may_be_any(track: str) -> None:
    assert allowed_after(track, "") == tuple(STATUSES[track].values)


@pytest.mark.parametrize(("track", "before", "after"), REFUSED)
def test_step_outside_the_table_is_refused_with_the_reason(
    track: str, before: str, after: str
) -> None:
    reasons = refuse(unsaved(track, before), step(track, after), may_review=True)

    words = dict(STATUSES[track].choices)
    assert len(reasons) == 1
    assert f"“{words[before]}”" in reasons[0]
    if TRANSITIONS[track][before]:
        assert f"it cannot go to “{words[after]}”; allowed: " in reasons[0]
        assert all(str(words[value]) in reasons[0] for value in TRANSITIONS[track][before])
    else:
        assert "nothing follows" in reasons[0]


@pytest.mark.parametrize("status", ["returned", "destroyed"])
def test_disposal_unit_takes_over_from_every_state_that_does_not_end(status: str) -> None:
    ends = {"returned", "destroyed", "eod_custody"}

    for before in CustodyStatus.values:
        assert ("eod_custody" in TRANSITIONS[Track.CUSTODY][before]) is (before not in ends)
    assert TRANSITIONS[Track.CUSTODY][status] == ()


@pytest.mark.parametrize(
    ("key", "part"), [(key, part) for key, parts in EVENT_NEEDS.items() for part in parts]
)
def test_step_that_leaves_out_a_part_is_refused(key: tuple[str, str], part: str) -> None:
    track, status = key
    before = next(state for state, row in TRANSITIONS[track].items() if status in row)
    silent = step(track, status, **{part: None if part == "institution" else ""})

    reasons = refuse(unsaved(track, before), silent, may_review=True)

    assert len(reasons) == 1
    assert reasons[0].startswith(f"“{dict(STATUSES[track].choices)[status]}” needs: ")


@pytest.mark.parametrize("key", STEP_NEEDS)
def test_step_that_needs_a_document_from_one_state_is_refused_without(
    key: tuple[str, str, str],
) -> None:
    track, before, status = key

    reasons = refuse(unsaved(track, before), step(track, status, document_ref=""), may_review=True)

    assert reasons == [f"“{dict(STATUSES[track].choices)[status]}” needs: act or report."]


def test_all_that_is_missing_is_named_at_once() -> None:
    reasons = refuse(
        unsaved(Track.CUSTODY, "in_store"), Step(Track.CUSTODY, "transferred"), may_review=True
    )

    assert reasons == [
        "“Transferred to a museum (title passed)” needs: institution, date, act or report."
    ]


@pytest.mark.parametrize("status", sorted(state for _, state in REVIEWER_STATES))
def test_only_a_reviewer_says_that_a_hazard_is_less(status: str) -> None:
    before = next(state for state, row in TRANSITIONS[Track.HAZARD].items() if status in row)

    reasons = refuse(unsaved(Track.HAZARD, before), step(Track.HAZARD, status), may_review=False)

    assert reasons == ["Only a reviewer may record that a hazard has become less."]


@pytest.mark.parametrize("before", ["inert_certified", "not_explosive"])
def test_anybody_may_say_that_a_hazard_is_not_known_any_more(before: str) -> None:
    back = Step(Track.HAZARD, "unknown")

    assert refuse(unsaved(Track.HAZARD, before), back, may_review=False) == []


@pytest.mark.parametrize("hazard", HazardStatus.values)
@pytest.mark.parametrize("status", CustodyStatus.values)
def test_what_may_explode_is_not_handled(hazard: str, status: str) -> None:
    find = unsaved(Track.CUSTODY, "not_recorded", hazard_status=hazard)
    if status == "not_recorded":
        find.custody_status = ""

    reasons = refuse(find, step(Track.CUSTODY, status), may_review=True)

    handled = status not in HANDS_OFF
    assert bool(reasons) is (handled and hazard not in SAFE_TO_HANDLE)
    assert all(reason.startswith("It may explode") for reason in reasons)


@pytest.mark.parametrize("hazard", HazardStatus.values)
def test_what_may_explode_is_not_treated(hazard: str) -> None:
    find = unsaved(Track.RESTORATION, "awaiting", hazard_status=hazard)

    reasons = refuse(find, step(Track.RESTORATION, "in_progress"), may_review=True)

    assert bool(reasons) is (hazard not in SAFE_TO_HANDLE)
    assert "in_progress" not in UNTREATED


def test_after_a_downgrade_nothing_moves_but_to_the_disposal_unit() -> None:
    find = unsaved(Track.CUSTODY, "in_store", hazard_status="unknown")

    taken = [
        status
        for status in allowed_after(Track.CUSTODY, "in_store")
        if not refuse(find, step(Track.CUSTODY, status), may_review=True)
    ]

    assert taken == ["eod_custody"]


@pytest.mark.parametrize("category", Category.values)
def test_track_of_another_category_is_refused(category: str) -> None:
    tracks = CATEGORY_RULES[category].tracks

    for track, states in STATUSES.items():
        find = Find(category=category)
        reasons = refuse(find, step(track, states.values[0]), may_review=True)
        refusal = "This track does not apply to the category of this find."
        assert (refusal in reasons) is (track not in tracks)


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("helmet", {"restoration": "not_assessed", "custody": "not_recorded"}),
        (
            "munition",
            {"restoration": "not_assessed", "custody": "not_recorded", "hazard": "unknown"},
        ),
        ("remains", {"remains": "not_recorded"}),
    ],
)
def test_new_find_begins_with_the_first_states_of_its_tracks(
    category: str, expected: dict[str, str]
) -> None:
    states = first_states(category, {})

    assert {name.removesuffix("_status"): value for name, value in states.items() if value} == (
        expected
    )


def test_given_first_state_comes_before_the_default_on_tracks_that_apply() -> None:
    states = first_states("remains", {"remains": "exhumed", "custody": "in_store"})

    assert states["remains_status"] == "exhumed"
    assert states["custody_status"] == ""


def test_words_of_remains_are_not_those_of_things() -> None:
    assert RemainsStatus.NOT_RECORDED.label != CustodyStatus.NOT_RECORDED.label
