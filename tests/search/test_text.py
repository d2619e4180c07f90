"""Words are folded in three scripts, all of them must be there, numbers are forgiven much."""

import pytest

from tests.factories import make_find, make_place
from tests.search.asking import numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def helmet_and_spoon() -> None:
    make_find(
        published=True,
        catalogue_number="SHU15-0042",
        title_en="Steel helmet, Type 90",
        title_ru="Стальной шлем, Тип 90, чёрный",
        title_ja="九〇式鉄帽（ﾎﾞﾛﾎﾞﾛ）",
        description_en="100% rusted_through",
    )
    make_find(published=True, catalogue_number="SHU15-0142", title_en="Spoon", category="personal")


@pytest.mark.usefixtures("helmet_and_spoon")
@pytest.mark.parametrize(
    "query",
    [
        "HELMET",
        "ШЛЕМ",
        "Чёрный",
        "черный шлем",
        "鉄帽",
        "ボロボロ",
        "ＴＹＰＥ　９０",
        '"type 90"',
        "“steel helmet”",
        "«тип 90»",
        "100%",
        "rusted_",
        "SHU15-0042",
        "shu15-42",
        "SHU15 0042",
        "shu150042",
        "ＳＨＵ１５－００４２",
    ],
)
def test_it_is_found_by(query: str) -> None:
    assert numbers(f"q={query.replace('%', '%25')}") == ["SHU15-0042"]


@pytest.mark.usefixtures("helmet_and_spoon")
@pytest.mark.parametrize("query", ["helmet spoon", '"helmet steel"', "rustedx", "909090", "шпага"])
def test_it_is_not_found_by(query: str) -> None:
    assert numbers(f"q={query}") == []


def test_what_is_private_is_not_searched() -> None:
    make_find(
        published=True,
        catalogue_number="A-1",
        place=make_place("Zebra trench", kind="trench", parent=make_place("Giraffe bay")),
        internal_notes="walrus",
        field_number="bag-otter",
        markings="Kuznetsov",
        carries_name=True,
    )

    assert numbers("q=giraffe") == ["A-1"]
    for secret in ("zebra", "walrus", "otter", "kuznetsov"):
        assert numbers(f"q={secret}") == []
