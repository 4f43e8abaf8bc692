"""Text files: a text that was taken from a PDF, or a letter that was pasted as text."""

from __future__ import annotations

import re

from ..repair.text import clean
from . import Extract
from .encoding import decode

# The heads of printed pages; where one stands, lines are wrapped as on paper.
PRINTED = re.compile(
    r"^(?:Tweede|Eerste) Kamer der Staten-Generaal|^ISSN 0921|^Tweede Kamer, vergaderjaar|"
    r"^Vergaderjaar \d{4}[–-]\d{4}\s+(?:Aanhangsel|Vragen)\b",
    re.MULTILINE,
)


def extract(data: bytes) -> Extract:
    """Raises ParseError for bytes that are no text."""
    text = clean(decode(data).replace("\f", "\n"))
    return Extract(tuple(text.split("\n")), printed=bool(PRINTED.search(text)))
