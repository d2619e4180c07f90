import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from project.environment import Environment

STRONG = "abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("1", True), ("Yes", True), (" on ", True), ("0", False), ("FALSE", False), ("", True)],
)
def test_flag_reads_yes_and_no_and_takes_empty_for_the_default(word: str, meaning: bool) -> None:
    assert Environment({"F": word}).flag("F", default=True) is meaning


def test_flag_refuses_another_word() -> None:
    with pytest.raises(ImproperlyConfigured, match="F is 'ja'; it must be one of: 1, true"):
        Environment({"F": "ja"}).flag("F", default=False)


@pytest.mark.parametrize("word", ["-1", "1.5", "ten", "9"])
def test_number_refuses_what_is_not_one_or_too_small(word: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="must be a whole number from 10"):
        Environment({"N": word}).number("N", default=10, least=10)


def test_site_is_the_root_of_a_host() -> None:
    assert Environment({"S": "https://finds.example.org/"}).site("S") == "https://finds.example.org"
    assert Environment({"S": "http://192.168.1.5:8000"}).site("S") == "http://192.168.1.5:8000"
    assert Environment({}).site("S") == ""


@pytest.mark.parametrize(
    "word",
    [
        *("finds.example.org", "https://", "ftp://finds.example.org", "javascript:alert(1)"),
        *("https://a.org/finds", "https://a.org?q=1", "https://me:pass@a.org", "https://a.org/#f"),
        *("https://a.org?", "https://a.org#", "https://a b", "https://a.org:x", "https://:80"),
        *("https://[", "https://a.org:443/x", "https://a.org\\b"),
    ],
)
def test_site_refuses_what_is_no_root(word: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="it must be like https://"):
        Environment({"S": word}).site("S")


def test_words_are_parted_by_commas() -> None:
    assert Environment({"W": " a, b ,,"}).words("W") == ["a", "b"]


def test_counts_change_the_default_word_by_word() -> None:
    default = {"a": 1, "b": 2}

    assert Environment({"L": "b=7"}).counts("L", default=default) == {"a": 1, "b": 7}
    assert Environment({"L": "off"}).counts("L", default=default) == {}
    assert Environment({}).counts("L", default=default) == default
    for wrong in ("c=1", "a", "a=-1", "a=x"):
        with pytest.raises(ImproperlyConfigured, match="with one of: a, b"):
            Environment({"L": wrong}).counts("L", default=default)


def test_choice_refuses_a_word_not_in_the_list() -> None:
    with pytest.raises(ImproperlyConfigured, match="C is 'LOUD'; it must be one of: A, B"):
        Environment({"C": "LOUD"}).choice("C", default="A", allowed=["A", "B"])


def test_folder_refuses_a_relative_path() -> None:
    with pytest.raises(ImproperlyConfigured, match="must be an absolute path"):
        Environment({"D": "media"}).folder("D", Path("/srv"))


def test_database_without_address_is_a_file_whatever_its_folder_is_called(tmp_path: Path) -> None:
    path = tmp_path / "100% C++ #1?" / "findspot.sqlite3"

    assert Environment({}).database("URL", default=path)["NAME"] == str(path)


def test_database_address_may_name_a_socket() -> None:
    config = Environment({"URL": "postgres://me@//run/pg/finds"}).database("URL", default=Path())

    assert (config["HOST"], config["NAME"], config["USER"]) == ("/run/pg", "finds", "me")


@pytest.mark.parametrize("address", ["oracle://me:hidden@db/x", "postgres://me:hidden@db", "x"])
def test_wrong_database_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        Environment({"URL": address}).database("URL", default=Path())

    assert "URL" in str(refusal.value)
    assert "hidden" not in str(refusal.value)


def test_secret_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / ".secret_key"

    first = Environment({}).secret("SECRET_KEY", kept_in=path)
    second = Environment({}).secret("SECRET_KEY", kept_in=path)

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_secret_comes_from_the_variable_before_the_file(tmp_path: Path) -> None:
    kept_in = tmp_path / "kept"
    given = tmp_path / "given"
    given.write_text(STRONG[::-1] + "\n", encoding="utf-8")

    by_file = Environment({"KEY_FILE": str(given)}).secret("KEY", kept_in=kept_in)
    by_variable = Environment({"KEY": STRONG, "KEY_FILE": str(given)}).secret(
        "KEY", kept_in=kept_in
    )

    assert (by_file, by_variable) == (STRONG[::-1], STRONG)
    assert not kept_in.exists()


@pytest.mark.parametrize("weak", ["short", "ab" * 40, "django-insecure-" + STRONG])
def test_weak_secret_is_refused_without_repeating_it(tmp_path: Path, weak: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="KEY") as refusal:
        Environment({"KEY": weak}).secret("KEY", kept_in=tmp_path / "kept")

    assert weak not in str(refusal.value)


def test_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"KEY_FILE names .*absent"):
        Environment({"KEY_FILE": str(tmp_path / "absent")}).secret("KEY", kept_in=tmp_path / "k")


def test_secret_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="set SECRET_KEY or SECRET_KEY_FILE"):
        Environment({}).secret("SECRET_KEY", kept_in=tmp_path / "no" / "folder" / "key")
