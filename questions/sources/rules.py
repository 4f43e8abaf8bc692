"""What is a document, what is metadata, and what is passed over: the same for folders and archives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath
from typing import TypeVar

LINES = {".jsonl", ".ndjson"}
ARCHIVES = {".zip"}
SUFFIXES = {
    ".xml", ".html", ".htm", ".pdf", ".docx", ".odt", ".md", ".markdown", ".txt", ".json", *LINES, *ARCHIVES,
}  # fmt: skip
MAX_ARCHIVE_DEPTH = 3  # archives within archives
# "metadata.xml", "metadata_owms.xml", "ah-tk-20232024-1.metadata.xml"; "sru" and "record" for records of the
# SRU service.
METADATA = re.compile(
    r"(?:^|[._-])(?:metadata(?:[._-]?owms)?|owms|sru(?:[._-]?record)?|record)\.xml$", re.IGNORECASE
)
METADATA_NAMES = (
    "metadata.xml",
    "metadata_owms.xml",
    "sru.xml",
    "sru_record.xml",
    "record.xml",
)  # fullest first
REPOSITORY_FOLDERS = {"xml", "html", "pdf", "odt", "docx", "txt"}  # of one publication
# Files that systems and office programs leave behind, hidden ones aside: locks, thumbnails, folder views.
NOISE = re.compile(
    r"^(?:~\$|thumbs\.db$|ehthumbs\.db$|desktop\.ini$|__macosx$|\$recycle\.bin$)", re.IGNORECASE
)
SYSTEM_FILE, OTHER_FORMAT, TOO_DEEP = "systeembestand", "ander formaat", "archief te diep in andere archieven"
P = TypeVar("P", bound=PurePath)

# Is told each name that is passed over, and why.
PassedOver = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The bytes of one publication. `error` says why there are none."""

    name: str
    origin: str
    data: bytes
    metadata: bytes | None = None
    error: str | None = None


def is_noise(name: str) -> bool:
    """Whether a file or folder of that name holds nothing that people made: hidden, or left by a system."""
    return name.startswith(".") or NOISE.match(name) is not None


def is_metadata(name: str) -> bool:
    return METADATA.search(PurePosixPath(name).name) is not None


def reason_to_pass(name: str) -> str:
    """Why a file is passed over; empty for one that is read, and for metadata."""
    if is_noise(name):
        return SYSTEM_FILE
    suffix = PurePosixPath(name).suffix.lower()
    return "" if suffix in SUFFIXES or is_metadata(name) else OTHER_FORMAT


def metadata_names(path: P) -> list[P]:
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


def storable(name: str) -> str:
    """A name as it can be stored: one from an old archive need not be UTF-8."""
    return name.encode(errors="replace").decode()
