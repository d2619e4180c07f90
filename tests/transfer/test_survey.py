"""The survey: what stands twice in a list is known by all its lines, at a few bytes a row."""

from catalog.transfer.survey import Repeated


def met(*words: str, keeps_all: bool = False) -> Repeated:
    found = Repeated()
    for line, word in enumerate(words, 2):
        found.meet(word, line)
    found.settle(keeps_all=keeps_all)
    return found


def test_every_line_of_a_repeated_word_is_named() -> None:
    found = met("a", "b", "a", "", "c", "", "a")

    assert found.lines("a") == "2, 4, 8"
    assert [found.lines(word) for word in ("b", "c", "d", "")] == ["", "", "", ""]


def test_of_very_many_lines_the_first_are_named() -> None:
    assert met(*["a"] * 13).lines("a") == "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more"


def test_all_words_are_known_where_they_are_asked_for() -> None:
    assert [met("a", "b", keeps_all=True).has(word) for word in ("a", "b", "c")] == [
        True,
        True,
        False,
    ]
    assert not met("a", "b").has("a")
    assert not met(keeps_all=True).has("a")
