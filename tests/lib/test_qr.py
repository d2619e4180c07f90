from xml.etree import ElementTree

from catalog.lib import qr


def test_code_is_drawn_without_style_and_with_its_quiet_zone() -> None:
    drawn = qr.drawn("https://example.org/f/SHU15-0001")

    root = ElementTree.fromstring(drawn)
    assert b"style" not in drawn
    # Version 3 has 29 modules; four of quiet zone on each side.
    assert root.get("viewBox") == "0 0 37 37"
