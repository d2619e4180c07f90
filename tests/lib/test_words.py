"""Words: one way from a text to the words it is found by, and from what is typed to a query."""

import pytest
from hypothesis import example, given, strategies as st

from catalog.lib.text import fold
from catalog.lib.words import (
    BARRIER,
    MAX_TERMS,
    Query,
    Term,
    index_words,
    marks,
    parse,
    words_of_folded,
)


def found(text: str, typed: str, *more: str) -> bool:
    """Whether texts have every term of what was typed, word by word, each term in one of them."""
    words, query = index_words(text), parse(typed)
    words += [word for other in more for word in (BARRIER, *index_words(other))]
    return bool(query) and all(_has(words, term) for term in query.terms)


def _has(words: list[str], term: Term) -> bool:
    length = len(term.words)
    return any(
        tuple(words[at : at + length - 1]) == term.words[:-1]
        and (
            words[at + length - 1].startswith(term.words[-1])
            if term.is_prefix
            else words[at + length - 1] == term.words[-1]
        )
        for at in range(len(words) - length + 1)
    )


@pytest.mark.parametrize(
    "typed",
    [
        "SHU15-0042",
        "shu15-42",
        "shu150042",
        "SHU1542",
        "SHU15 42",
        "shu 15 0042",
        "ＳＨＵ１５－００４２",
    ],
)
def test_number_is_found_with_and_without_hyphens_and_zeros(typed: str) -> None:
    assert found("SHU15-0042 helmet", typed)
    assert not found("SHU15-0142 helmet", typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Ёлка чёрная", "елка чёрн"),
        ("ｶﾞｽﾏｽｸ", "ガス"),
        ("占守島の戦い", "島"),
        ("占守島の戦い", "占守島"),
        ("占守島の戦い", '"島の戦"'),
        ("café naïve", "CAFE naive"),
        ("СШ-40", "сш40"),
        ("T34", "t-34"),
        ("Type 97 Chi-Ha", "type chi"),
        ("steel helmet", '"steel helmet"'),
        ("shum\u200fshu\u00ad", "shumshu"),
    ],
)
def test_text_is_found_by(text: str, typed: str) -> None:
    assert found(text, typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("steel helmet", '"helmet steel"'),
        ("steel helmets", '"steel helmet"'),
        ("守占島", "占守島"),
        ("ハナ", "バナ"),
        ("мои", "мой"),
        ("helmet", "h"),
        ("SHU15-0042 helmet", '"helmet shu"'),
    ],
)
def test_text_is_not_found_by(text: str, typed: str) -> None:
    assert not found(text, typed)


def is_plain(word: str) -> bool:
    """Letters and digits alone; an ideograph may be newer than what this Python knows as one."""
    return all(sign.isalnum() or "\U00020000" <= sign <= "\U0003ffff" for sign in word)


@example("«\U0003134b»")
@given(st.text())
def test_anything_typed_is_a_query_of_few_plain_words(typed: str) -> None:
    query = parse(typed)

    assert len(query.terms) <= MAX_TERMS
    words = [word for term in query.terms for word in term.words]
    assert all(is_plain(word) and word != BARRIER and len(word) <= 64 for word in words)


@pytest.mark.parametrize("typed", ["", '"', "* : ^", "\x00", "🙂", "\u200f\u202e", "()" * 5000])
def test_signs_alone_are_an_empty_query(typed: str) -> None:
    assert parse(typed) == Query()


@given(st.text())
def test_a_text_is_found_by_each_of_its_words(text: str) -> None:
    words = [word for word in index_words(text) if word != BARRIER]

    assert all(found(text, f'"{word}"') for word in words)


@given(st.text())
def test_a_folded_text_has_the_same_words(text: str) -> None:
    assert index_words(fold(text)) == index_words(text)


@given(st.text(st.characters(codec="ascii")))
@example("a" * 200 + " b")
@example("Don't. " * 300)
@example("one\x1ftwo_three\x00four")
def test_english_prose_has_the_words_of_the_long_way(text: str) -> None:
    assert index_words(text) == words_of_folded(fold(text))


def test_long_text_is_bounded_for_every_database() -> None:
    words = index_words("島" * 1000 + " ".join(f"w{number}x" for number in range(20_000)))

    assert len(words) <= 16_000
    assert words.count("島") == 250


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Steel helmet, Type 90", "helm 90", ["helmet", "90"]),
        ("SHU15-0042", "shu15-42", ["SHU15", "0042"]),
        ("чёрный шлем", "черн", ["чёрный"]),
        ("占守島の島", "占守", ["占守"]),
        ("ｶﾞｽ", "ガス", ["ｶﾞｽ"]),
        ("cafe\u0301 <b>", "café b", ["cafe\u0301", "b"]),
        ("nothing", "else", []),
    ],
)
def test_marks_say_where_the_words_stand(text: str, typed: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in marks(text, parse(typed))] == marked
