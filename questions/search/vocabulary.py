"""What the words of the archive come to, kept beside the index: what one process analysed, no other has to.

A word that nobody knows takes 60 µs, one that is looked up here 5. A page of results has some thousand different ones, of which
a process that has not run for long knows few. As all of the index it can be thrown away: what is missing is analysed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence, Set
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from threading import Lock

from questions.language.analysis import Known, Runs

from . import index

FILE = "words.sqlite"
TABLE = "CREATE TABLE IF NOT EXISTS known (run TEXT PRIMARY KEY, words TEXT NOT NULL, extras TEXT NOT NULL) WITHOUT ROWID"
AT_ONCE = 500  # runs looked up in one statement
MOST = 60_000  # runs kept in the memory of a process, which take 40 MB
BURST = 20_000  # rows that are worth writing; nobody can read meanwhile


def of_archive() -> Runs:
    """What this process knows of the words of the archive."""
    try:
        return of(index.reader().folder)
    except index.IndexMissing:
        return of(None)


def of(folder: Path | None) -> Runs:
    """What this process knows, with the words of a generation of the index; begun anew when it is too much.

    For that reason a user holds on to what it got.
    """
    if len(_kept(folder).known) >= MOST:
        _kept.cache_clear()
    return _kept(folder)


@lru_cache(1)
def _kept(folder: Path | None) -> Runs:
    return Runs(Recaller(folder / FILE)) if folder else Runs()


class Recaller:
    """Looks up those of the runs that are kept in a file; finds none when it cannot be read, or is being written."""

    def __init__(self, file: Path) -> None:
        self._address = f"{file.absolute().as_uri()}?mode=ro"
        self._opened: sqlite3.Connection | None = None
        self._turn = Lock()  # the connection is for one thread at a time

    def __call__(self, runs: Set[str]) -> Iterable[Known]:
        wanted = list(runs)
        with self._turn:
            try:
                self._opened = self._opened or sqlite3.connect(self._address, uri=True, timeout=0, check_same_thread=False)
                return [row for start in range(0, len(wanted), AT_ONCE) for row in self._rows(wanted[start : start + AT_ONCE])]
            except sqlite3.Error:
                self.close()
                return []

    def _rows(self, runs: Sequence[str]) -> Iterable[Known]:
        assert self._opened
        marks = ", ".join("?" * len(runs))
        return map(Known._make, self._opened.execute(f"SELECT * FROM known WHERE run IN ({marks})", runs))  # noqa: S608

    def close(self) -> None:
        if self._opened:
            self._opened.close()
        self._opened = None


class Keeper:
    """Adds to the words of a generation, many at once."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._rows: dict[str, Known] = {}  # two processes meet the same words

    def add(self, rows: Iterable[Known]) -> None:
        self._rows |= {row.run: row for row in rows}
        if len(self._rows) >= BURST:
            self.write()

    def write(self) -> None:
        """Stores what was added; a damaged file is begun anew."""
        if not self._rows:
            return
        try:
            self._store()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._file.unlink()
            self._store()
        self._rows.clear()

    def _store(self) -> None:
        with closing(sqlite3.connect(self._file)) as opened, opened:
            opened.execute(TABLE)
            opened.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?)", sorted(self._rows.values()))
