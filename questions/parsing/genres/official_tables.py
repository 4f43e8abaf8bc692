"""The tables of official XML: CALS, and the older `tabel` of `rij` and `cel`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from lxml import etree

from questions.vocabulary.tables import Cell, Row

from ..formats.safety import whole_number

CELLS = {"entry", "cel"}
HEADINGS = {"thead", "kop"}
FOOT = "tfoot"
ROWS = {"row", "rij"}
WITHIN = {*CELLS, *ROWS, "table", "tabel", "tgroup"}
MAX_COLUMNS = 200
Reader = Callable[[etree._Element], str]


def rows(table: etree._Element, read: Reader) -> list[Row]:
    """The rows of all groups of a table, the foot of each last; `read` gives the text of a cell."""
    groups = list(_own(table, {"tgroup"})) or [table]
    return [row for group in groups for row in _of_group(group, read)]


def _of_group(group: etree._Element, read: Reader) -> Iterator[Row]:
    columns = [part.get("colname") or str(n) for n, part in enumerate(_own(group, {"colspec"}), 1)][
        :MAX_COLUMNS
    ]
    spans = {
        part.get("spanname"): (part.get("namest"), part.get("nameend")) for part in _own(group, {"spanspec"})
    }
    found = sorted(_own(group, ROWS), key=lambda row: _part_of(row) == FOOT)
    held: dict[int, int] = {}  # columns that a cell above takes: in how many rows more
    for row in found:
        cells: list[Cell] = []
        column = 0
        below = {place: left - 1 for place, left in held.items() if left > 1}
        for entry in (part for part in row if _name(part) in CELLS):
            while held.get(column):
                column += 1
            first, last = spans.get(entry.get("spanname"), (entry.get("namest"), entry.get("nameend")))
            start = _place(columns, entry.get("colname") or first)
            while start is not None and column < start:  # cells that the source leaves out are empty
                cells += [] if held.get(column) else [Cell()]
                column += 1
            end = _place(columns, last)
            wide = (
                max(end - column + 1, 1)
                if first and end is not None
                else whole_number(entry.get("colspan"), 1, 3)
            )
            high = whole_number(entry.get("morerows"), 0, 3) + 1
            wide = wide if column + wide <= MAX_COLUMNS else 1
            cells.append(Cell(read(entry), wide, high))
            if high > 1:
                below |= dict.fromkeys(range(column, column + wide), high - 1)
            column += wide
        held = below
        yield Row(tuple(cells), _part_of(row) in HEADINGS)


def _own(element: etree._Element, names: Collection[str]) -> Iterator[etree._Element]:
    """What is in an element, and not in a table or a cell within it."""
    for child in element:
        if _name(child) in names:
            yield child
        elif _name(child) not in WITHIN:
            yield from _own(child, names)


def _place(columns: Sequence[str], name: str | None) -> int | None:
    return columns.index(name) if name in columns else None


def _part_of(row: etree._Element) -> str:
    parent = row.getparent()
    return _name(parent) if parent is not None else ""


def _name(element: etree._Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""
