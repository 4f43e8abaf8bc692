"""Tables within a text, as lines that a person can read and that give the same table again.

A row is a line `| Havens |  | 3 |`: its cells stand between the bars, an empty cell too. A line
`| --- | --- |` stands under the heading. Two bars without a space between them widen the cell before them
by a column, as in MultiMarkdown; a cell `^^` belongs to the one above. A bar within a cell is written `\\|`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

ROW = re.compile(r"^\|(?:.*[^\\])?\|$")
RULE = re.compile(r"^\|(?:\s*:?-{3,}:?\s*\|)+$")
BAR = re.compile(r"(?<!\\)\|")
ABOVE = "^^"
MAX_SPAN_ROWS = 1000  # that one cell may take
MAX_COLUMNS = 200  # in which a cell may be wide; one beyond takes one column
MAX_PADDED_CELLS = 200_000  # of a table whose rows are all made as long as the widest


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and how many columns and rows it takes."""

    text: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in a row; a heading row says what the rows under it hold."""

    cells: tuple[Cell, ...]
    is_heading: bool = False


def is_row(line: str) -> bool:
    """Whether a line is a row of a table, or the rule under its heading."""
    return len(line) > 2 and ROW.match(line) is not None


def lines_of(rows: Sequence[Row]) -> list[str]:
    """A table as lines; all rows get as many cells as the widest has. No lines for a table without text."""
    if not any(cell.text for row in rows for cell in row.cells):
        return []
    grid = _grid(rows)
    width = max(map(len, grid))
    padded = width if width * len(grid) <= MAX_PADDED_CELLS else 0
    rule = "|" + " --- |" * width
    lines: list[str] = []
    is_begun = False  # whether a row that is no heading was seen
    for place, (row, texts) in enumerate(zip(rows, grid, strict=True)):
        lines.append("|" + "|".join(texts + [" "] * (padded - len(texts))) + "|")
        follows = place + 1 < len(rows) and rows[place + 1].is_heading
        if row.is_heading and (is_begun or not follows):
            lines.append(rule)
        is_begun = is_begun or not row.is_heading
    return lines


def _grid(rows: Sequence[Row]) -> list[list[str]]:
    """What stands between the bars of each row."""
    grid: list[list[str]] = []
    held: dict[int, int] = {}  # columns that a cell above takes: in how many rows more
    for row in rows:
        texts: list[str] = []
        below: dict[int, int] = {}
        cells = iter(row.cells)
        cell = next(cells, None)
        last = max(held, default=-1)
        while cell is not None or len(texts) <= last:
            if held.get(len(texts)):
                below[len(texts)] = held[len(texts)] - 1
                texts.append(f" {ABOVE} ")
            elif cell is None:
                texts.append(" ")
            else:
                columns = max(min(cell.columns, MAX_COLUMNS - len(texts)), 1)
                more = min(max(cell.rows, 1), MAX_SPAN_ROWS) - 1
                for column in range(len(texts), len(texts) + columns):
                    below[column] = more
                texts += [f" {_escaped(cell.text)} ", *[""] * (columns - 1)]
                cell = next(cells, None)
        grid.append(texts)
        held = {column: left for column, left in below.items() if left > 0}
    return grid


def _escaped(text: str) -> str:
    bare = " ".join(text.split())
    return bare.replace("|", "\\|") if bare != ABOVE else f"\\{ABOVE}"


def rows_of(lines: Iterable[str]) -> list[Row]:
    """The table that these lines are. A row without bars at its ends ("Havens | 3") is read too."""
    rows: list[list[Cell]] = []
    headings: set[int] = set()
    columns: list[int] = []  # of the row above: the row in which the cell of each column begins
    places: dict[tuple[int, int], int] = {}  # (row, column) → which cell of that row
    for line in lines:
        if RULE.match(line):
            headings |= set(range(len(rows))) if not headings else {len(rows) - 1}
            continue
        number = len(rows)
        rows.append([])
        begun: list[int] = []
        for column, text in enumerate(_between_bars(line)):
            if text == "" and begun:
                _widen(rows, places, begun[-1], number, column)
                begun.append(begun[-1])
            elif text.strip() == ABOVE and column < len(columns):
                _lengthen(rows, places, columns[column], number, column)
                begun.append(columns[column])
            else:
                places[number, column] = len(rows[number])
                rows[number].append(Cell(_unescaped(text.strip())))
                begun.append(number)
        columns = begun
    return [Row(tuple(cells), number in headings) for number, cells in enumerate(rows)]


def _between_bars(line: str) -> list[str]:
    line = line.strip()
    return BAR.split(line)[1:-1] if is_row(line) else [f" {cell} " for cell in BAR.split(line)]


def _widen(
    rows: list[list[Cell]], places: dict[tuple[int, int], int], begun: int, number: int, column: int
) -> None:
    cell = places[begun, column - 1]
    places[begun, column] = cell
    if begun == number:
        rows[begun][cell] = replace(rows[begun][cell], columns=rows[begun][cell].columns + 1)


def _lengthen(
    rows: list[list[Cell]], places: dict[tuple[int, int], int], begun: int, number: int, column: int
) -> None:
    cell = places[begun, column]
    rows[begun][cell] = replace(rows[begun][cell], rows=number - begun + 1)


def _unescaped(text: str) -> str:
    return text.removeprefix("\\") if text == f"\\{ABOVE}" else text.replace("\\|", "|")
