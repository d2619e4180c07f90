"""Finds at the edge, added to the demo for its pictures: python -m tests.browser.extremes

One of which everything is told and one of which nothing is, one with forty photographs, and one
with a title of three hundred signs in Japanese. DATABASE_URL and MEDIA_ROOT name the demo.
"""

from pathlib import Path
from typing import Any

import django

PAGES = {
    "find-everything": "/finds/EDGE-0001/",
    "find-nothing": "/finds/EDGE-0002/",
    "find-forty-photographs": "/finds/EDGE-0003/",
    "find-long-title": "/finds/EDGE-0004/",
    "find-veiled": "/finds/EDGE-0005/veiled/1/",
    "find-withdrawn": "/finds/EDGE-0006/",
    "find-withheld": "/finds/EDGE-0007/",
    "finds-edge": "/finds/?q=EDGE&sort=number",
    "finds-edge-list": "/finds/?q=EDGE&sort=number&view=list",
    "statistics-edge": "/statistics/?q=EDGE",
}
LONG = "占守島四嶺山南斜面の塹壕跡から出土した九五式軽戦車の砲塔外板と思われる鋼板の一部" * 8
PROSE = "Lifted from the slope below the trench, cleaned, measured and drawn. " * 12


def main() -> None:
    """Write them, once."""
    django.setup()
    from django.db import transaction

    from catalog.models import Find

    if not Find.objects.filter(catalogue_number="EDGE-0001").exists():
        with transaction.atomic():
            _write()


def _write() -> None:
    from catalog.models import FindRelation
    from tests import factories as make

    full = _everything(make)
    with_forty = make.make_find(published=True, catalogue_number="EDGE-0003", category="tank")
    for picture in _plates(40):
        make.make_photo(with_forty, published=True, **picture)
    FindRelation.objects.create(from_find=full, to_find=with_forty, kind="found_with")
    # What the gate asks of a find, and no more.
    make.make_find(
        published=True,
        catalogue_number="EDGE-0002",
        category="other",
        title_en="Thing",
        found_on="",
    )
    titled = {"title_en": "", "title_ja": LONG[:300], "description_en": "", "description_ja": LONG}
    make.make_find(published=True, catalogue_number="EDGE-0004", **titled)
    veiled = make.make_find(published=True, catalogue_number="EDGE-0005")
    make.make_photo(veiled, published=True, sensitivity="advisory", **_plates(1)[0])
    kept = make.make_remains(published=True, catalogue_number="EDGE-0007")
    make.make_photo(kept, published=True, sensitivity="withheld", **_plates(1)[0])
    make.make_find(
        catalogue_number="EDGE-0006",
        publication_status="withdrawn",
        withdrawn_reason="duplicate",
    )


def _everything(make: Any) -> Any:
    island = make.make_place("Edge", name_ru="Край", name_ja="端", latitude=50.7, longitude=156.3)
    hill = make.make_place("Hill of many names", parent=island, kind="landform")
    find = make.make_find(
        published=True,
        catalogue_number="EDGE-0001",
        category="tank",
        title_en="Type 97 medium tank, complete",
        title_ru="Средний танк Тип 97, комплектный",
        title_ja="九七式中戦車（完形）",
        place=hill,
        latitude="50.7312",
        longitude="156.1876",
        public_precision="1km",
        description_en=PROSE,
        description_ru=PROSE.replace("Lifted", "Поднят"),
        markings="A white star\nNo. 4 on the turret",
        serial_numbers="1234\n5678",
        unit_attribution="11th Tank Regiment",
        maker="Mitsubishi",
        made_on="1941",
        length_mm=5550,
        width_mm=2330,
        height_mm=2230,
        weight_g=15_000_000,
        completeness="complete",
        condition="good",
        damage="Pierced on the left side",
        damage_count=7,
        materials=[make.seeded("steel", vocabulary="material")],
        found_by=[make.make_person("A. Finder", show_publicly=True)],
        sources=[make.make_source("A report of the season", url="https://example.org/report")],
        vehicle={"hull_number": "4", "completeness_pct": 90, "tactical_marking": "士"},
    )
    for state, day in (("awaiting", "2015-09"), ("in_progress", "2016"), ("restored", "2018-05")):
        make.make_event(find, "restoration", state, date=day)
    for picture in _plates(6):
        make.make_photo(find, published=True, **picture)
    return find


def _plates(number: int) -> list[dict[str, Any]]:
    """So many pictures of the sample, with their words."""
    from django.conf import settings

    plates = sorted((Path(settings.BASE_DIR) / "fixtures/shumshu/plates").glob("*.png"))
    return [
        {
            "image": plates[place % len(plates)].read_bytes(),
            "original_name": plates[place % len(plates)].name,
            "caption_en": f"View {place + 1}, with a scale of ten centimetres",
            "credit_line": "Drawing: Findspot sample drawings",
        }
        for place in range(number)
    ]


if __name__ == "__main__":
    main()
