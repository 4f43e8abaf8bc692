"""Files, folders, ZIP archives, JSON Lines and standard input as a stream of documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from questions.vocabulary.lengths import MAX_DOCUMENT_BYTES

from .archive import read_archive
from .lines import MAX_LINE_BYTES, read_lines
from .rules import (
    ARCHIVES,
    LINES,
    OTHER_FORMAT,
    SYSTEM_FILE,
    PassedOver,
    RawDocument,
    is_metadata,
    is_noise,
    metadata_names,
    reason_to_pass,
    storable,
)

LINK, SPECIAL = "verwijzing naar een ander bestand", "geen gewoon bestand"


class SourceError(ValueError):
    """A path cannot be read; the message says which and why, in Dutch."""


def _nobody(_name: str, _reason: str) -> None:
    """For who does not want to know what is passed over."""


def read_paths(paths: Iterable[str], passed: PassedOver = _nobody) -> Iterator[RawDocument]:
    """The documents in files, folders (with what lies below), ZIP archives, JSON Lines files and "-".

    `passed` is told what is passed over: system files, other formats. Raises SourceError at once for a path
    that does not exist; what cannot be read further on has an `error`.
    """
    given = list(paths)
    for path in given:
        if path != "-" and not Path(path).exists():
            raise SourceError(f"«{path}» bestaat niet.")
    for path in given:
        if path == "-":
            yield from read_lines(sys.stdin.buffer, "-", "-")
        else:
            yield from _path(Path(path), passed, chosen=True)


def count(paths: Iterable[str]) -> int | None:
    """How many documents `read_paths` will give, for a progress bar; None when that cannot be known
    beforehand.
    """
    total = 0
    for path in paths:
        if path == "-" or path.lower().endswith(".zip"):
            return None
        total += _count(Path(path), chosen=True)
    return total


def _count(path: Path, *, chosen: bool = False) -> int:
    if path.is_dir():
        return sum(map(_count, _children(path, _nobody)))
    if path.suffix.lower() in LINES and path.is_file():
        try:
            with path.open("rb") as opened:
                return sum(1 for line in iter(partial(opened.readline, MAX_LINE_BYTES), b"") if line.strip())
        except OSError:
            return 1  # which says what is wrong
    return int((chosen or not reason_to_pass(path.name)) and not is_metadata(path.name))


def _path(path: Path, passed: PassedOver, *, chosen: bool = False) -> Iterator[RawDocument]:
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            error = "De map is niet te openen: geen leesrechten."
            yield RawDocument(storable(path.name), storable(str(path)), b"", error=error)
        for child in _children(path, passed):
            yield from _path(child, passed)
    elif chosen or not reason_to_pass(path.name):
        yield from _file(path, passed)
    else:
        passed(storable(str(path)), OTHER_FORMAT)


def _children(path: Path, passed: PassedOver) -> list[Path]:
    """What a folder holds, system files and links aside; nothing of one that may not be read."""
    try:
        children = sorted(path.iterdir())
    except OSError:
        return []
    kept: list[Path] = []
    for child in children:
        reason = _reason(child)
        if reason:
            passed(storable(str(child)), reason)
        else:
            kept.append(child)
    return kept


def _reason(child: Path) -> str:
    """Why something in a folder is passed over, whatever it is called."""
    if is_noise(child.name):
        return SYSTEM_FILE
    if child.is_symlink():
        return LINK
    return "" if child.is_dir() or child.is_file() else SPECIAL  # a pipe would be waited for


def _file(path: Path, passed: PassedOver) -> Iterator[RawDocument]:
    if is_metadata(path.name):
        return
    name, origin = storable(path.name), storable(str(path))
    try:
        if path.suffix.lower() in LINES:
            with path.open("rb") as opened:
                yield from read_lines(opened, name, origin)
        elif path.suffix.lower() in ARCHIVES:
            yield from read_archive(path, name, origin, passed)
        else:
            yield RawDocument(name, origin, _bounded(path), _metadata_beside(path))
    except OSError as error:
        reason = f"Het bestand is niet te openen: {error.strerror or error}."
        yield RawDocument(name, origin, b"", error=reason)


def _bounded(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(MAX_DOCUMENT_BYTES + 1)


def _metadata_beside(path: Path) -> bytes | None:
    return next((_bounded(file) for file in metadata_names(path) if file.is_file()), None)
