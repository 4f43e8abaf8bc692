"""The index on disk: opened by many, written by one, brought up to date from the change table, or made anew
beside the live one.

    var/search/current          the name of the generation that is read
    var/search/<generation>/    sets/ and questions/ (two tantivy indexes), words-1.sqlite (see
                                `word_cache`) and state.json

PostgreSQL is the truth; everything here can be thrown away. `state.json` says of which fields and analysis
the generation is, and up to which transaction it has taken in the changes.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

import tantivy
from django.conf import settings

from questions.vocabulary.kinds import Unit

from . import schema

# How long a command waits for another writer: indexing a full archive takes minutes.
COMMAND_PATIENCE_SECONDS = 1800.0
WAITING_LOCK = "waiting.lock"
UNITS = (Unit.SETS.value, Unit.QUESTIONS.value)  # and the names of their folders
GENERATION = re.compile(r"[0-9a-f]{16}-\w+")  # the folder may be one in which somebody has other things too


class IndexMissing(Exception):
    """There is no index that can be searched; the reason, in plain words."""


@dataclass(frozen=True)
class UnitIndex:
    """One of the two indexes as it is at a moment: of sets, or of questions with their answers;
    `most_recent` is a `recency`.
    """

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    most_recent: float


@dataclass(frozen=True)
class OpenIndex:
    """Both, at one moment; `changed` is another number after each change that was taken in."""

    folder: Path
    sets: UnitIndex
    questions: UnitIndex
    changed: int


@dataclass(frozen=True, slots=True)
class State:
    """Of what analysis a generation is, and what it has taken in."""

    fingerprint: str
    position: int


def home() -> Path:
    return Path(settings.SEARCH_DIR)


def current() -> Path:
    """The folder of the live generation; raises IndexMissing."""
    try:
        name = (home() / "current").read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing("Er is nog geen zoekindex.") from None
    folder = home() / name
    if "/" in name or not name or not folder.is_dir():
        raise IndexMissing("De zoekindex is er niet meer.")
    return folder


def state_of(folder: Path) -> State:
    """What a generation says of itself; raises IndexMissing when it cannot be used."""
    try:
        values = json.loads((folder / "state.json").read_text())
        state = State(str(values["fingerprint"]), int(values["position"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise IndexMissing("De zoekindex is beschadigd.") from None
    if state.fingerprint != fingerprint():
        raise IndexMissing("De zoekindex is gemaakt door een andere versie van de site.")
    return state


def write_state(folder: Path, state: State) -> None:
    _replace(folder / "state.json", json.dumps(asdict(state)))


def make_current(folder: Path) -> None:
    """Puts a finished generation in the place of the live one, at once; what was there before is taken
    away.
    """
    _replace(home() / "current", folder.name)
    for other in home().iterdir():
        if other.is_dir() and other != folder and GENERATION.fullmatch(other.name):
            shutil.rmtree(other, ignore_errors=True)  # who still reads it keeps its open files


def _replace(file: Path, text: str) -> None:
    written = file.with_name(f"{file.name}.{os.getpid()}")
    with written.open("w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    written.replace(file)


@lru_cache(1)
def fingerprint() -> str:
    return schema.fingerprint()


def open_unit_index(folder: Path) -> tantivy.Index:
    """An index for reading and writing; made if it is not there. Raises IndexMissing for a damaged one."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        opened = tantivy.Index(schema.build(), path=str(folder))
    except (ValueError, OSError):
        raise IndexMissing("De zoekindex is beschadigd.") from None
    schema.register(opened)
    return opened


@lru_cache(2)
def _opened(folder: Path, made: int) -> tuple[tantivy.Index, tantivy.Index]:
    """Both indexes of a generation, kept open. `made` tells a folder from a later one of the same name."""
    sets, questions = (open_unit_index(folder / unit) for unit in UNITS)
    return sets, questions


@lru_cache(2)
def _reloaded(folder: Path, made: int, changed: int) -> OpenIndex:
    """Reloads when `changed`, the time of the last commit, is another than before."""
    opened = _opened(folder, made)
    try:
        for index in opened:
            index.reload()
        sets, questions = map(_unit_index, opened)
    except (ValueError, OSError):
        raise IndexMissing("De zoekindex is beschadigd.") from None
    return OpenIndex(folder, sets, questions, changed)


def _unit_index(opened: tantivy.Index) -> UnitIndex:
    searcher = opened.searcher()
    newest = searcher.search(tantivy.Query.all_query(), limit=1, count=False, order_by_field="recency").hits
    return UnitIndex(opened.schema, searcher, float(newest[0][0] or 0) if newest else 0.0)


def open_index() -> OpenIndex:
    """The index as it is now; raises IndexMissing when there is none that is of this version and whole.

    Asked with every search, so it looks at the times of two files and reads them only when those changed.
    """
    where = Path(settings.SEARCH_DIR)
    try:
        folder = _live(where, _times(where / "current"))
        return _whole(folder, _times(folder / "state.json"), fingerprint())
    except FileNotFoundError:
        current()  # says what is missing
        raise IndexMissing("De zoekindex is beschadigd.") from None


def _times(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_ino


@lru_cache(4)
def _live(where: Path, times: tuple[int, int]) -> Path:
    """The live generation in a folder, of which the file "current" has these times."""
    return current()


@lru_cache(4)
def _whole(folder: Path, times: tuple[int, int], version: str) -> OpenIndex:
    state_of(folder)
    return _reloaded(folder, folder.stat().st_ino, times[0] ^ times[1])


def forget() -> None:
    """Closes what is kept open."""
    for kept in (_live, _whole, _reloaded, _opened):
        kept.cache_clear()


@contextmanager
def only_writer(patience: float | None = None) -> Iterator[None]:
    """Waits until no other process writes, and keeps them out; raises TimeoutError after `patience` seconds.

    Without `patience` it is a command that waits, for as long as COMMAND_PATIENCE_SECONDS says, and others
    can see that it does (`is_awaited`).
    """
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "writer.lock").open("w") as lock, (home() / WAITING_LOCK).open("w") as waiting:
        if patience is None:
            _locked(waiting)  # or another waits as well
        end = time.monotonic() + (COMMAND_PATIENCE_SECONDS if patience is None else patience)
        while not _locked(lock):
            if time.monotonic() > end:
                raise TimeoutError(f"De zoekindex in {home()} is in gebruik bij een ander proces.")
            time.sleep(0.1)
        fcntl.flock(waiting, fcntl.LOCK_UN)
        yield


def is_awaited() -> bool:
    """Whether a command waits for its turn to write, and has read nothing yet of what it will write."""
    with (home() / WAITING_LOCK).open("w") as waiting:
        return not _locked(waiting)


def _locked(file: IO[str]) -> bool:
    """Takes the lock of a file, if nobody has it; it is given back when the file is closed."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Writer:
    """Adds to both indexes of a generation; nothing is seen by readers before `commit`.

    `heaps`: bytes, by unit.
    """

    def __init__(self, folder: Path, heaps: Mapping[str, int]) -> None:
        self.folder = folder
        self._writers = {unit: open_unit_index(folder / unit).writer(heaps[unit], 1) for unit in UNITS}

    def put(self, whole: str, singles: list[str]) -> None:
        """Adds a set and its exchanges, in JSON."""
        self._writers["sets"].add_json(whole)
        for single in singles:
            self._writers["questions"].add_json(single)

    def close_segment(self, unit: str) -> None:
        """Ends a piece of an index that nobody reads yet."""
        self._writers[unit].commit()

    def remove(self, inquiry_id: int) -> None:
        for writer in self._writers.values():
            writer.delete_documents_by_term("id", inquiry_id)

    def commit(self, position: int) -> None:
        for writer in self._writers.values():
            writer.commit()
        for writer in self._writers.values():
            writer.wait_merging_threads()
        self._writers.clear()
        write_state(self.folder, State(fingerprint(), position))
