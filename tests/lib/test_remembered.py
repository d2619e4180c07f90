"""What is remembered is made once, and a list of junk does not fill the memory."""

from catalog.lib.remembered import OfObject, Remembered


def test_a_word_is_made_once() -> None:
    made: list[str] = []
    known = Remembered(lambda word: made.append(word) or word.upper(), most=10, longest=10)

    assert [known["a"], known["a"], known["b"]] == ["A", "A", "B"]
    assert made == ["a", "b"]


def test_neither_long_words_nor_too_many_are_kept() -> None:
    known = Remembered(str.upper, most=2, longest=3)

    assert [known[word] for word in ("long", "a", "b", "c")] == ["LONG", "A", "B", "C"]
    assert known == {"c": "C"}


def test_what_is_asked_for_again_outlives_what_is_not() -> None:
    made: list[str] = []
    known = Remembered(lambda word: made.append(word) or word.upper(), most=3, longest=9)

    for number in range(20):
        assert known["usual"] == "USUAL"
        assert known[f"once{number}"] == f"ONCE{number}"

    assert made.count("usual") == 1
    assert known["once0"] == "ONCE0"
    assert made.count("once0") == 2


def test_what_is_made_of_an_object_is_made_once_for_the_very_object() -> None:
    asked = []
    made_of = OfObject(lambda one, word: asked.append(one) or [*one, word], most=2)
    first, equal = ["a"], ["a"]

    assert made_of(first, "x") is made_of(first, "x")
    assert made_of(equal, "x") == made_of(first, "x")
    assert asked[0] is first
    assert asked[1] is equal
    assert len(asked) == 2
    assert made_of(first, "y") == ["a", "y"]


def test_objects_are_not_kept_without_end() -> None:
    asked = []
    made_of = OfObject(lambda one: asked.append(one) or len(asked), most=2)
    objects = [[number] for number in range(3)]

    assert [made_of(one) for one in objects] == [1, 2, 3]
    assert made_of(objects[2]) == 3
    assert made_of(objects[0]) == 4
