"""ZIP archives, and archives within them to a bounded depth."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from questions.vocabulary.lengths import MAX_DOCUMENT_BYTES, MAX_UNPACKED_RATIO

from .lines import read_lines
from .rules import (
    ARCHIVES,
    LINES,
    MAX_ARCHIVE_DEPTH,
    SYSTEM_FILE,
    TOO_DEEP,
    PassedOver,
    RawDocument,
    is_metadata,
    is_noise,
    metadata_names,
    reason_to_pass,
    storable,
)

MAX_ARCHIVE_FILES = 250_000  # each takes half a kilobyte of memory before the first is read
MIN_PACKED_BYTES = 1024 * 1024  # to which the ratio applies: a small archive may shrink well
MAX_REASON_CHARS = 200
TOO_LARGE = "het wordt bij uitpakken onredelijk groot"
Infos = Mapping[str, zipfile.ZipInfo]


@dataclass(slots=True)
class Remaining:
    """What an archive, with all archives within it, may still give: bytes."""

    count: int


def read_archive(
    opened: Path | io.BytesIO,
    name: str,
    origin: str,
    passed: PassedOver,
    depth: int = 1,
    remaining: Remaining | None = None,
) -> Iterator[RawDocument]:
    """The files in an archive; one that is damaged, locked or far larger than it looks gives an `error`."""
    try:
        archive = zipfile.ZipFile(opened)
        remaining = remaining or Remaining(_max_unpacked_bytes(archive))
        _check_extent(archive, remaining)
        infos = {_with_slashes(info): info for info in archive.infolist() if not _is_folder(info)}
    except Exception as error:  # whatever the library stumbles over
        yield RawDocument(name, origin, b"", error=f"Het ZIP-bestand is beschadigd: {_said(error)}.")
        return
    with archive:
        for path in sorted(infos):
            reason = _reason(path, depth)
            if reason:
                passed(storable(f"{origin}!{path}"), reason)
            elif not is_metadata(path):
                yield from _member(archive, path, infos, origin, passed, depth, remaining)


def _said(error: Exception) -> str:
    return storable(str(error) or type(error).__name__)[:MAX_REASON_CHARS]


def _max_unpacked_bytes(archive: zipfile.ZipFile) -> int:
    """By the size of the archive itself: its files may share their bytes."""
    held = archive.fp.seek(0, io.SEEK_END) if archive.fp else 0
    return MAX_UNPACKED_RATIO * max(held, MIN_PACKED_BYTES)


def _check_extent(archive: zipfile.ZipFile, remaining: Remaining) -> None:
    """Raises BadZipFile for an archive of more files than one should hold, or far larger than it looks."""
    infos = archive.infolist()
    if len(infos) > MAX_ARCHIVE_FILES:
        raise zipfile.BadZipFile(f"het bevat meer dan {MAX_ARCHIVE_FILES} bestanden; splits het")
    if sum(info.file_size for info in infos) > remaining.count:
        raise zipfile.BadZipFile(TOO_LARGE)


def _with_slashes(info: zipfile.ZipInfo) -> str:
    """Old Windows programs write "stukken\\brief.docx"."""
    return info.filename.replace("\\", "/")


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return _with_slashes(info).endswith("/")


def _reason(path: str, depth: int) -> str:
    parts = PurePosixPath(path).parts
    if any(is_noise(part) for part in parts if part not in {"..", "."}):
        return SYSTEM_FILE
    if PurePosixPath(path).suffix.lower() in ARCHIVES and depth >= MAX_ARCHIVE_DEPTH:
        return TOO_DEEP
    return reason_to_pass(parts[-1]) if parts else SYSTEM_FILE  # a name such as "."


def _member(
    archive: zipfile.ZipFile,
    path: str,
    infos: Infos,
    origin: str,
    passed: PassedOver,
    depth: int,
    remaining: Remaining,
) -> Iterator[RawDocument]:
    name, place = storable(PurePosixPath(path).name), storable(f"{origin}!{path}")
    suffix = PurePosixPath(path).suffix.lower()
    if infos[path].file_size > MAX_DOCUMENT_BYTES:
        yield RawDocument(name, place, b"", error="Het bestand in het ZIP-bestand is te groot.")
        return
    beside = (infos[str(file)] for file in metadata_names(PurePosixPath(path)) if str(file) in infos)
    try:
        data = _read(archive, infos[path], remaining)
        metadata = next((_read(archive, info, remaining) for info in beside), None)
    except Exception as error:  # of this file; the others may be whole
        reason = f"Het bestand in het ZIP-bestand is niet te lezen: {_said(error)}."
        yield RawDocument(name, place, b"", error=reason)
        return
    if suffix in LINES:
        yield from read_lines(io.BytesIO(data), name, place)
    elif suffix in ARCHIVES:
        yield from read_archive(io.BytesIO(data), name, place, passed, depth + 1, remaining)
    else:
        yield RawDocument(name, place, data, metadata)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, remaining: Remaining) -> bytes:
    """Never more than the bounds, whatever the archive says of its size."""
    with archive.open(info) as member:
        data = member.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise zipfile.BadZipFile("een bestand is groter dan het archief opgeeft")
    remaining.count -= len(data)
    if remaining.count < 0:
        raise zipfile.BadZipFile(TOO_LARGE)
    return data
