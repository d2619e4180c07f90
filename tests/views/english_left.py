"""What of the interface still speaks English on a page of another language."""

from functools import cache
from pathlib import Path
from typing import Any

import polib

LOCALE = Path(__file__).resolve().parents[2] / "catalog" / "locale"
SPOKEN = ("aria-label", "title", "placeholder", "alt")


@cache
def english(language: str) -> frozenset[str]:
    """Whole sentences and words of the interface that this language says otherwise."""
    entries = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
    return frozenset(
        entry.msgid for entry in entries if entry.msgstr and entry.msgid.strip() != entry.msgstr
    )


def english_left(document: Any, language: str) -> list[str]:
    """The texts of a page, said to be in its language, that are English ones of the interface."""
    if language == "en":
        return []
    known = english(language)
    return [text for text in _texts(document) if text.strip() in known]


def _texts(document: Any) -> list[str]:
    own = document.get("lang")
    texts = []
    for node in document.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style"):
            continue
        if _language(node) == own:
            texts += [node.text or "", *(node.get(name) or "" for name in SPOKEN)]
        if node.getparent() is not None and _language(node.getparent()) == own:
            texts.append(node.tail or "")
    return texts


def _language(node: Any) -> str:
    return node.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")
