"""Russian and Japanese are complete: every string of the source, compiled, placeholders kept."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from tests.conftest import missing

ROOT = Path(__file__).resolve().parents[2]
CATALOG = ROOT / "catalog"
LANGUAGES = ("ru", "ja")
# One, few and many in Russian; Django's own files set fractions apart as a fourth.
PLURAL_FORMS = {"ru": (3, 4), "ja": (1,)}
SETTINGS = "DJANGO_SETTINGS_MODULE"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)[^{}]*\}")
GETTEXT = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
    "npgettext_lazy",
}


def folder(language: str) -> Path:
    return CATALOG / "locale" / language / "LC_MESSAGES"


def translations(language: str) -> polib.POFile:
    return polib.pofile(str(folder(language) / "django.po"))


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def words(entry: polib.POEntry) -> list[str]:
    """Every form of a translation."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text.replace("%%", ""))}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """What the source says today, collected afresh in a copy of it."""
    if not shutil.which("xgettext"):
        missing("no gettext was found")
    copy = tmp_path_factory.mktemp("source") / "catalog"
    shutil.copytree(CATALOG, copy, ignore=shutil.ignore_patterns("*.po", "*.mo", "__pycache__"))
    command = [sys.executable, "-m", "django", "makemessages", "-l", "ru", "--no-wrap"]
    # Without settings it looks at this folder alone, not at the packages beside it.
    clean = {name: value for name, value in os.environ.items() if name != SETTINGS}
    done = subprocess.run(command, cwd=copy, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return polib.pofile(str(copy / "locale" / "ru" / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_source_is_there_and_no_other(
    language: str, source: polib.POFile
) -> None:
    there = {key(entry) for entry in translations(language) if not entry.obsolete}
    wanted = {key(entry) for entry in source}

    assert sorted(wanted - there) == [], "Run makemessages in catalog/."
    assert sorted(there - wanted) == [], "Run makemessages in catalog/, with --no-obsolete."


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_untranslated_or_fuzzy(language: str) -> None:
    file = translations(language)

    assert [entry.msgid for entry in file.untranslated_entries()] == []
    assert [entry.msgid for entry in file.fuzzy_entries()] == []
    assert [entry.msgid for entry in file if not all(words(entry))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_file_is_the_written_one(language: str) -> None:
    compiled = polib.mofile(str(folder(language) / "django.mo"))

    told = {key(entry): words(entry) for entry in compiled}
    written = {key(entry): words(entry) for entry in translations(language).translated_entries()}
    assert told == written, "Run compilemessages in catalog/."


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_kept(language: str) -> None:
    broken = []
    for entry in translations(language):
        meant = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
        for form in words(entry):
            # A form for one may say it in words.
            lost = meant - placeholders(form) if not entry.msgid_plural else set()
            if lost or placeholders(form) - meant:
                broken.append((entry.msgid, form))

    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_the_forms_of_its_language(language: str) -> None:
    file = translations(language)

    forms = int(re.search(r"nplurals=(\d)", file.metadata["Plural-Forms"])[1])
    plural = [entry for entry in file if entry.msgid_plural]
    assert forms in PLURAL_FORMS[language]
    assert [entry.msgid for entry in plural if len(entry.msgstr_plural) != forms] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_begins_and_ends_like_its_source(language: str) -> None:
    """A sentence stays one: line breaks at the ends and blanks are kept."""
    uneven = [
        entry.msgid
        for entry in translations(language)
        for form in words(entry)
        if (entry.msgid[:1].isspace(), entry.msgid[-1:].isspace())
        != (form[:1].isspace(), form[-1:].isspace())
    ]

    assert uneven == []


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(CATALOG.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_strings_are_whole_before_they_are_translated() -> None:
    """What is put together first is never found in the translations."""
    pieced = [
        where
        for where, call in _calls()
        for argument in call.args[:2]
        if isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call)
    ]

    assert pieced == []


def test_placeholders_have_names() -> None:
    nameless = [
        where
        for where, call in _calls()
        for argument in call.args
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and re.search(r"%[sd]|\{\}", argument.value)
    ]

    assert nameless == []
