"""Mutated documents in all formats: each is read or refused, within bounds, and none ends in a traceback."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import psutil
import pytest

from questions.parsing import ParseError
from questions.parsing.dispatch import FORMATS, format_of
from questions.reading import Reader
from tests.conftest import DOCUMENTS

from .conftest import Note

DOCUMENTS_PER_FORMAT = 700
MAX_SECONDS = 10.0
MAX_BYTES = 1_500_000_000
PIECES = [
    b"|", b"||", b"\n| a | b |\n", b"[^1]", b"\n1\n", b"*", b"<sup>2</sup>", b"<table>", b"X Noot\n1\n",
    b"\x00", b"\xff\xfe", b"(ingezonden ", b"<w:p>", b"<text:p>", b"endobj", b"stream", b"&#0;", b"]]>", b"{",
    b'"', b"\\u0000", "½".encode(), "ﬁ".encode(), "\u202e".encode(), b"\xed\xa0\x80", b"<" * 50,
    b"1 a " * 20, b"Vraag 1 t/m 99\n",
]  # fmt: skip


def samples() -> dict[str, list[tuple[str, bytes]]]:
    """The invented documents by format; those in a line each are taken apart."""
    found: dict[str, list[tuple[str, bytes]]] = {name: [] for name in FORMATS}
    for file in sorted(DOCUMENTS.rglob("*")):
        if (
            not file.is_file()
            or file.name.endswith((".metadata.xml", ".zip"))
            or file.name.startswith("metadata")
        ):
            continue
        parts = file.read_bytes().splitlines() if file.suffix == ".jsonl" else [file.read_bytes()]
        for part in parts:
            try:
                found[format_of(part, file.name)].append((file.name, part))
            except ParseError:
                continue
    return found


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        kind, place = chance.random(), chance.randrange(len(changed) or 1)
        if kind < 0.3:
            changed[place : place + 1] = bytes([chance.randrange(256)])
        elif kind < 0.45:
            del changed[place : place + chance.randint(1, 300)]
        elif kind < 0.6:
            start = chance.randrange(len(changed) or 1)
            changed[place:place] = changed[start : start + chance.randint(1, 400)]
        elif kind < 0.7:
            start = chance.randrange(len(changed) or 1)
            changed[place:place] = changed[start : start + chance.randint(1, 40)] * chance.randint(2, 400)
        elif kind < 0.95:
            changed[place:place] = chance.choice(PIECES)
        else:
            del changed[place:]
    return bytes(changed)


def mutated_archive(data: bytes, chance: random.Random) -> bytes:
    """A ZIP-based document: mostly one of its parts is changed, sometimes the archive itself."""
    if chance.random() < 0.2:
        return mutated(data, chance)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = set(chance.sample(names, min(len(names), chance.randint(1, 3))))
        for name in names:
            part = old.read(name)
            if name in chosen and chance.random() < 0.1:
                continue
            new.writestr(name, mutated(part, chance) if name in chosen else part)
    return made.getvalue()


@pytest.mark.parametrize("kind", FORMATS)
def test_documents(kind: str, note: Note, tmp_path: Path) -> None:
    chance = random.Random(f"19 {kind}")
    originals = samples()[kind]
    assert originals
    reader, read, refused, slowest, largest = Reader(), 0, 0, 0.0, 0
    for _ in range(DOCUMENTS_PER_FORMAT):
        name, data = chance.choice(originals)
        document = (mutated_archive if data.startswith(b"PK") else mutated)(data, chance)
        begin = time.monotonic()
        try:
            reader.parse(document, name)
            read += 1
        except ParseError as error:
            refused += 1
            assert str(error)
            assert "liep vast" not in str(error), (name, error, _kept(tmp_path, document))
        seconds = time.monotonic() - begin
        assert seconds < MAX_SECONDS, (name, seconds, _kept(tmp_path, document))
        slowest = max(slowest, seconds)
        largest = max(largest, _memory(reader))
    reader.close()
    assert largest < MAX_BYTES
    note(
        f"mutated documents: {kind}",
        DOCUMENTS_PER_FORMAT,
        f"0 tracebacks; {read} read, {refused} refused; slowest {slowest:.1f} s, "
        f"most memory {largest // 10**6} MB",
    )


def _memory(reader: Reader) -> int:
    """Of the process that reads, this one or another."""
    apart = reader._apart
    try:
        return int(psutil.Process(apart._process.pid if apart else None).memory_info().rss)
    except psutil.Error:
        return 0


def _kept(folder: Path, document: bytes) -> Path:
    """Where the document is, for who wants to see why."""
    file = folder / "document"
    file.write_bytes(document)
    return file
