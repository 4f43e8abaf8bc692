"""Bytes to text: what a file says of its own encoding is believed only where its bytes agree."""

from __future__ import annotations

import codecs
import re

from questions.vocabulary.letters import WINDOWS_1252

from ..types import ParseError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In an XML declaration, and in a meta element of an HTML page.
DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']"
    rb"|<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)
EXCERPT_BYTES = 16_384
HEAD_BYTES = 4096  # in which a file says its encoding
# Whoever declares these means Windows-1252, of which they are parts: so the WHATWG's Encoding Standard,
# "Names and labels". UTF-8 is in the list because bytes that are no UTF-8 come to it last.
MEANS_WINDOWS_1252 = {"iso8859-1", "ascii", "utf-8", "cp1252", "utf-16", "utf-32"}
MISPLACED = re.compile("[\x80-\x9f]")
# What stands in no text; the letters of Windows-1252 that are taken for control characters may.
STRANGE = re.compile("[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\ufffd]")
SAMPLE_CHARS = 20_000
XML_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")


def decode(data: bytes) -> str:
    """The text of a file, without a byte order mark; raises ParseError for bytes that are no text.

    In this order: a byte order mark; UTF-8, if the bytes are that; UTF-16 without a mark; what the file
    declares; Windows-1252, in which older files were saved.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _readable(_decoded(data, encoding))
    text = _decoded(data.removeprefix(codecs.BOM_UTF8), "utf-8")
    if text is None or "\0" in text[:HEAD_BYTES]:
        unmarked = _unmarked_utf16(data)
        text = _decoded(data, unmarked) if unmarked else _decoded(data, _declared(data))
    return _readable(text)


def decode_head(data: bytes) -> str:
    """As `decode`, of the beginning of a file; a character that the excerpt cuts is left out."""
    head = data[:EXCERPT_BYTES]
    for length in range(len(head), max(0, len(head) - 4), -1):
        if _decoded(head[:length], "utf-8") is not None:
            return decode(head[:length])
    return decode(head)


def without_declaration(text: str) -> str:
    """An XML document without the declaration of an encoding that it does not have any more."""
    return XML_DECLARATION.sub("", text)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):  # "undefined" is an encoding that refuses everything
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark shows in the zeros between its Latin letters."""
    head = data[:HEAD_BYTES]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _declared(data: bytes) -> str:
    found = DECLARED.search(data[:HEAD_BYTES])
    label = (found[1] or found[2]).decode("ascii") if found else "cp1252"
    try:
        name = codecs.lookup(label).name
    except LookupError:
        name = "cp1252"
    if name not in MEANS_WINDOWS_1252 and _decoded(data, name) is not None:
        return name
    return "latin-1"  # whose control characters become those of Windows-1252 in `_readable`


def _readable(text: str | None) -> str:
    """Without what Unicode calls control characters and Windows calls letters; raises ParseError when over a
    twentieth of the characters can be no text.
    """
    if text is None or "\0" in text or _is_strange(text):
        raise ParseError(
            "Dit bestand is geen leesbare tekst (onbekende tekencodering of een ander soort bestand)."
        )
    text = text.removeprefix("\ufeff")
    return text.translate(WINDOWS_1252) if MISPLACED.search(text) else text


def _is_strange(text: str) -> bool:
    head = text[:SAMPLE_CHARS]
    return len(STRANGE.findall(head)) * 20 > len(head)
