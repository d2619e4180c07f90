"""Words that know their language, so that a page can say which it is."""

import re
from typing import NamedTuple

_CYRILLIC = r"[\u0400-\u052f]+"
_JAPANESE = r"[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f]+"
_SCRIPTS = {"ru": _CYRILLIC, "ja": _JAPANESE}
# A run goes on over the blanks and marks between two words of one script.
_RUN = re.compile(
    rf"(?P<ru>{_CYRILLIC}(?:[ \u00a0,.;:«»()\-–—]+{_CYRILLIC})*)"
    rf"|(?P<ja>{_JAPANESE}(?:[ \u3000、。・（）「」『』〜\d]+{_JAPANESE})*)"
)


class Text(NamedTuple):
    """A text and its language (BCP 47); "" where it has none, or that of the page."""

    value: str = ""
    language: str = ""

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


NO_TEXT = Text()


def spoken(value: str, language: str) -> str:
    """The language a text said to be in this one is in: English where it has no letter of it.

    The title of a Russian report may be given in English, as a cataloguer put it.
    """
    script = _SCRIPTS.get(language[:2])
    return "en" if script and not re.search(script, value) else language


def by_script(value: str, language: str) -> list[Text]:
    """A text in pieces, each in one language: letters of another script are of another one.

    A voice that reads English falls silent at 占守島 unless it is told to change.
    """
    pieces, done = [], 0
    for run in () if value.isascii() else _RUN.finditer(value):
        if run.lastgroup != language[:2]:
            pieces += [Text(value[done : run.start()], language), Text(run[0], str(run.lastgroup))]
            done = run.end()
    return [piece for piece in (*pieces, Text(value[done:], language)) if piece]
