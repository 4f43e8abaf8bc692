"""Reads the imports: a module imports only from the layers before it, and neighbours leave each other alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "questions"
LAYERS: list[set[str]] = [
    {"vocabulary"},
    {"parsing", "sources", "language"},
    {"models"},
    {"loading", "search", "texts", "replies", "citations", "statistics"},
    {"editing"},
    {"ingesting", "filters", "benchmark"},
    {"views", "admin", "desk", "templatetags"},
    {"urls", "checks", "roles"},
    {"apps", "management"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted(
    file
    for file in PACKAGE.rglob("*.py")
    if "migrations" not in file.parts and file.name != "__init__.py" or file.parent != PACKAGE
)
PURE = ("parsing", "sources", "language")


def part_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path) -> set[str]:
    """The parts of `questions` that a file imports, as first names below the package."""
    found: set[str] = set()
    depth = len(file.relative_to(PACKAGE).parts) - 1
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("questions.")}
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")
            if node.level == 0 and module[0] == "questions":
                found |= {module[1]} if len(module) > 1 else {alias.name for alias in node.names}
            elif node.level > depth:
                found |= {module[0]} if module[0] else {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize(
    "file",
    [f for f in MODULES if "migrations" not in f.parts and f != PACKAGE / "__init__.py"],
    ids=lambda f: str(f.relative_to(PACKAGE)),
)
def test_imports_point_downwards(file: Path) -> None:
    own = part_of(file)
    assert own in LEVEL, f"{own} has no place in LAYERS"
    for name in imports(file) - {own}:
        assert name in LEVEL, f"{name} has no place in LAYERS"
        assert LEVEL[name] < LEVEL[own], (
            f"{file.relative_to(PACKAGE)} imports {name}, which is not below {own}"
        )


@pytest.mark.parametrize(
    "file", [f for f in MODULES if part_of(f) in PURE], ids=lambda f: str(f.relative_to(PACKAGE))
)
def test_parsing_and_sources_know_nothing_of_django(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        assert not any(name.split(".")[0] in {"django", "psycopg", "logging"} for name in names)


@pytest.mark.parametrize(
    "file", [f for f in MODULES if part_of(f) == "parsing"], ids=lambda f: str(f.relative_to(PACKAGE))
)
def test_a_parser_has_no_clock_and_opens_no_files(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for forbidden in (
        r"(?<![.\w])open\(",
        r"\.now\(",
        r"\.today\(",
        r"time\.time",
        "read_text",
        "read_bytes",
        r"(?<!\w)print\(",
    ):
        assert not re.search(forbidden, text), f"{file.name}: {forbidden}"


SOURCES = [
    f
    for folder in ("questions", "kamerarchief")
    for f in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in f.parts
]


@pytest.mark.parametrize("file", SOURCES, ids=lambda f: str(f.relative_to(ROOT)))
def test_modules_say_what_they_are_for_and_stay_small(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 350
    if file.name != "__init__.py" and text.strip():
        assert ast.get_docstring(ast.parse(text)), f"{file.name} does not say what it is responsible for"
    assert file.stem not in {"utils", "helpers", "services"}
    assert "TODO" not in text and "FIXME" not in text
