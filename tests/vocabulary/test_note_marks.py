"""References to footnotes in a text."""

from __future__ import annotations

import re

import pytest

from questions.vocabulary.lengths import MAX_MARK_CHARS
from questions.vocabulary.note_marks import NOTE_MARK, NOTE_MARK_PATTERN, note_mark


@pytest.mark.parametrize("mark", ["1", "12", "a", "*", "i", "1a", "9" * MAX_MARK_CHARS])
def test_a_reference_is_read_as_it_is_written(mark: str) -> None:
    assert NOTE_MARK.findall(f"Ja.{note_mark(mark)} Nee.") == [mark]


@pytest.mark.parametrize("text", ["[1]", "[^]", "[^1 2]", "^1", "[^" + "9" * (MAX_MARK_CHARS + 1) + "]"])
def test_what_is_none(text: str) -> None:
    assert NOTE_MARK.findall(text) == []


def test_marks_in_a_row_are_apart() -> None:
    assert NOTE_MARK.findall("Ja.[^1][^2]") == ["1", "2"]


def test_the_pattern_has_no_group() -> None:
    assert re.compile(NOTE_MARK_PATTERN).groups == 0
    assert re.sub(NOTE_MARK_PATTERN, "", "A[^1] en B[^2].") == "A en B."
