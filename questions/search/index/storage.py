"""The index on disk: opened by many, written by one, brought up to date from the change table, or made anew
beside the live one.

    var/search/current          the name of the generation that is read
    var/search/<generation>/    sets/ and questions/ (two tantivy indexes), words-1.sqlite (see
                                `word_cache`) and state.json

PostgreSQL is the truth; everything here can be thrown away. `state.json` says of which fields and analysis
the generation is, up to which transaction it has taken in the changes, and the checksums of its files.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import NoReturn

import psutil
import tantivy
from django.conf import settings

from questions.vocabulary.kinds import Unit

from . import integrity, schema
from .searcher import Searcher

WATCH_SECONDS = 1.0  # between looks at the times of all files
PROVING_SECONDS = 86_400.0  # after which all files are read again: a disk can spoil them without a trace
PROVEN_FILE = "proven"
DAMAGED = "De zoekindex is beschadigd."
ASIDE = re.compile(r"(?:current|state\.json)\.\d+")
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
    searcher: Searcher
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
    """Of what analysis a generation is, what it has taken in, and its files.

    `newest` is the id and the transaction of the newest change before the position: what the database held
    then. Of a database in which it is another, a backup was put back.
    """

    fingerprint: str
    position: int
    newest: tuple[int, int] | None = None
    files: integrity.Manifest = field(default_factory=dict)


def home() -> Path:
    return Path(settings.SEARCH_DIR)


def current() -> Path:
    """The folder of the live generation; raises IndexMissing."""
    try:
        name = (home() / "current").read_text().strip()
    except (OSError, UnicodeError):  # also where something else is in its place
        raise IndexMissing("Er is nog geen zoekindex.") from None
    folder = home() / name
    if "/" in name or not name or not folder.is_dir():
        raise IndexMissing("De zoekindex is er niet meer.")
    return folder


def state_of(folder: Path) -> State:
    """What a generation says of itself; raises IndexMissing when it cannot be used."""
    try:
        values = json.loads((folder / "state.json").read_text())
        if str(values["fingerprint"]) != fingerprint():
            raise IndexMissing("De zoekindex is gemaakt door een andere versie van de site.")
        newest = values["newest"]
        return State(
            str(values["fingerprint"]),
            int(values["position"]),
            (int(newest[0]), int(newest[1])) if newest else None,
            {name: (int(size), int(crc), int(time)) for name, (size, crc, time) in values["files"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise IndexMissing(DAMAGED) from None


def mark_damaged(folder: Path) -> None:
    """So that no process searches in it any more; the next one that may write makes the index anew."""
    with suppress(OSError):
        _replace(folder / "state.json", "{}")


def judge(folder: Path, error: BaseException | None = None) -> None:
    """Reads all files after a failure; raises IndexMissing when one is damaged. A failure on files that are
    whole is somebody else's.
    """
    names = integrity.damaged(folder, state_of(folder).files, thorough=True)
    if names:
        mark_damaged(folder)
        raise IndexMissing(DAMAGED) from error


def write_state(folder: Path, state: State) -> None:
    _replace(folder / "state.json", json.dumps(asdict(state)))


def make_current(folder: Path) -> None:
    """Puts a finished generation in the place of the live one, at once; what was there before is taken
    away.
    """
    if (home() / "current").is_dir():  # somebody's mistake
        shutil.rmtree(home() / "current")
    _replace(home() / "current", folder.name)
    sweep()  # who still reads the other keeps its open files


def sweep() -> None:
    """Takes away what writers that were killed left: for who is the only writer."""
    live = _live_name()
    for other in home().iterdir():
        is_generation = GENERATION.fullmatch(other.name) and other.name != live
        if is_generation and other.is_dir():
            shutil.rmtree(other, ignore_errors=True)
        elif ASIDE.fullmatch(other.name):
            other.unlink(missing_ok=True)
    for aside in (home() / live).glob("state.json.*") if live else ():
        if ASIDE.fullmatch(aside.name) and not psutil.pid_exists(int(aside.suffix[1:])):
            aside.unlink(missing_ok=True)


def has_strays() -> bool:
    """Whether there is something to sweep, unless a writer is at work."""
    live = _live_name()
    generations = [file for file in home().iterdir() if GENERATION.fullmatch(file.name) and file.name != live]
    return bool(generations) or any(ASIDE.fullmatch(file.name) for file in home().iterdir())


def _live_name() -> str:
    try:
        return current().name
    except IndexMissing:
        return ""


def _replace(file: Path, text: str) -> None:
    written = file.with_name(f"{file.name}.{os.getpid()}")
    with written.open("w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    written.replace(file)


def mark_proven(folder: Path) -> None:
    (folder / PROVEN_FILE).touch()


def is_due(folder: Path) -> bool:
    """Whether nobody read all files for a day."""
    try:
        return time.time() - (folder / PROVEN_FILE).stat().st_mtime > PROVING_SECONDS
    except OSError:
        return True


@lru_cache(1)
def fingerprint() -> str:
    return schema.fingerprint()


def open_unit_index(folder: Path) -> tantivy.Index:
    """An index for reading and writing; made if it is not there. Raises IndexMissing for a damaged one."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        opened = tantivy.Index(schema.build(), path=str(folder))
    except BaseException as error:
        _raise_damaged(error)
    schema.register(opened)
    return opened


def _raise_damaged(error: BaseException) -> NoReturn:
    """Raises IndexMissing for what the engine raises on files that it cannot use."""
    if not os.access(home(), os.W_OK):
        raise IndexMissing("In de map van de zoekindex kan niet worden geschreven.") from None
    if isinstance(error, (ValueError, OSError)) or integrity.is_panic(error):
        raise IndexMissing(DAMAGED) from None
    raise error


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
        sets, questions = (_unit_index(index, folder) for index in opened)
    except IndexMissing:
        raise
    except BaseException as error:
        _raise_damaged(error)
    return OpenIndex(folder, sets, questions, changed)


def _unit_index(opened: tantivy.Index, folder: Path) -> UnitIndex:
    searcher = Searcher(opened.searcher(), partial(judge, folder))
    newest = searcher.search(tantivy.Query.all_query(), limit=1, count=False, order_by_field="recency").hits
    return UnitIndex(opened.schema, searcher, float(newest[0][0] or 0) if newest else 0.0)


def open_index() -> OpenIndex:
    """The index as it is now; raises IndexMissing when there is none that is of this version and whole.

    Asked with every search, so it looks at the times of two files and reads them only when those changed.
    Once a second it looks at the times of all.
    """
    where = Path(settings.SEARCH_DIR)
    try:
        folder = _live(where, _times(where / "current"))
        times = _times(folder / "state.json")
        _unharmed(folder, times, int(time.monotonic() / WATCH_SECONDS))
        return _whole(folder, times, fingerprint())
    except OSError:
        current()  # says what is missing
        raise IndexMissing(DAMAGED) from None


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


@lru_cache(4)
def _unharmed(folder: Path, times: tuple[int, int], _moment: int) -> None:
    """Raises IndexMissing, for this process and all others, when a file was changed by something else."""
    if integrity.damaged(folder, _files(folder, times)) and folder.name == _live_name():  # not swept just now
        mark_damaged(folder)
        raise IndexMissing(DAMAGED)


@lru_cache(4)
def _files(folder: Path, _times: tuple[int, int]) -> integrity.Manifest:
    return state_of(folder).files


def forget() -> None:
    """Closes what is kept open."""
    for kept in (_live, _unharmed, _files, _whole, _reloaded, _opened):
        kept.cache_clear()
