"""The house keeps its order: no rooms for odds and ends, no hidden imports, typed signatures."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
# Rooms that collect what nobody put in its place.
ODDS_AND_ENDS = {
    "common",
    "constants",
    "helpers",
    "managers",
    "misc",
    "services",
    "signals",
    "tools",
    "utils",
}
SOURCES = [
    path
    for folder in ("catalog", "project")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]


@cache
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Every node of the source with the place it stands at."""
    return tuple(
        (f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    return ((where, node) for where, node in nodes() if isinstance(node, ast.FunctionDef))


def test_no_room_is_for_odds_and_ends() -> None:
    assert [path.name for path in SOURCES if path.stem in ODDS_AND_ENDS] == []


@pytest.mark.slow
def test_no_import_hides_inside_a_function_to_escape_a_circle() -> None:
    """Packages that are not always there may be imported late, and the checks once apps are."""
    hidden = [
        where
        for where, function in functions()
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").partition(".")[0] in ("catalog", "project")
        and not where.startswith("catalog/apps.py")
    ]

    assert hidden == []


@pytest.mark.slow
def test_nothing_waits_for_a_signal() -> None:
    listening = [
        where
        for where, node in nodes()
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").endswith(("signals", "dispatch"))
    ]

    assert listening == []


def test_every_signature_is_typed() -> None:
    untyped = [
        f"{where} {function.name}"
        for where, function in functions()
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if argument.annotation is None and argument.arg not in ("self", "cls")
    ]

    assert untyped == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_constraints_and_indexes_are_named_after_their_table() -> None:
    strange = [
        f"{model.__name__}: {rule.name}"
        for model in apps.get_app_config("catalog").get_models()
        for rule in (*model._meta.constraints, *model._meta.indexes)
        if rule.name.partition("_")[0] not in model.__name__.lower()
    ]

    assert strange == []


@pytest.mark.parametrize("kind", ["html", "css", "js"])
def test_pages_fetch_nothing_from_another_host(kind: str) -> None:
    """Links a visitor may follow are no matter; what a browser fetches by itself is."""
    fetching = ('src="http', "src='http", "url(http", "@import", 'rel="stylesheet" href="http')
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "catalog").rglob(f"*.{kind}"))
        if any(sign in path.read_text(encoding="utf-8") for sign in fetching)
    ]

    assert found == []
