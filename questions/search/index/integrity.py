"""Whether the files of a generation are as they were written.

tantivy maps them into memory and trusts them: a flipped bit gives other rows, or a panic. A segment file
never changes once it is written. So one whose size or time is another than when it was written is read again
and compared with its checksum.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from zlib import crc32

# Of each file, by its name within the generation: size in bytes, CRC-32, and time of writing in nanoseconds.
Manifest = Mapping[str, tuple[int, int, int]]
SEGMENT_FILE = re.compile(r"(?P<segment>[0-9a-f]{32})(?:\.\d+)?\.\w+")
DELETIONS_SUFFIX = ".del"  # of which a segment gets another when more of its rows are deleted
CHUNK_BYTES = 4 * 1024 * 1024
_proven: set[tuple[str, int, int]] = set()  # path, size and time of files that were read and are whole


def manifest(folder: Path, units: Iterable[str], known: Manifest) -> Manifest:
    """The checksums of all segment files. What is `known` of one stays: only damage changes a file."""
    found: dict[str, tuple[int, int, int]] = {}
    for file in _segment_files(folder, units):
        name = str(file.relative_to(folder))
        if name in known:
            found[name] = known[name]
        else:
            stat = file.stat()
            found[name] = (stat.st_size, _checksum(file), stat.st_mtime_ns)
    return found


def damaged(folder: Path, written: Manifest, *, thorough: bool = False) -> list[str]:
    """The names of files that are not as they were written.

    A look at their sizes and times tells which to read; `thorough` reads all, which takes a second for a
    gigabyte. What was written after the manifest is not judged.
    """
    found = []
    for name, (size, checksum, time) in written.items():
        file = folder / name
        try:
            stat = file.stat()
        except FileNotFoundError:
            if _is_needed(file):
                found.append(name)
            continue
        seen = (str(file), stat.st_size, stat.st_mtime_ns)
        is_familiar = (stat.st_size, stat.st_mtime_ns) == (size, time) or seen in _proven
        if is_familiar and not thorough:
            continue
        if stat.st_size != size or _checksum(file) != checksum:
            found.append(name)
        else:
            _proven.add(seen)
    return found


def is_panic(error: BaseException) -> bool:
    """Whether the search engine gave up; its exception is no Exception and has no importable name."""
    return type(error).__name__ == "PanicException"


def _segment_files(folder: Path, units: Iterable[str]) -> list[Path]:
    return [file for unit in units for file in (folder / unit).iterdir() if SEGMENT_FILE.fullmatch(file.name)]


def _is_needed(file: Path) -> bool:
    """Whether the index still has the segment; a writer takes away what it merged."""
    match = SEGMENT_FILE.fullmatch(file.name)
    if match is None or file.suffix == DELETIONS_SUFFIX:
        return False
    try:
        meta = json.loads((file.parent / "meta.json").read_text())
        segments = {str(segment["segment_id"]).replace("-", "") for segment in meta["segments"]}
    except (OSError, ValueError, KeyError, TypeError):
        return True
    return match["segment"] in segments


def _checksum(file: Path) -> int:
    """Of a file that is gone, or cannot be read, one that no file has."""
    total = 0
    try:
        with file.open("rb") as opened:
            while chunk := opened.read(CHUNK_BYTES):
                total = crc32(chunk, total)
    except OSError:
        return -1
    return total
