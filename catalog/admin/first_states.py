"""What the statuses of a new find become: columns written at once, and steps for the history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.models import Find
from catalog.models.status import Step, first_states, refuse
from catalog.vocab import CATEGORY_RULES, Track


@dataclass(frozen=True, slots=True)
class Beginning:
    """`columns` of the find when it is first saved, then `steps` to be recorded in order."""

    columns: dict[str, str]
    steps: list[Step]


def begin(category: str, chosen: Mapping[str, str], event: Step | None) -> Beginning:
    """How a new find begins: a chosen state becomes a step, an unchosen one a plain default.

    An event on a track whose state was not chosen is itself the first state of that track.
    """
    columns, steps = first_states(category, {}), []
    for track in Track:
        column = f"{track}_status"
        wanted = chosen.get(track, "")
        if track not in CATEGORY_RULES[category].tracks:
            continue
        if wanted and wanted != columns[column]:
            steps.append(Step(track=track, to_status=wanted))
            columns[column] = ""
        elif event and event.track == track:
            columns[column] = ""
    steps += [event] if event else []
    # What may explode is known before anything is said to be handled.
    steps.sort(key=lambda step: step.track != Track.HAZARD)
    return Beginning(columns, steps)


def refusals(find: Find, steps: Iterable[Step], *, may_review: bool) -> list[str]:
    """Why the steps cannot follow one another from the find's statuses; the find is left as is."""
    columns = {f"{track}_status": getattr(find, f"{track}_status") for track in Track}
    problems: list[str] = []
    try:
        for step in steps:
            problems += refuse(find, step, may_review=may_review)
            setattr(find, f"{step.track}_status", step.to_status)
    finally:
        for column, value in columns.items():
            setattr(find, column, value)
    return problems
