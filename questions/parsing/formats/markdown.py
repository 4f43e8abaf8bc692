"""Markdown as PDF converters write it: its signs are taken off, its blank lines stay."""

from __future__ import annotations

import re

from questions.vocabulary.note_marks import note_mark

from ..repair.text import clean
from . import Extract
from .encoding import decode
from .plain import PRINTED

HEADING = re.compile(r"^#{1,6}\s+")
EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=\S)(.{1,1000}?)(?<=\S)\1(?![\w*])|(?<!\w)(_{1,2})(?=\S)(.{1,1000}?)(?"
    r"<=\S)\3(?!\w)"
)
TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|[\s:|-]*$")
LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^)\s]+)\)")
# pymupdf4llm writes a superscript as "[1 ]" or "[1, 2 ]" ("11[e ] sanctiepakket" is not a reference).
SUPERSCRIPT = re.compile(r"\s?\[(\d{1,3}(?:\s*(?:,|en)\s*\d{1,3})*)\s?\]")
LOOKS_LIKE = re.compile(r"^#{1,6} |\*\*\S|^-----$|^\|.*\|$", re.MULTILINE)


def extract(data: bytes) -> Extract:
    """Raises ParseError for bytes that are no text."""
    text = clean(decode(data))
    lines = [_line(line) for line in text.split("\n") if not TABLE_RULE.match(line)]
    printed = bool(PRINTED.search("\n".join(lines)))
    return Extract(tuple(lines), printed=printed)


def _line(line: str) -> str:
    line = HEADING.sub("", line.strip())
    if re.match(r"^\|.*\|$", line):
        line = " | ".join(cell.strip() for cell in line.strip("|").split("|"))
    line = EMPHASIS.sub(lambda found: found[2] or found[4], line)
    line = LINK.sub(lambda found: found[1] if found[2] in found[1] else f"{found[1]} ({found[2]})", line)
    line = SUPERSCRIPT.sub(lambda found: "".join(note_mark(n) for n in re.findall(r"\d+", found[1])), line)
    return re.sub(r"\[([a-z]{1,3}) \]", r"\1", line)
