"""The initials of a person, for where there is no room for a name."""

import re

_LETTERS = 4
# Names in Chinese characters or kana have no initials: the family name stands first, and is short.
_JAPANESE = re.compile(r"[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def initials(name: str) -> str:
    """ "AF" of Anna Field, "ИИП" of Иванов И. П.; 山田 of 山田 太郎."""
    parts = re.findall(r"[^\W\d_]+", name)
    if parts and _JAPANESE.match(parts[0]):
        return parts[0][:_LETTERS]
    return "".join(part[0].upper() for part in parts)[:_LETTERS]
