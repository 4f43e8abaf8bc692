"""Small invented documents in which more than words carries meaning: tables, raised figures, pictures,
encodings, addresses, names.

Each folder has a README that says what should come out, and an `expected.json` for what a test can see:
`contains` and `lacks` are texts (of a list, any will do), `rows` and `tables` the cells of tables (null: a
place that a merged cell covers), `warning` a part of a warning (null: no warning at all).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from questions.parsing import ParseError, parse
from questions.parsing.formats.json_lines import to_dict
from questions.sources import read_paths
from questions.vocabulary.tables import is_row, rows_of

CONTENT = Path(__file__).parent / "content"
CASES = sorted(file.parent for file in CONTENT.glob("*/*/expected.json"))
Table = list[list[str | None]]


def readings(paths: list[Path]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for document in read_paths([str(path) for path in paths]):
        assert not document.error, document.error
        try:
            found.append(
                json.loads(json.dumps(to_dict(parse(document.data, document.name, document.metadata))))
            )
        except ParseError as error:
            found.append({"refused": str(error)})
    return found


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def tables_in(text: str) -> Iterator[Table]:
    for block in text.split("\n\n"):
        lines = block.split("\n")
        if all(map(is_row, lines)) or (len(lines) > 1 and all("|" in line for line in lines)):
            yield grid(lines)


def grid(lines: list[str]) -> Table:
    """All places of a table; None for those that a cell covers, which begins elsewhere."""
    found: dict[tuple[int, int], str | None] = {}
    rows = rows_of(lines)
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (number, column) in found:
                column += 1
            covered = ((number + y, column + x) for y in range(cell.rows) for x in range(cell.columns))
            found |= dict.fromkeys(covered, None)
            found[number, column] = cell.text
    width = 1 + max(column for _, column in found)
    return [[found.get((number, column), "") for column in range(width)] for number in range(len(rows))]


def is_same(table: Table, wanted: Table) -> bool:
    """A merged cell may be left out of either."""
    return len(table) == len(wanted) and all(
        len(row) == len(expected)
        and all(a == b or not a and b is None for a, b in zip(row, expected, strict=True))
        for row, expected in zip(table, wanted, strict=True)
    )


def has(texts: list[str], wanted: str | list[str]) -> bool:
    return any(part in text for part in ([wanted] if isinstance(wanted, str) else wanted) for text in texts)


def people(rows: list[dict[str, Any]]) -> list[str]:
    """With one apostrophe for all: they are kept as printed."""
    names = [row["name"] + (f"/{row['party']}" if row.get("party") else "") for row in rows]
    return [re.sub("['‘`´]", "’", name) for name in names]


def misses(read: list[dict[str, Any]], expected: dict[str, Any]) -> Iterator[str]:
    """What a reading has otherwise than expected."""
    texts = list(strings(read))
    yield from (f"lacks {wanted}" for wanted in expected.get("contains", []) if not has(texts, wanted))
    yield from (f"has {part}" for part in expected.get("lacks", []) if has(texts, part))
    found = [table for text in texts for table in tables_in(text)]
    wanted_tables = [*expected.get("tables", []), *([expected["rows"]] if "rows" in expected else [])]
    yield from (f"no table {t}, but {found}" for t in wanted_tables if not any(is_same(x, t) for x in found))
    warnings = [warning for reading in read for warning in reading.get("warnings", [])]
    if "warning" in expected:
        wanted = expected["warning"]
        if wanted is None and warnings:
            yield f"warns {warnings}"
        elif wanted is not None and not has([warning.lower() for warning in warnings], wanted):
            yield f"no warning {wanted}: {warnings}"
    if "documents" in expected and len(read) != expected["documents"]:
        yield f"{len(read)} documents"
    (first, *_) = read
    yield from (
        f"{name}: {len(first[name])}"
        for name, count in expected.get("counts", {}).items()
        if len(first[name]) != count
    )
    yield from (
        f"{name}: {first[name]}" for name, value in expected.get("fields", {}).items() if first[name] != value
    )
    notes = {note["mark"]: note["urls"] for note in first.get("footnotes", [])}
    yield from (
        f"note {mark}: {notes.get(mark)}"
        for mark, urls in expected.get("urls", {}).items()
        if notes.get(mark) != urls
    )
    for name, field in (("names", "askers"), ("ministers", "answered_by")):
        wanted_names = [[given] if isinstance(given, str) else given for given in expected.get(name, [])]
        read_names = people(first.get(field, []))
        if wanted_names and not all(a in b for a, b in zip(read_names, wanted_names, strict=True)):
            yield f"{field}: {read_names}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_content(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text())
    given = expected["input"]
    wrong = list(
        misses(readings([case / name for name in ([given] if isinstance(given, str) else given)]), expected)
    )
    for name, other in expected.get("others", {}).items():
        wrong += misses(readings([case / name]), other)
    assert wrong == []


def test_no_reading_has_a_control_character() -> None:
    files = [
        file
        for file in CONTENT.rglob("*")
        if file.suffix in {".xml", ".html", ".txt", ".docx", ".odt", ".md"}
    ]
    texts = [
        text
        for reading in readings([file for file in files if file.name != "README.md"])
        for text in strings(reading)
    ]
    assert [text for text in texts if re.search("[\x7f-\x9f\ufb00-\ufb06\u0132\u0133]", text)] == []
