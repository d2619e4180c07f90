"""What is remembered is made once, and a list of junk does not fill the memory."""

from catalog.lib.remembered import Remembered


def test_a_word_is_made_once() -> None:
    made: list[str] = []
    known = Remembered(lambda word: made.append(word) or word.upper(), most=10, longest=10)

    assert [known["a"], known["a"], known["b"]] == ["A", "A", "B"]
    assert made == ["a", "b"]


def test_neither_long_words_nor_too_many_are_kept() -> None:
    known = Remembered(str.upper, most=2, longest=3)

    assert [known[word] for word in ("long", "a", "b", "c")] == ["LONG", "A", "B", "C"]
    assert known == {"a": "A", "b": "B"}
