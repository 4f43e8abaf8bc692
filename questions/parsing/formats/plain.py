"""Text files: a text that was taken from a PDF, or a letter that was pasted as text."""

from __future__ import annotations

import re

from ..repair.text import clean
from ..types import ParseError
from . import Extract

# The heads of printed pages; where one stands, lines are wrapped as on paper.
PRINTED = re.compile(
    r"^(?:Tweede|Eerste) Kamer der Staten-Generaal|^ISSN 0921|^Tweede Kamer, vergaderjaar|"
    r"^Vergaderjaar \d{4}[–-]\d{4}\s+(?:Aanhangsel|Vragen)\b",
    re.MULTILINE,
)


def decode(data: bytes) -> str:
    """UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252, in which older files were saved.

    Raises ParseError for bytes that are no text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\0") or _unreadable(text):
            break
        return text
    raise ParseError(
        "Dit bestand is geen leesbare tekst (onbekende tekencodering of een ander soort bestand)."
    )


def _unreadable(text: str) -> bool:
    """Whether over a twentieth of the characters are control or replacement characters."""
    strange = sum(
        1
        for c in text[:20_000]
        if (c < " " and c not in "\n\r\t\f\v") or c == "\ufffd" or "\x7f" <= c <= "\x9f"
    )
    return strange * 20 > len(text[:20_000])


def extract(data: bytes) -> Extract:
    """Raises ParseError for bytes that are no text."""
    text = clean(decode(data).replace("\f", "\n"))
    return Extract(tuple(text.split("\n")), printed=bool(PRINTED.search(text)))
