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
    first = _line(opened)
    if first.startswith(UTF16):
        data = first + opened.read(MAX_UTF16_BYTES + 1)
        if len(data) > MAX_UTF16_BYTES:
            error = "Het bestand in UTF-16 is te groot; sla het op als UTF-8."
            yield RawDocument(name, origin, b"", error=error)
            return
        opened = io.BytesIO(data.decode("utf-16", "replace").encode())
        first = _line(opened)
    lines = itertools.chain([first], iter(lambda: _line(opened), b""))
    for number, line in enumerate(lines, 1):
        is_long, end = len(line) > MAX_LINE_BYTES, line
        while is_long and end and not end.endswith(b"\n"):
            end = _line(opened)
        if not (is_long or line.strip()):
            continue
        too_long = "De regel is te lang." if is_long else None
        data = b"" if is_long else line.strip()
        yield RawDocument(f"{name}:{number}", f"{origin}:{number}", data, error=too_long)


def _line(opened: BinaryIO) -> bytes:
    """The next line, or as much of it as is needed to know that it is too long."""
    return opened.readline(MAX_LINE_BYTES + 1)
