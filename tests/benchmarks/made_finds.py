"""Finds made up for measuring: seeded, skewed as real lists are, in three scripts.

The list of a thousand is the head of the list of a million, so that sizes can be compared.
"""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

HEADER = [
    "catalogue_number",
    "expedition",
    "category",
    "object_type",
    "title_en",
    "title_ru",
    "title_ja",
    "quantity",
    "nationality",
    "materials",
    "found_on",
    "found_by",
    "place",
    "latitude",
    "longitude",
    "coordinate_uncertainty_m",
    "holder",
    "condition",
    "completeness",
    "restoration_status",
    "individuals",
    "calibre_mm",
    "description_en",
    "description_ru",
    "description_ja",
    "publication_status",
]
# Category, its broad object type, how many of a thousand there are.
CATEGORIES = (
    ("personal", "personal-item", 310),
    ("munition", "munition", 220),
    ("equipment", "equipment", 170),
    ("helmet", "helmet", 110),
    ("weapon", "weapon", 80),
    ("structure", "structure", 50),
    ("remains", "human-remains", 30),
    ("vehicle", "vehicle", 15),
    ("tank", "tank", 10),
    ("aircraft", "aircraft", 5),
)
SIDES = (("japan", 52), ("ussr", 34), ("unknown", 11), ("usa", 3))
CONDITIONS = (("poor", 40), ("fair", 30), ("very_poor", 15), ("good", 10), ("", 5))
COMPLETENESS = (("fragment", 45), ("partial", 30), ("complete", 20), ("unknown", 5))
RESTORATION = (("", 70), ("as_found", 15), ("awaiting", 10), ("in_progress", 5))
MATERIALS = (("steel", 50), ("brass", 20), ("leather", 10), ("steel|leather", 10), ("", 10))
WORDS = {
    "en": "rusted edge found near trench layer of dark soil with brass rim marked stamped bent "
    "complete fragment beside slope beach bunker north of the stream under stones",
    "ru": "каска шлем найден у окопа в слое ржавый край с клеймом латунь ремень фрагмент на склоне "
    "под камнями возле ручья блиндаж берег пробоина надпись ёмкость",
    "ja": "鉄帽 出土 海岸 塹壕 刻印 真鍮 革紐 破片 斜面 銹 石の下 小川 掩蔽壕 昭和 完形 部隊 文字",
}
_ISLANDS = ("Northland", "Middle Island", "Long Island", "Cape Land")


def write(path: Path, number: int, *, seed: int = 7) -> None:
    """Write a list of so many finds."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(rows(number, seed=seed))


def rows(number: int, *, seed: int = 7) -> Iterator[list[str]]:
    """The rows, in the order of the header."""
    chance = random.Random(seed)
    for index in range(1, number + 1):
        find = _find(chance, index)
        yield [find.get(name, "") for name in HEADER]


def _find(chance: random.Random, index: int) -> dict[str, str]:
    category, object_type = _skewed(chance, [(pair[:2], pair[2]) for pair in CATEGORIES])
    season = 2005 + min(int(chance.expovariate(0.3)), 19)
    return {
        "catalogue_number": f"MADE-{index:07d}",
        "expedition": f"MADE-{season}",
        "category": category,
        "object_type": object_type,
        "quantity": chance.choice(["1", "1", "1", "2", "3", "~15", "20+"]),
        "nationality": _skewed(chance, SIDES),
        "materials": _skewed(chance, MATERIALS),
        "found_on": f"{season}-{chance.randint(6, 9):02d}-{chance.randint(1, 28):02d}",
        "found_by": f"Finder {int(chance.expovariate(0.05))}",
        "holder": f"Museum {int(chance.expovariate(0.2))}",
        "condition": _skewed(chance, CONDITIONS),
        "completeness": _skewed(chance, COMPLETENESS),
        **_where(chance),
        **_words(chance),
        **_own(chance, category),
    }


def _skewed(chance: random.Random, weighted: object) -> object:
    values, weights = zip(*weighted, strict=True)
    return chance.choices(values, weights)[0]


def _where(chance: random.Random) -> dict[str, str]:
    island = min(int(chance.expovariate(1.0)), 3)
    height = int(chance.expovariate(0.03))
    return {
        "place": f"Made Islands > {_ISLANDS[island]} > Height {height}",
        "latitude": f"{50 + island + chance.random():.6f}",
        "longitude": f"{155 + chance.random():.6f}",
        "coordinate_uncertainty_m": chance.choice(["5", "10", "100", "1000"]),
    }


def _words(chance: random.Random) -> dict[str, str]:
    said = {}
    for language, words in WORDS.items():
        known = words.split()
        said[f"title_{language}"] = " ".join(chance.choices(known, k=3))
        said[f"description_{language}"] = " ".join(chance.choices(known, k=25))
    return said


def _own(chance: random.Random, category: str) -> dict[str, str]:
    """What only some categories have, and whether the public may see it."""
    if category == "remains":
        return {"individuals": str(chance.randint(1, 4)), "condition": "", "quantity": ""}
    if category == "munition":
        return {"calibre_mm": chance.choice(["7.7", "7.62", "14.5", "45", "57"])}
    shown = "published" if chance.random() < 0.85 else "draft"
    return {"publication_status": shown, "restoration_status": _skewed(chance, RESTORATION)}
