"""Files, folders, ZIP archives, JSON Lines and standard input as a stream of documents."""

from __future__ import annotations

import io
import itertools
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO, TypeVar

from questions.vocabulary.lengths import MAX_DOCUMENT_BYTES

SUFFIXES = {
    ".xml", ".html", ".htm", ".pdf", ".docx", ".odt", ".md", ".markdown", ".txt", ".json", ".jsonl", ".ndjson",
    ".zip",
}  # fmt: skip
LINES = {".jsonl", ".ndjson"}
# "metadata.xml", "metadata_owms.xml", "ah-tk-20232024-1.metadata.xml"; "sru" and "record" for records of the
# SRU service.
METADATA = re.compile(
    r"(?:^|[._-])(?:metadata(?:[._-]?owms)?|owms|sru(?:[._-]?record)?|record)\.xml$", re.IGNORECASE
)
METADATA_NAMES = ("metadata.xml", "metadata_owms.xml", "sru.xml", "record.xml")  # the fullest first
REPOSITORY_FOLDERS = {"xml", "html", "pdf", "odt", "docx", "txt"}  # of one publication
MAX_LINE_BYTES = 8 * 1024 * 1024


P = TypeVar("P", bound=PurePath)


class SourceError(ValueError):
    """A path cannot be read; the message says which and why, in Dutch."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The bytes of one publication. `error` says why there are none."""

    name: str
    origin: str
    data: bytes
    metadata: bytes | None = None
    error: str | None = None


def read_paths(paths: Iterable[str]) -> Iterator[RawDocument]:
    """The documents in files, folders (with what lies below), ZIP archives, JSON Lines files and "-".

    Raises SourceError at once for a path that does not exist; what cannot be read further on has an `error`.
    """
    given = list(paths)
    for path in given:
        if path != "-" and not Path(path).exists():
            raise SourceError(f"«{path}» bestaat niet.")
    for path in given:
        yield from _lines(sys.stdin.buffer, "-", "-") if path == "-" else _path(Path(path), chosen=True)


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
        return sum(map(_count, _children(path)))
    if path.suffix.lower() in LINES:
        with path.open("rb") as opened:
            return sum(1 for line in opened if line.strip())
    return int((chosen or path.suffix.lower() in SUFFIXES) and not is_metadata(path.name))


def _path(path: Path, *, chosen: bool = False) -> Iterator[RawDocument]:
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            yield RawDocument(
                _said(path.name), _said(str(path)), b"", error="De map is niet te openen: geen leesrechten."
            )
        for child in _children(path):
            yield from _path(child)
    elif chosen or path.suffix.lower() in SUFFIXES:
        yield from _file(path)


def _said(name: str) -> str:
    """A name as it can be stored: one from an old archive need not be UTF-8."""
    return name.encode(errors="replace").decode()


def _children(path: Path) -> list[Path]:
    """What a folder holds, hidden files and links aside; nothing of one that may not be read."""
    try:
        return sorted(
            child for child in path.iterdir() if not child.name.startswith(".") and not child.is_symlink()
        )
    except OSError:
        return []


def is_metadata(name: str) -> bool:
    return METADATA.search(PurePosixPath(name).name) is not None


def _file(path: Path) -> Iterator[RawDocument]:
    if is_metadata(path.name):
        return
    try:
        if path.suffix.lower() in LINES:
            with path.open("rb") as opened:
                yield from _lines(opened, _said(path.name), _said(str(path)))
        elif path.suffix.lower() == ".zip":
            yield from _zip(path)
        else:
            yield RawDocument(_said(path.name), _said(str(path)), _bounded(path), _metadata_beside(path))
    except OSError as error:
        yield RawDocument(
            _said(path.name),
            _said(str(path)),
            b"",
            error=f"Het bestand is niet te openen: {error.strerror or error}.",
        )


def _bounded(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(MAX_DOCUMENT_BYTES + 1)


def _metadata_names(path: P) -> list[P]:
    """Where the metadata of a publication may be: "x.metadata.xml" beside "x.xml"; "metadata.xml" in a
    folder of its own; "1/metadata/metadata.xml" beside "1/xml/x.xml", as in the official repository.
    """
    own = [path.with_name(f"{path.stem}{sign}{name}") for name in METADATA_NAMES for sign in "._-"]
    folder = path.parent.name.lower()
    if folder in {path.stem.lower(), "1", *REPOSITORY_FOLDERS}:
        own += [path.with_name(name) for name in METADATA_NAMES]
    if folder in REPOSITORY_FOLDERS:
        home = path.parent.parent
        places = [("metadata", "metadata.xml"), ("metadataowms", "metadata_owms.xml"), ("sru", "sru.xml")]
        own += [home / place / name for place, name in places]
        own += [home / name for name in METADATA_NAMES]
    return own


def _metadata_beside(path: Path) -> bytes | None:
    return next((_bounded(file) for file in _metadata_names(path) if file.is_file()), None)


def _lines(opened: BinaryIO, name: str, origin: str) -> Iterator[RawDocument]:
    """One document a line; a blank line is passed over, and of one that is too long no more is read than is
    needed to know.
    """
    for number in itertools.count(1):
        line = opened.readline(MAX_LINE_BYTES + 1)
        if not line:
            return
        is_long = len(line) > MAX_LINE_BYTES
        while is_long and line and not line.endswith(b"\n"):
            line = opened.readline(MAX_LINE_BYTES + 1)
        if not (is_long or line.strip()):
            continue
        error = "De regel is te lang." if is_long else None
        yield RawDocument(
            f"{name}:{number}", f"{origin}:{number}", b"" if error else line.strip(), error=error
        )


def _zip(path: Path) -> Iterator[RawDocument]:
    """The files in an archive; one that is damaged, locked or far larger than it looks gives an `error`."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}
            for name, info in sorted(infos.items()):
                if is_metadata(name) or Path(name).suffix.lower() not in SUFFIXES - {".zip"}:
                    continue
                yield from _member(archive, path, info, infos)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield RawDocument(
            _said(path.name), _said(str(path)), b"", error=f"Het ZIP-bestand is beschadigd: {error}."
        )


def _member(
    archive: zipfile.ZipFile, path: Path, info: zipfile.ZipInfo, infos: dict[str, zipfile.ZipInfo]
) -> Iterator[RawDocument]:
    name, origin = _said(Path(info.filename).name), _said(f"{path}!{info.filename}")
    if info.file_size > MAX_DOCUMENT_BYTES:
        yield RawDocument(name, origin, b"", error="Het bestand in het ZIP-bestand is te groot.")
        return
    beside = next(
        (infos[str(file)] for file in _metadata_names(PurePosixPath(info.filename)) if str(file) in infos),
        None,
    )
    try:
        data = _read(archive, info)
        if Path(info.filename).suffix.lower() in LINES:
            yield from _lines(io.BytesIO(data), name, origin)
        else:
            yield RawDocument(name, origin, data, _read(archive, beside) if beside else None)
    except (
        zipfile.BadZipFile,
        zlib.error,
        LZMAError,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ) as error:
        yield RawDocument(
            name, origin, b"", error=f"Het bestand in het ZIP-bestand is niet te lezen: {error}."
        )


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Never more than the bound, whatever the archive says of its size."""
    with archive.open(info) as member:
        data = member.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise zipfile.BadZipFile("een bestand is groter dan het archief opgeeft")
    return data
