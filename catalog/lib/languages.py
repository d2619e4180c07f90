"""Words that know their language, so that a page can say which it is."""

from typing import NamedTuple


class Text(NamedTuple):
    """A text and its language (BCP 47); "" where it has none, or that of the page."""

    value: str = ""
    language: str = ""

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


NO_TEXT = Text()
