import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.vocabulary.tables import Cell, Row, is_row, lines_of, rows_of


def row(*texts: str, is_heading: bool = False) -> Row:
    return Row(tuple(map(Cell, texts)), is_heading)


TABLE = [
    row("", "2022", "2023", is_heading=True),
    row("Kazernes", "12", "14"),
    row("Havens", "", "3"),
    row("", "12", ""),
]
LINES = [
    "|  | 2022 | 2023 |",
    "| --- | --- | --- |",
    "| Kazernes | 12 | 14 |",
    "| Havens |  | 3 |",
    "|  | 12 |  |",
]


def test_empty_cells_stay() -> None:
    assert lines_of(TABLE) == LINES


def test_the_lines_give_the_table_again() -> None:
    assert rows_of(LINES) == TABLE


def test_wide_and_high_cells() -> None:
    table = [
        Row((Cell("Regio", rows=2), Cell("Aantal", columns=2)), True),
        Row((Cell("2022"), Cell("2023")), True),
        Row((Cell("Noord", rows=2), Cell("1"), Cell("2"))),
        Row((Cell("3"), Cell("4"))),
    ]
    lines = lines_of(table)
    assert lines == [
        "| Regio | Aantal ||",
        "| ^^ | 2022 | 2023 |",
        "| --- | --- | --- |",
        "| Noord | 1 | 2 |",
        "| ^^ | 3 | 4 |",
    ]
    assert rows_of(lines) == table


def test_a_heading_in_the_middle() -> None:
    table = [row("a", is_heading=True), row("1"), row("b", is_heading=True), row("2")]
    assert rows_of(lines_of(table)) == table


def test_rows_are_as_long_as_the_longest() -> None:
    assert lines_of([row("a", "b"), row("c")]) == ["| a | b |", "| c | |"]


def test_a_table_without_text_is_none() -> None:
    assert lines_of([row("", "")]) == []


def test_rows_of_archives_that_are_here() -> None:
    assert rows_of(["Gemeente | 2022", "Oosterzand | 3"]) == [row("Gemeente", "2022"), row("Oosterzand", "3")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [("| a | b |", True), ("| a |", True), ("a | b", False), ("||", False), ("|a\\|", False)],
)
def test_is_row(line: str, expected: bool) -> None:
    assert is_row(line) is expected


texts = st.text(st.sampled_from("ab 1|^\\-"), max_size=6).map(lambda text: " ".join(text.split()))


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(texts, min_size=n, max_size=n), min_size=1, max_size=5)
    )
)
def test_any_cells_come_back(cells: list[list[str]]) -> None:
    rows = [row(*(text.replace("\\", "/") for text in line)) for line in cells]
    if lines_of(rows) and not any(
        set(c.text) <= set("-:") and len(c.text) > 2 for r in rows for c in r.cells
    ):
        assert rows_of(lines_of(rows)) == rows
