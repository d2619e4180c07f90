import pytest
from hypothesis import given, strategies as st

from catalog.lib import text


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Шлём", "ШЛЕМ"),
        ("ｶﾀｵｶ", "カタオカ"),
        ("ＳＨＵ１５", "shu15"),
        ("  two\u00a0\u3000blanks ", "two blanks"),
        ("Straße", "STRASSE"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_folding_makes_spellings_of_one_word_equal(written, searched):
    assert text.fold(written) == text.fold(searched)


def test_folding_keeps_short_i_and_voiced_kana_apart():
    assert text.fold("й") != text.fold("и")
    assert text.fold("が") != text.fold("か")


@given(st.text())
def test_folding_twice_changes_nothing(words):
    assert text.fold(text.fold(words)) == text.fold(words)


def test_a_number_is_the_same_in_any_case_and_width():
    assert text.number_key(" shu15-0042 ") == text.number_key("ＳＨＵ15-0042")


def test_numbers_sort_as_people_count():
    numbers = ["SHU-10", "SHU-9", "shu-100", "SHU-1"]

    assert sorted(numbers, key=text.number_sort) == ["SHU-1", "SHU-9", "SHU-10", "shu-100"]


@given(st.text(min_size=1))
def test_a_number_comes_back_from_its_address(number):
    slug = text.number_slug(number)

    assert text.number_slug(text.number_from_slug(slug)) == slug
    assert "/" not in slug


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_two_numbers_share_an_address(one, other):
    if text.number_slug(one) == text.number_slug(other):
        assert text.number_key(one) == text.number_key(other)


@pytest.mark.parametrize(
    ("number", "slug"),
    [
        ("SHU15-0042", "SHU15-0042"),
        ("ШУ 12", "ШУ_12"),
        ("a/b", "a~2f~b"),
        ("a_b", "a~5f~b"),
        ("..", "~2e~~2e~"),
        ("munitions.1", "munitions.1"),
    ],
)
def test_an_address_keeps_what_it_can(number, slug):
    assert text.number_slug(number) == slug
    assert text.number_from_slug(slug) == number


@pytest.mark.parametrize("slug", ["", "..", "a/b", "~", "~zz~", "~61~", "~110000~", "a b", "Ａ"])
def test_an_address_no_number_has_is_refused(slug):
    with pytest.raises(ValueError):  # noqa: PT011 - the slug is the message
        text.number_from_slug(slug)


@pytest.mark.parametrize(
    ("number", "letter"),
    [
        ("SНU15-1", "Н"),
        ("ИНВx1", "x"),
        ("АB", "А"),
        ("PzΟ", "Ο"),
        ("SHU15-О042", "О"),
        ("A-12-А", "А"),
    ],
)
def test_a_letter_in_disguise_is_named(number, letter):
    found = text.mixed_script(number)

    assert found is not None
    assert found[0] == letter
    assert "LETTER" in found[1]


@pytest.mark.parametrize("number", ["SHU15-0042", "ШУ-15", "占守A1", "SHU-ШУ", "12-А", "火砲-3"])
def test_an_honest_number_mixes_nothing(number):
    assert text.mixed_script(number) is None


def test_the_nearest_options_come_as_they_are_written():
    options = ["Japan", "United Kingdom", "Soviet Union", "Япония"]

    assert text.nearest("jap.", options) == ["Japan"]
    assert text.nearest("ЯПОНИЙ", options) == ["Япония"]
    assert text.nearest("zzz", options) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Type 97 helmet", "type-97-helmet"),
        ("Каска СШ-40", "каска-сш-40"),
        ("鉄帽", "鉄帽"),
        ("—", ""),
    ],
)
def test_a_code_keeps_the_letters_of_its_script(name, code):
    assert text.slugify_unicode(name) == code
