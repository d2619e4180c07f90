"""Which of the finds are people."""

import numpy as np

from catalog.querysets import PEOPLE
from catalog.search.answers import Answer
from catalog.search.columns import KINDS, Array


def are_people(answer: Answer) -> Array:
    """True for the remains among what an answer holds."""
    places = [KINDS["category"].words.index(category) for category in PEOPLE]
    return np.isin(answer.values("category"), places)
