"""Statistics: what a query string finds, counted by kind, side, place, season, state and year.

Objects are counted, people are summed, and no number holds both.
"""

from catalog.stats.claims import ClaimRow, claim_rows
from catalog.stats.figures import Bar, Figure, objects, people
from catalog.stats.timeline import Bin, Timeline, timeline

__all__ = [
    "Bar",
    "Bin",
    "ClaimRow",
    "Figure",
    "Timeline",
    "claim_rows",
    "objects",
    "people",
    "timeline",
]
