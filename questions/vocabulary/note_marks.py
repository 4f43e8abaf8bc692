"""How a text refers to a footnote of its document: `[^1]`, with the mark of the note between."""

from __future__ import annotations

import re

from .lengths import MAX_MARK_CHARS

NOTE_MARK_PATTERN = rf"\[\^[^\]\s]{{1,{MAX_MARK_CHARS}}}\]"
NOTE_MARK = re.compile(rf"\[\^([^\]\s]{{1,{MAX_MARK_CHARS}}})\]")  # and the mark itself


def note_mark(mark: str) -> str:
    """The reference to a note: "1" → "[^1]"."""
    return f"[^{mark}]"
