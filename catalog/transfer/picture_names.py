"""Picture names: the find a photograph is of, told by what its file is called.

`SHU15-0042.jpg`, `SHU15-0042_2.jpg`, `SHU15-0042 (2).jpg` and `SHU15-0042b.jpg` are all of
SHU15-0042. A number that is a find's as it stands wins over one with its ending taken off. Else a
record may wait for a file of that very name, which a list of finds has told.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from catalog.lib import text
from catalog.lib.picture_files import folded
from catalog.models import Find, FindPhoto, FormerNumber
from catalog.transfer.tables import CHUNK

_ENDINGS = (
    re.compile(r"(?P<number>.+?)[ _-]*\((?P<order>[0-9]{1,3})\)"),
    re.compile(r"(?P<number>.+?)[ _-]+(?P<order>[0-9]{1,3})"),
    re.compile(r"(?P<number>.+?)[ _-]?(?P<order>[a-zа-я])", re.IGNORECASE),
)
_LETTERS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщэюя")


def find_numbers(names: Collection[str]) -> dict[str, tuple[str, int]]:
    """`{name of a file: (number of its find, order among its pictures)}`, where there is one."""
    guesses = {name: list(_guesses(PurePosixPath(name).stem)) for name in names}
    known = _known({text.number_key(number) for some in guesses.values() for number, _n in some})
    return {
        name: found
        for name, some in guesses.items()
        if (found := next((_true(one, known) for one in some if _true(one, known)), None))
    }


def waiting(names: Collection[str]) -> dict[str, list[str]]:
    """`{name of a file: numbers of the finds with a record that waits for it}`."""
    wanted, found = {folded(name): name for name in names}, defaultdict(list)
    links = FindPhoto.objects.filter(photo__file="").exclude(photo__original_name="")
    told = links.order_by("pk").values_list("photo__original_name", "find__catalogue_number")
    for name, number in told.iterator():
        if folded(name) in wanted:
            found[wanted[folded(name)]].append(number)
    return found


def _true(guess: tuple[str, int], known: dict[str, str]) -> tuple[str, int] | None:
    number = known.get(text.number_key(guess[0]))
    return (number, guess[1]) if number else None


def _guesses(stem: str) -> Iterator[tuple[str, int]]:
    # No file may have a slash in its name, and a blank is often written as a line.
    for sign in ("_", "/", " "):
        written = stem.replace("_", sign)
        if sign == "_" or written != stem:
            yield written, 1
    for ending in _ENDINGS:
        found = ending.fullmatch(stem)
        order = _order(found["order"]) if found else 0
        if found and order:
            for sign in ("_", "/", " "):
                yield found["number"].replace("_", sign), order


def _order(ending: str) -> int:
    if ending.isdigit():
        return int(ending) or 1
    letters = (letters.find(ending.lower()) + 1 for letters in _LETTERS)
    return next(filter(None, letters), 0)


def _known(keys: Collection[str]) -> dict[str, str]:
    """The numbers of finds by their keys; a former number leads to the find of today."""
    found, wanted = {}, sorted(keys)
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        former = FormerNumber.objects.filter(number_key__in=some)
        found.update(former.values_list("number_key", "find__catalogue_number"))
        finds = Find.objects.filter(number_key__in=some)
        found.update(finds.values_list("number_key", "catalogue_number"))
    return found
