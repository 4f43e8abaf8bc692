"""Markdown as PDF converters write it: its signs are taken off, its blank lines stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from questions.vocabulary.letters import lowered, raised
from questions.vocabulary.note_marks import note_mark
from questions.vocabulary.omissions import PICTURE, omission
from questions.vocabulary.tables import BAR, Cell, Row, lines_of

from ..repair.footnote_marks import is_power
from ..repair.text import clean, outside_urls
from . import Extract
from .encoding import decode
from .plain import PRINTED

HEADING = re.compile(r"^#{1,6}\s+")
EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=\S)(.{1,1000}?)(?<=\S)\1(?![\w*])|(?<!\w)(_{1,2})(?=\S)(.{1,1000}?)(?"
    r"<=\S)\3(?!\w)"
)
ROW = re.compile(r"^\s*\|.*\|\s*$")
RULE = re.compile(r"^\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
UNNAMED = re.compile(r"(?:Col(?:umn)?\s?\d+)?$")  # the head of a column that had none in the PDF
# An address may hold brackets, also within each other: "https://nl.example/wiki/Leopard_(tank)".
_ADDRESS = r"https?://(?:[^()\s<>]|\((?:[^()\s<>]|\([^()\s<>]*\))*\))+"
LINK = re.compile(rf"\[([^\[\]]+)\]\(({_ADDRESS})(?:\s+\"[^\"]*\")?\)")
ALTERNATIVE = re.compile(r"\balt\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
PICTURES = re.compile(
    r"!\[(?P<alt>[^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)"
    r"|(?P<element><img\b[^<>]*>)",
    re.IGNORECASE,
)
# What pymupdf4llm writes where it leaves a picture out, with the words that stand in it.
LEFT_OUT = re.compile(r"^\W{0,20}==>\s*picture(?:(?!<==).)*<==\W*$", re.IGNORECASE)
PICTURE_TEXT = re.compile(r"-{5}\s*(?P<which>Start|End) of picture text\s*-{5}", re.IGNORECASE)
AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
DEFINED = re.compile(r"^\s*\[([^\[\]^]+)\]:\s*<?(https?://[^\s<>]+)>?(?:\s+\"[^\"]*\")?\s*$")
NAMED_LINK = re.compile(r"\[([^\[\]^]+)\]\[([^\[\]]*)\]")
# pymupdf4llm writes a superscript as "[1 ]" or "[1, 2 ]" ("11[e ] sanctiepakket" is not a reference).
SUPERSCRIPT = re.compile(r"\s?\[([-−–]?\d{1,3}(?:\s*(?:,|en)\s*\d{1,3})*)\s?\](?![\[(])")
# The numbers of which powers are written; behind any other number a superscript is a mark.
BASE_CHARS = 40  # by which it is told of what a figure is the power
BASE = re.compile(r"(?:(?<![\d.,])(?:2|10)|[^\d\s])$")
RAISED = re.compile(r"<sup>\s*([^<>]*?)\s*</sup>|\^(?=\S)([^\s^]{1,12})\^", re.IGNORECASE)
LOWERED = re.compile(r"<sub>\s*([^<>]*?)\s*</sub>|(?<!~)~(?=\S)([^\s~]{1,12})~(?!~)", re.IGNORECASE)
BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
LOOKS_LIKE = re.compile(r"^#{1,6} |\*\*\S|^-----$|^\|.*\|$", re.MULTILINE)


def extract(data: bytes) -> Extract:
    """Raises ParseError for bytes that are no text."""
    raw = _without_picture_texts(clean(decode(data)).split("\n"))
    defined = {found[1].lower(): found[2] for line in raw if (found := DEFINED.match(line))}
    raw = [line for line in raw if not DEFINED.match(line)]
    lines: list[str] = []
    place = 0
    while place < len(raw):
        size = _table_size(raw, place)
        if size:
            lines += _table(raw[place : place + size], defined)
        else:
            lines.append(_line(raw[place], defined))
        place += size or 1
    printed = bool(PRINTED.search("\n".join(lines)))
    return Extract(tuple(lines), printed=printed)


def _without_picture_texts(lines: Sequence[str]) -> list[str]:
    """What stands in a picture is no sentence of the text: the picture keeps its place, its words go."""
    out: list[str] = []
    is_inside = False
    for line in lines:
        found = PICTURE_TEXT.search(line)
        if found:
            is_inside = found["which"].lower() == "start"
        elif not is_inside:
            out.append(omission(PICTURE) if LEFT_OUT.match(line) else line)
    return list(lines) if is_inside else out  # one that has no end is none


def _table_size(lines: Sequence[str], start: int) -> int:
    """How many lines of a table begin here; 0 when none does."""
    has_rule = start + 1 < len(lines) and "|" in lines[start + 1] and RULE.match(lines[start + 1])
    if not (ROW.match(lines[start]) or (has_rule and "|" in lines[start])):
        return 0
    end = start + 2 if has_rule else start + 1
    while end < len(lines) and (ROW.match(lines[end]) or (has_rule and "|" in lines[end])):
        end += 1
    return end - start


def _table(lines: Sequence[str], defined: Mapping[str, str]) -> list[str]:
    rows: list[Row] = []
    for line in lines:
        if RULE.match(line) and "|" in line:
            rows[-1:] = [Row(row.cells, True) for row in rows[-1:]]
            continue
        bare = line.strip()
        bare = bare[1:] if bare.startswith("|") else bare
        bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
        cells = (_line(cell, defined).replace("\\|", "|") for cell in BAR.split(bare))
        rows.append(Row(tuple(map(Cell, cells))))
    return lines_of([row for row in rows if not (row.is_heading and _is_unnamed(row))])


def _is_unnamed(row: Row) -> bool:
    return all(UNNAMED.match(cell.text) for cell in row.cells)


def _line(line: str, defined: Mapping[str, str]) -> str:
    line = HEADING.sub("", line.strip())
    line = PICTURES.sub(_picture, line)
    line = EMPHASIS.sub(lambda found: found[2] or found[4], BREAK.sub(" ", line).strip())
    line = LINK.sub(lambda found: _linked(found[1], found[2]), line)
    line = NAMED_LINK.sub(lambda found: _named(found, defined), line)
    line = AUTOLINK.sub(r"\1", line)
    line = RAISED.sub(lambda found: raised(found[1] or found[2] or ""), line)
    line = LOWERED.sub(lambda found: lowered(found[1] or found[2] or ""), line)
    line = outside_urls(line, lambda part: SUPERSCRIPT.sub(_superscript, part))
    return re.sub(r"\[([a-z]{1,3}) \]", r"\1", line)


def _picture(found: re.Match[str]) -> str:
    about = ALTERNATIVE.search(found["element"]) if found["element"] else None
    return omission(PICTURE, found["alt"] or (about[1] if about else ""))


def _linked(words: str, address: str) -> str:
    return words if address in words else f"{words} ({address})"


def _named(found: re.Match[str], defined: Mapping[str, str]) -> str:
    """A link whose address stands elsewhere: "[dit stuk][stuk]"."""
    address = defined.get((found[2] or found[1]).lower())
    return _linked(found[1], address) if address else found.group()


def _superscript(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - BASE_CHARS) : found.start()]
    if found[1].lstrip("-−–").isdigit() and is_power(before) and BASE.search(before):
        return raised(found[1])
    return "".join(note_mark(number) for number in re.findall(r"\d+", found[1]))
