"""Turns the bytes of one publication into a `ParsedDocument`: no Django, no clock, no files, no logger.

`parse(data, name=…)` is the only entrance that the rest of the project uses.
"""

from .dispatch import parse
from .types import (
    Answer,
    Asker,
    Footnote,
    Office,
    ParsedDocument,
    ParseError,
    Question,
    Signatory,
)

__all__ = [
    "Answer",
    "Asker",
    "Footnote",
    "Office",
    "ParseError",
    "ParsedDocument",
    "Question",
    "Signatory",
    "parse",
]
