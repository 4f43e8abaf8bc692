"""Turns the bytes of one publication into a `ParsedDocument`: no Django, no clock, no files, no logger.

`parse(data, name=…)` is the entrance that the rest of the project uses; `readable` gives the text as it came.
"""

from .dispatch import parse, readable
from .types import Answer, Asker, Footnote, Office, ParsedDocument, ParseError, Question, Signatory

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
    "readable",
]
