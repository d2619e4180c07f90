"""What words give away: positions, ways to reach somebody, names; and what is none of these."""

import pytest

from catalog.lib import telltales


@pytest.mark.parametrize(
    "words",
    [
        "Found at 50.7312, 156.1876 by the stream.",
        "Точка 50,7312 с.ш. 156,1876 в.д.",
        "N50.73123 E156.18765",
        "lat 50.731°N",
        "50°43'52\" N",
        "50° 43,9′ с. ш.",
        "50º43’52”",
        "北緯50度43分",
        "５０．７３１２、１５６．１８７６ 50.7312 156.1876",
        "57U WQ 12345 67890",
        "57UWQ1234567890",
        "57 U 412345 5621234",
        "X=5621234 Y=7412345",
        "8RV6P5J9+XX",
        "https://maps.example/?ll=50.73,156.18",
        "geo:50.7,156.2",
        "lat 50.731234 lon 156.187654",
        "широта 50,731234 долгота 156,187654",
        "緯度50.731234、経度156.187654",
        "50.731234 - 156.187654",
        "50 43 52 N 156 11 15 E",
        "50-43-52 с.ш.",
        "50 град. 43 мин.",
        "https://maps.example/maps?q=50.731234,156.187654",
    ],
)
def test_a_position_is_noticed(words: str) -> None:
    assert telltales.positions(words)


@pytest.mark.parametrize(
    "words",
    [
        "+7 4242 12-34-56",
        "8 (424) 212-34-56",
        "89147654321",
        "+81 3-1234-5678",
        "電話 03-1234-5678",
        "ivan.petrov@example.org",
        "тел. 914-755-12-34",
        "Tel: 4242 123456",
        "007 914 755-12-34",
    ],
)
def test_a_way_to_reach_somebody_is_noticed(words: str) -> None:
    assert telltales.contacts(words)


@pytest.mark.parametrize(
    "words",
    [
        "Helmet Type 90, 0.95 kg, crown 31.5 cm, holes of 7.62 and 14.5 mm.",
        "The 91st Division, 18–23 August 1945, height 171, 8,821 men and 77 tanks.",
        "Танк № 1543, калибр 37 мм, 4,38 × 2,06 × 2,13 м, масса 7,4 т.",
        "SHU15-0042, inventory 2015.12.0042, KP 12345/67, 20 July 1943",
        "戦車第11連隊、九五式軽戦車、37ミリ砲。1945年8月18日。",
        "Photo: Peter Kamenchenko - Via, 2015 / ISBN 978-5-699-12014-7",
    ],
)
def test_ordinary_words_give_nothing_away(words: str) -> None:
    assert telltales.positions(words) == []
    assert telltales.contacts(words) == []


def test_a_name_is_noticed_declined_and_in_every_script() -> None:
    known = ["Иванов Пётр", "Ikeda Sueo", "池田 末男"]

    assert telltales.names("Ложка с надписью Иванова", known) == ["Иванов Пётр"]
    assert telltales.names("tag of IKEDA", known) == ["Ikeda Sueo"]
    assert telltales.names("池田の印鑑", known) == ["池田 末男"]
    assert telltales.names("Ivanhoe, the lake and 沢池", known) == []


@pytest.mark.parametrize(
    "words",
    [
        "50.731" + " " * 4_000 + "x",
        "5" + " " * 4_000,
        "1" * 20_000,
        "+1" + "-" * 20_000,
        "8" + "-" * 20_000,
        "a" * 20_000 + " 1",
        "a@b" + ".a" * 5_000 + "@",
        "50.731" + "x" * 20_000,
        "lat" + "a" * 20_000 + "1",
        "1 N" + " " * 4_000 + "5" + "-5" * 4_000,
        "тел" + "." * 20_000 + "1",
    ],
)
def test_no_words_hold_a_server_up(words: str) -> None:
    # A pattern that goes back and forth would take minutes: the test run would not end.
    found = telltales.positions(words) + telltales.contacts(words)

    assert len(found) < 9_000


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ito Ken", "Helmet of Ito, found in 2015"),
        ("Ли Ир", "Каска, подписана: Ли Ир"),
        ("Ким Сын", "Принадлежала Ким"),
    ],
)
def test_a_short_name_is_noticed_as_a_whole_word(name: str, words: str) -> None:
    assert telltales.names(words, [name]) == [name]
    assert telltales.names("A position in a kimono", [name]) == []
