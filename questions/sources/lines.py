"""JSON Lines: one document a line."""

from __future__ import annotations

import codecs
import io
import itertools
from collections.abc import Iterator
from typing import BinaryIO

from .rules import RawDocument

MAX_LINE_BYTES = 8 * 1024 * 1024
MAX_UTF16_BYTES = 256 * 1024 * 1024  # such a file is read as a whole
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_lines(opened: BinaryIO, name: str, origin: str) -> Iterator[RawDocument]:
    """The documents of an opened file. A blank line is passed over; of one that is too long no more is read
    than is needed to know.
    """
    start = opened.read(2)
    if start in UTF16:
        data = start + opened.read(MAX_UTF16_BYTES + 1)
        if len(data) > MAX_UTF16_BYTES:
            error = "Het bestand in UTF-16 is te groot; sla het op als UTF-8."
            yield RawDocument(name, origin, b"", error=error)
            return
        opened, start = io.BytesIO(data.decode("utf-16", "replace").encode()), b""
    for number in itertools.count(1):
        line = _line(opened, start)
        start = b""
        if not line:
            return
        is_long = len(line) > MAX_LINE_BYTES
        while is_long and line and not line.endswith(b"\n"):
            line = opened.readline(MAX_LINE_BYTES + 1)
        if not (is_long or line.strip()):
            continue
        too_long = "De regel is te lang." if is_long else None
        yield RawDocument(
            f"{name}:{number}", f"{origin}:{number}", b"" if too_long else line.strip(), error=too_long
        )


def _line(opened: BinaryIO, start: bytes) -> bytes:
    """The next line, of which `start` was read already."""
    ends = start.find(b"\n") + 1
    if ends == len(start) and ends:
        return start
    if ends:  # a line end and the first letter of the next line: the blank line before it holds nothing
        start = start[ends:]
    return start + opened.readline(MAX_LINE_BYTES + 1)
