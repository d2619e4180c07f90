"""Tally: how the house counts, objects by themselves and people apart from them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class People:
    """How many of the dead are of one side; `labels` is {language: name}, empty for none given."""

    labels: Mapping[str, str]
    records: int
    individuals: int
    at_least: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Records counted as the house counts: objects, and people apart from them, most first."""

    objects: int
    people: tuple[People, ...] = ()

    def __post_init__(self) -> None:
        # One truth is told in one order, whoever counted: two processes give one ETag.
        told = sorted(self.people, key=lambda side: (-side.individuals, *side.labels.values()))
        object.__setattr__(self, "people", tuple(told))

    @property
    def records(self) -> int:
        """Objects and records of remains together."""
        return self.objects + self.people_records

    @property
    def people_records(self) -> int:
        """Records of remains."""
        return sum(side.records for side in self.people)

    @property
    def individuals(self) -> int:
        """How many people the remains are of."""
        return sum(side.individuals for side in self.people)

    @property
    def at_least(self) -> bool:
        """Whether one of the numbers is a minimum."""
        return any(side.at_least for side in self.people)


NOTHING = Tally(0)
