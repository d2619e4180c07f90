"""What is made of words that come again and again, kept within bounds.

Asking for a word that is known is one step of a dictionary, without a call of Python.
"""

from collections.abc import Callable
from typing import Any


class Remembered(dict[str, Any]):
    """`{word: what is made of it}`; asked for a word it does not have, it makes it.

    Words longer than `longest` are not kept, and of others the first `most`.
    """

    def __init__(self, make: Callable[[str], Any], *, most: int, longest: int) -> None:
        super().__init__()
        self._make, self._most, self._longest = make, most, longest

    def __missing__(self, word: str) -> Any:
        made = self._make(word)
        if len(self) < self._most and len(word) <= self._longest:
            self[word] = made
        return made
