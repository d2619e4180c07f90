"""What is made of things that come again and again, kept within bounds.

Asking for a word that is known is one step of a dictionary, without a call of Python. What is made
of an object that is kept elsewhere is found by the object itself: no fact of it is compared.
"""

from collections.abc import Callable
from typing import Any


class Remembered(dict[str, Any]):
    """`{word: what is made of it}`; asked for a word it does not have, it makes it.

    Words longer than `longest` are not kept. Of others `most` are, and as many of those before
    them: what is not asked for again in all that time goes, so that junk does not fill the memory.
    """

    def __init__(self, make: Callable[[str], Any], *, most: int = 8192, longest: int = 200) -> None:
        super().__init__()
        self._make, self._most, self._longest = make, most, longest
        self._before: dict[str, Any] = {}

    def __missing__(self, word: str) -> Any:
        if len(word) > self._longest:
            return self._make(word)
        made = self._before[word] if word in self._before else self._make(word)
        if len(self) >= self._most:
            self._before = dict(self)
            self.clear()
        self[word] = made
        return made


class OfObject:
    """What `make` makes of an object and of words beside it, kept with the object; `most` of them.

    The object does not change. Another that is equal to it is another one.
    """

    def __init__(self, make: Callable[..., Any], *, most: int) -> None:
        self._make, self._most = make, most
        # The object stays as long as its address is the key.
        self._made: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def __call__(self, one: Any, *beside: Any) -> Any:
        """What is made of it, now or before."""
        key = (id(one), *beside)
        known = self._made.get(key)
        if known:
            return known[1]
        made = self._make(one, *beside)
        if len(self._made) >= self._most:
            self._made.clear()
        self._made[key] = one, made
        return made
