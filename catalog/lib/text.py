"""Words made comparable: folding for search, catalogue numbers and their addresses."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

# Soft hyphen, zero-width blanks and joiners, word joiner, byte order mark: seen by nobody.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_PLAIN_NUMBER = re.compile(r"[A-Za-z0-9-][A-Za-z0-9.-]*")
_DIGITS = re.compile(r"\d+")
_NOT_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_ESCAPED = re.compile(r"~([0-9a-f]+)~|([^~])")

# Letters of one script that are taken for letters of another, upper and lower case.
_LOOKS_LATIN = frozenset("АВЕЅІЈКМНОРСТУХасеіјѕорухԛԝҺһԁ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι")
_LOOKS_CYRILLIC = frozenset("ABEKMHOPCTYXSIJaceopyxsij")


def fold(text: str) -> str:
    """The form in which words are compared and searched: width, case, ё and blanks do not count."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    plain = unicodedata.normalize("NFKC", plain).replace("ё", "е")
    return " ".join(plain.split())


def number_key(number: str) -> str:
    """The identity of a catalogue number: width, case and the kind of blank do not count."""
    if number.isascii():
        return " ".join(number.lower().split())
    folded = unicodedata.normalize("NFKC", number).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def number_sort(number: str) -> str:
    """`number_key` with each run of digits padded to 12, so that A-2 comes before A-10."""
    return _DIGITS.sub(lambda run: run.group().zfill(12), number_key(number))


def number_slug(number: str) -> str:
    """A catalogue number as one segment of an address; no two numbers share one."""
    if _PLAIN_NUMBER.fullmatch(number):
        return number
    plain = unicodedata.normalize("NFKC", number)
    if not plain.strip("."):
        # "." and ".." would walk up the path.
        return "".join(map(_escape, plain))
    return "".join(map(_slug_character, plain))


def _slug_character(character: str) -> str:
    if character == " ":
        return "_"
    if character.isalnum() or character in "-.":
        return character
    return _escape(character)


def _escape(character: str) -> str:
    return f"~{ord(character):x}~"


def number_from_slug(slug: str) -> str:
    """The number behind a segment of an address; ValueError when no number has that segment."""
    try:
        number = "".join(map(_unescaped, _ESCAPED.finditer(slug)))
    except (ValueError, OverflowError) as error:
        raise ValueError(slug) from error
    if not number or number_slug(number) != slug:
        raise ValueError(slug)
    return number


def _unescaped(match: re.Match[str]) -> str:
    code, character = match.groups()
    if code:
        return chr(int(code, 16))
    return " " if character == "_" else character


def mixed_script(text: str) -> tuple[str, str] | None:
    """The letter that passes for one of another script inside a word, with its Unicode name.

    A word wholly in one script is fine, and so is Latin beside Japanese. Beside Latin words a
    number with foreign letters that all look Latin ("SHU15-О042") is none.
    """
    if text.isascii():
        return None
    words = _WORD.findall(text)
    is_latin = any(_script(letter) == "LATIN" for letter in text)
    for word in words:
        letter = _disguised(word) or (is_latin and _passing(word))
        if letter:
            return letter, unicodedata.name(letter)
    return None


def _disguised(word: str) -> str:
    latin = [letter for letter in word if _script(letter) == "LATIN"]
    other = [letter for letter in word if _script(letter) in ("CYRILLIC", "GREEK")]
    if not latin or not other:
        return ""
    strangers = [letter for letter in other if letter in _LOOKS_LATIN]
    natives = [letter for letter in latin if letter in _LOOKS_CYRILLIC]
    # The fewer are the slip; on a tie the number was meant to be Latin.
    first, second = (strangers, natives) if len(other) <= len(latin) else (natives, strangers)
    return next(iter(first or second), "")


def _passing(word: str) -> str:
    """The first letter of a number, or of one letter alone, that only looks Latin."""
    letters = [sign for sign in word if sign.isalpha()]
    is_number = len(word) == 1 or any(map(str.isdigit, word))
    return letters[0] if is_number and letters and _LOOKS_LATIN.issuperset(letters) else ""


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""


def nearest(word: str, options: Iterable[str], n: int = 3) -> list[str]:
    """The options most like a word, best first, at most `n`; none when nothing comes near."""
    folded: dict[str, str] = {}
    for option in options:
        folded.setdefault(fold(option), option)
    return [folded[key] for key in difflib.get_close_matches(fold(word), folded, n)]


def slugify_unicode(text: str) -> str:
    """A code made of a name, letters of every script kept; may be empty."""
    return _NOT_WORD.sub("-", fold(text)).strip("-")
