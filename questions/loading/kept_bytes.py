"""The bytes as received, in the file storage under their hash.

sources/72/72a3…                the publication
sources/72/72a3….metadata.xml   its metadata
sources/72/72a3….812.x1.part    written by process 812, and not moved into place yet
"""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

import psutil
from django.conf import settings
from django.core.files.storage import default_storage

FOLDER = "sources"
READABLE_MODE = 0o644
MAX_ATTEMPTS = 3
KEPT = re.compile(r"[0-9a-f]{64}(?:\.metadata\.xml)?")
ASIDE = re.compile(rf"{KEPT.pattern}\.(?P<pid>\d+)\.\w+\.part")
# What earlier versions left when they were killed: "<hash>.part", "<hash>_x1y2z3a".
FORMER_ASIDE = re.compile(rf"{KEPT.pattern}(?:\.part)?(?:_\w{{7}})?(?:\.xml)?(?:\.part)?")
STRAY_SECONDS = 3600.0  # after which nobody is still writing, although a process has that number


def keep_bytes(sha256: str, data: bytes, metadata: bytes | None) -> tuple[str, str]:
    """Puts the bytes of a source in place: (name, name of the metadata); raises OSError for a full disk."""
    name = f"{FOLDER}/{sha256[:2]}/{sha256}"
    _keep(name, data)
    if metadata is None:
        return name, ""
    beside = f"{name}.metadata.xml"
    _keep(beside, metadata)
    return name, beside


def is_kept(name: str, size: int | None = None) -> bool:
    """Whether the bytes are there, in their size if that is known."""
    try:
        found = Path(default_storage.path(name)).stat()
    except OSError:
        return False
    return size is None or found.st_size == size


def _keep(name: str, data: bytes) -> None:
    """Written aside and moved in place: nobody ever sees half of them, and runs do not wait for each other.

    What is there in another size is what a power cut left, and is written anew.
    """
    if is_kept(name, len(data)):
        return
    place = Path(default_storage.path(name))
    for attempt in range(MAX_ATTEMPTS):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(place, data)
            return
        except FileNotFoundError:  # somebody tidied up meanwhile
            if attempt == MAX_ATTEMPTS - 1:
                raise


def _write(place: Path, data: bytes) -> None:
    descriptor, aside = mkstemp(prefix=f"{place.name}.{os.getpid()}.", suffix=".part", dir=place.parent)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(data)
        Path(aside).chmod(settings.FILE_UPLOAD_PERMISSIONS or READABLE_MODE)
        Path(aside).replace(place)
    except BaseException:
        with suppress(OSError):
            Path(aside).unlink(missing_ok=True)
        raise


def make_lasting() -> None:
    """Waits until all that was written, on this machine, is on the disk. Once for a run: to wait for each
    document would make ingesting half as fast, and the next run mends what a power cut emptied.
    """
    os.sync()


def sweep() -> int:
    """Takes away what killed processes left half written; returns how much that was.

    A file of another machine that shares the folder looks the same; who wrote it writes it again (`_keep`).
    """
    root = Path(default_storage.path(FOLDER))
    strays = [file for file in root.glob("??/*") if _is_stray(file)]
    for stray in strays:
        with suppress(OSError):
            stray.unlink(missing_ok=True)
    return len(strays)


def _is_stray(file: Path) -> bool:
    if KEPT.fullmatch(file.name):
        return False
    aside = ASIDE.fullmatch(file.name)
    if aside and not psutil.pid_exists(int(aside["pid"])):
        return True
    if not (aside or FORMER_ASIDE.fullmatch(file.name)):
        return False  # not ours
    try:
        return time.time() - file.stat().st_mtime > STRAY_SECONDS
    except OSError:
        return False
