"""A mapping as TOML text: what `mapping.read` reads, written by the house itself."""

import json
from collections.abc import Iterator, Mapping as Pairs
from dataclasses import fields, replace
from typing import Any

from catalog.transfer import mapping as mappings
from catalog.transfer.columns import visible_columns
from catalog.transfer.mapping import Mapping, Options

_DELETE = "\x7f"  # the one control character JSON leaves as it is and TOML refuses


def write(mapping: Mapping) -> str:
    """The text of a mapping; options at their defaults and empty sections are left out."""
    sections = [
        ("columns", mapping.columns),
        ("constants", mapping.constants),
        *((f"values.{name}", mapping.values[name]) for name in sorted(mapping.values)),
        ("options", _said(mapping.options)),
    ]
    return "\n".join("".join(_section(name, pairs)) for name, pairs in sections if pairs)


def for_others(toml: str) -> str:
    """The text for who may not see what is withheld: cells of such columns are not in it."""
    mapping = mappings.read(toml)
    shown = {column.name for column in visible_columns(sensitive=False)}
    constants = {name: word for name, word in mapping.constants.items() if name in shown}
    values = {name: pairs for name, pairs in mapping.values.items() if name in shown}
    return write(replace(mapping, constants=constants, values=values))


def _said(options: Options) -> dict[str, Any]:
    """What differs from the defaults."""
    default = Options()
    pairs = ((one.name, getattr(options, one.name)) for one in fields(Options))
    return {name: value for name, value in pairs if value != getattr(default, name)}


def _section(name: str, pairs: Pairs[str, Any]) -> Iterator[str]:
    yield f"[{name}]\n"
    for key, value in pairs.items():
        yield f"{_key(key)} = {_value(value)}\n"


def _key(word: str) -> str:
    plain = word.isascii() and word.replace("_", "").replace("-", "").isalnum()
    return word if plain else _value(word)


def _value(value: Any) -> str:
    """Words, yes or no, and lists of words are written in TOML as in JSON."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace(_DELETE, "\\u007f")
