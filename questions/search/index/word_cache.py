"""What the words of the archive come to, kept beside the index: what one process analysed, no other has to.

Analysing a new word takes 60 µs, looking it up here 5 µs. A page of results has about a thousand different
words, and a process that has just started knows few of them. Like the rest of the index, this file can be
thrown away: missing words are analysed and stored again.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Sequence, Set
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from zlib import crc32

from questions.language.analysis import AnalysedRun, Runs

from . import storage

logger = logging.getLogger(__name__)
FILE_NAME = "words-1.sqlite"  # another number when the table changes
TABLE_SQL = """
    CREATE TABLE IF NOT EXISTS known
    (run TEXT PRIMARY KEY, words TEXT NOT NULL, extras TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID
"""
DAMAGE_ERRORS = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
PASSING_ERRORS = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}
STATEMENT_RUNS = 500  # runs looked up in one statement
MAX_RUNS_IN_MEMORY = 60_000  # runs kept in the memory of a process, which take 40 MB
WRITE_ROWS = 20_000  # rows that are worth writing; nobody can read meanwhile


def of_archive() -> Runs:
    """What this process knows of the words of the archive."""
    try:
        return of(storage.open_index().folder)
    except storage.IndexMissing:
        return of(None)


def of(folder: Path | None) -> Runs:
    """What this process knows, with the words of a generation of the index; begun anew when it is too much.

    For that reason a user holds on to what it got.
    """
    if len(_kept(folder).known) >= MAX_RUNS_IN_MEMORY:
        _kept.cache_clear()
    return _kept(folder)


@lru_cache(1)
def _kept(folder: Path | None) -> Runs:
    return Runs(Recaller(folder / FILE_NAME)) if folder else Runs()


class _Damaged(sqlite3.DatabaseError):
    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class Recaller:
    """Looks up those of the runs that are kept in a file; finds none when it is not there, or is being
    written.

    A damaged file is taken away, for the next writer to begin anew.
    """

    def __init__(self, file: Path) -> None:
        self._file = file.absolute()
        self._opened: sqlite3.Connection | None = None
        self._turn = Lock()  # the connection is for one thread at a time

    def __call__(self, runs: Set[str]) -> Iterable[AnalysedRun]:
        wanted = list(runs)
        found: list[AnalysedRun] = []
        with self._turn:
            try:
                for start in range(0, len(wanted), STATEMENT_RUNS):
                    found += self._rows(wanted[start : start + STATEMENT_RUNS])
            except (sqlite3.Error, UnicodeError) as error:
                self._close()
                if _code(error) in DAMAGE_ERRORS:
                    _throw_away(self._file, error)
        return found

    def _rows(self, runs: Sequence[str]) -> Iterable[AnalysedRun]:
        """Raises sqlite3.Error, also for a row that is not as it was written, which SQLite does not see."""
        if self._opened is None:
            address = f"{self._file.as_uri()}?mode=ro"
            self._opened = sqlite3.connect(address, uri=True, timeout=0, check_same_thread=False)
        marks = ", ".join("?" * len(runs))
        select = f"SELECT run, words, extras, checksum FROM known WHERE run IN ({marks})"  # noqa: S608
        for *row, checksum in self._opened.execute(select, runs):
            known = AnalysedRun(*row)
            if checksum != _checksum(known):
                raise _Damaged(f"een regel is niet zoals zij is geschreven ({known.run!r})")
            yield known

    def _close(self) -> None:
        if self._opened:
            self._opened.close()
        self._opened = None


class Keeper:
    """Adds to the words of a generation, many at once.

    What cannot be stored is analysed again: no reason to end a run.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME
        self._rows: dict[str, AnalysedRun] = {}  # two processes meet the same words

    def add(self, rows: Iterable[AnalysedRun]) -> None:
        self._rows |= {row.run: row for row in rows}
        if len(self._rows) >= WRITE_ROWS:
            self.write()

    def write(self) -> None:
        """Stores what was added; a file that cannot be used is taken away."""
        rows, self._rows = sorted(self._rows.values()), {}
        if not rows:
            return
        try:
            self._store(rows)
        except (sqlite3.Error, UnicodeError, OSError) as error:
            if _code(error) in PASSING_ERRORS:
                logger.warning("Nieuwe woorden zijn niet bewaard: %s", error)
            else:
                _throw_away(self._file, error)

    def _store(self, rows: Iterable[AnalysedRun]) -> None:
        if not self._file.exists():
            # The journal of a file that is gone; SQLite would replay it into the new file.
            _journal(self._file).unlink(missing_ok=True)
        with closing(sqlite3.connect(self._file)) as opened, opened:
            opened.execute(TABLE_SQL)
            opened.executemany(
                "INSERT OR REPLACE INTO known VALUES (?, ?, ?, ?)", ((*row, _checksum(row)) for row in rows)
            )


def _checksum(known: AnalysedRun) -> int:
    return crc32("\t".join(map(str, known)).encode())


def _code(error: Exception) -> int:
    """What SQLite calls the error, without the details in its higher bits; 0 for another error."""
    if isinstance(error, UnicodeError):  # what it says of a damaged file may have the damage in it
        return sqlite3.SQLITE_CORRUPT
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _journal(file: Path) -> Path:
    return file.with_name(f"{file.name}-journal")


def _throw_away(file: Path, error: Exception) -> None:
    logger.warning("%s is niet te gebruiken en begint opnieuw: %s", file, error)
    with suppress(OSError):
        file.unlink(missing_ok=True)
        _journal(file).unlink(missing_ok=True)
