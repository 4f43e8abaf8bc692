"""Questions that stand under one heading: tells their texts apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.vocabulary.lengths import MAX_PARAGRAPH_CHARS
from questions.vocabulary.note_marks import NOTE_MARK_PATTERN
from questions.vocabulary.tables import is_row

from ..repair.text import one_line, without_marks
from ..repair.text import paragraphs as as_text

# A question that leans on the one before it: not a question of its own in a joint block.
FOLLOW_UP = re.compile(
    r"^(?:Zo\s+(?:ja|nee|niet|nodig)|Indien|En\b|Waarom\s+(?:wel|niet)|Waaruit|Hoe\s+dan|Gaat\s+u\s+dat)",
    re.IGNORECASE,
)


def split_joint(paragraphs: Sequence[str], count: int) -> list[str] | None:
    """The texts of `count` questions that stand under one heading; None when they cannot be told apart."""
    filled = _with_tables([paragraph.strip() for paragraph in paragraphs if paragraph.strip()])
    if count == 1:
        return [as_text("\n".join(filled).split("\n"))]
    if len(filled) == count:
        return filled
    for cut in (_at_lost_breaks, _at_sentences, _at_own_sentences):
        pieces = cut("\n".join(filled))
        if len(pieces) == count:
            return pieces
    return None


_BELOW = {True: "\n", False: "\n\n"}  # a row of a table, or anything else


def _with_tables(paragraphs: Sequence[str]) -> list[str]:
    """A table stays with the paragraph above it."""
    out: list[str] = []
    for paragraph in paragraphs:
        if out and is_row(paragraph) and len(out[-1]) < MAX_PARAGRAPH_CHARS:
            is_begun = is_row(out[-1].rsplit("\n", 1)[-1])
            out[-1] += f"{_BELOW[is_begun]}{paragraph}"
        else:
            out.append(paragraph)
    return out


def _at_lost_breaks(text: str) -> list[str]:
    """At line ends after a question mark: "bijstaan?Waarom" (ah-tk-20242025-582) or a paragraph of a joint
    block.
    """
    marked = re.sub(rf"(?<=\?)((?:{NOTE_MARK_PATTERN})*)\n", "\\1\v", text)
    marked = re.sub(rf"(?<=\?)((?:{NOTE_MARK_PATTERN})*)(?=[A-ZÀ-Þ«“])", "\\1\v", marked)
    return [one_line(piece) for piece in marked.split("\v") if piece.strip()]


def _sentences(text: str) -> list[str]:
    parts = re.split(rf"(?<=\?)((?:{NOTE_MARK_PATTERN})*)\s+", one_line(text))
    pieces: list[str] = []
    for sentence, marks in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if sentence.strip():
            pieces.append(sentence.strip() + marks)
    return pieces


def _at_sentences(text: str) -> list[str]:
    """Every sentence that ends in a question mark is a question."""
    return _sentences(text)


def _at_own_sentences(text: str) -> list[str]:
    """As `_at_sentences`, but "Zo ja, …?" stays with the question before it."""
    pieces: list[str] = []
    for sentence in _sentences(text):
        is_open = bool(pieces) and len(pieces[-1]) < MAX_PARAGRAPH_CHARS
        if is_open and (FOLLOW_UP.match(sentence) or "?" not in without_marks(sentence)):
            pieces[-1] += f" {sentence}"
        else:
            pieces.append(sentence)
    return pieces
