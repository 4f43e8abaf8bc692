"""The rules of the house, one test each: who imports whom, what stays pure, and how things are named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

PACKAGE = ROOT / "questions"
LAYERS: list[set[str]] = [
    {"vocabulary"},
    {"parsing", "sources", "language"},
    {"reading"},
    {"models"},
    {"loading", "search", "texts", "replies", "citations", "statistics"},
    {"editing"},
    {"ingesting", "filters", "benchmark"},
    {"harvesting"},
    {"views", "admin", "desk", "templatetags"},
    {"urls", "checks", "roles"},
    {"apps", "management"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
PURE = {"vocabulary", "parsing", "sources", "language"}
IMPURE_IMPORTS = {"django", "psycopg", "logging"}
MAX_LINES = 350
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "services", "common", "misc"}
# A constant says of what it is the most, the names or the kinds, and in which unit.
BARE_CONSTANTS = {
    *("LONGEST", "SHORTEST", "MOST", "FEW", "MANY", "MAX", "MIN", "LIMIT", "SIZE", "ENOUGH"),
    *("SHOWN", "KNOWN", "KINDS", "NAMES", "WORDS", "FIELDS", "COLUMNS", "PARTS", "SECONDS", "DAYS"),
}


def sources(*folders: str) -> list[Path]:
    files = (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))
    return [file for file in files if "migrations" not in file.parts]


def parts_of(names: set[str]) -> list[Path]:
    """The modules of these parts of `questions`."""
    return [file for file in sources("questions") if file.parent != PACKAGE or file.stem != "__init__"
            if part_of(file) in names]  # fmt: skip


def part_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> Iterator[str]:
    """The full names that a module imports; relative ones are made full."""
    package = [*file.relative_to(ROOT).with_suffix("").parts][:-1]
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def test_every_part_has_a_layer() -> None:
    parts = {part_of(file) for file in sources("questions") if file != PACKAGE / "__init__.py"}
    assert parts == set(LEVEL)


def test_imports_point_downwards() -> None:
    wrong = []
    for file in parts_of(set(LEVEL)):
        own = part_of(file)
        for name in imported(file):
            top, part, *_ = [*name.split("."), "", ""]
            if top == "questions" and part and part != own and LEVEL.get(part, -1) >= LEVEL[own]:
                wrong.append(f"{file.relative_to(PACKAGE)} imports {name}")
    assert wrong == []


def test_the_project_knows_the_app_by_its_settings_only() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sources("kamerarchief")
        for name in imported(file)
        if name.split(".")[0] == "questions" and file.stem != "urls"
    ]
    assert wrong == []


def test_pure_parts_know_nothing_of_django() -> None:
    wrong = [
        f"{file.relative_to(PACKAGE)} imports {name}"
        for file in parts_of(PURE)
        for name in imported(file)
        if name.split(".")[0] in IMPURE_IMPORTS
    ]
    assert wrong == []


def test_a_parser_has_no_clock_and_opens_no_files() -> None:
    forbidden = re.compile(
        r"(?<![.\w])open\(|\.now\(|\.today\(|time\.time|read_text|read_bytes|(?<!\w)print\("
    )
    wrong = [
        f"{file.relative_to(PACKAGE)}: {found.group()}"
        for file in parts_of({"parsing"})
        if (found := forbidden.search(file.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def test_modules_say_what_they_are_for() -> None:
    files = [
        file for file in sources("questions", "kamerarchief") if file.read_text(encoding="utf-8").strip()
    ]
    assert [file for file in files if not ast.get_docstring(tree(file))] == []


def test_modules_stay_small() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in sources("questions")}
    assert {file: lines for file, lines in lengths.items() if lines >= MAX_LINES} == {}


def test_modules_have_names_that_say_something() -> None:
    files = sources("questions", "kamerarchief")
    assert [file for file in files if file.stem in NAMES_THAT_SAY_NOTHING] == []


def test_constants_say_of_what_they_are() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}: {target.id}"
        for file in sources("questions", "kamerarchief")
        for node in tree(file).body
        for target in (node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)])
        if isinstance(target, ast.Name) and target.id.lstrip("_") in BARE_CONSTANTS
    ]
    assert wrong == []


def test_nothing_is_left_to_do() -> None:
    """Of the whole repository: no note to ourselves, and no pointer to what is not in it."""
    forbidden = re.compile(
        r"\bTODO\b|\bFIXME\b|\bXXX\b|(?:DESIGN|HOUSE|FORMATS|HARVEST|OPEN-DATA|SITE)\.md\b"
    )
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "questions").rglob("*.md")]
    files = [*sources("questions", "kamerarchief"), *documents, *(ROOT / "templates").rglob("*.html")]
    wrong = [
        f"{file.relative_to(ROOT)}: {found.group()}"
        for file in files
        if (found := forbidden.search(file.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def test_tests_do_not_import_each_other() -> None:
    """What two of them need is in `tests.builders` or in a module without tests."""
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sources("tests")
        for name in imported(file)
        if name.startswith("tests.") and any(part.startswith("test_") for part in name.split(".")[:-1])
    ]
    assert wrong == []
