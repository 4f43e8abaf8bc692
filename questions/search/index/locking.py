"""One process writes the index at a time; others wait for it, or see that somebody does."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from .storage import home

# How long a command waits for another writer: indexing a full archive takes minutes.
COMMAND_PATIENCE_SECONDS = 1800.0
WRITER_LOCK = "writer.lock"
WAITING_LOCK = "waiting.lock"


@contextmanager
def only_writer(
    patience: float | None = None, waiting: Callable[[int], None] = lambda _count: None
) -> Iterator[None]:
    """Waits until no other process writes, and keeps them out; raises TimeoutError after `patience` seconds.

    Without `patience` it is a command that waits, for as long as COMMAND_PATIENCE_SECONDS says, and others
    can see that it does (`is_awaited`). `waiting` is called again and again with 0 meanwhile, and may raise.
    """
    home().mkdir(parents=True, exist_ok=True)
    with (home() / WRITER_LOCK).open("w") as lock, (home() / WAITING_LOCK).open("w") as awaited:
        end = time.monotonic() + (COMMAND_PATIENCE_SECONDS if patience is None else patience)
        is_seen = (
            patience is not None
        )  # as waiting; who looks has that lock for a moment, so it is tried again
        while not _locked(lock):
            is_seen = is_seen or _locked(awaited)
            if time.monotonic() > end:
                raise TimeoutError(f"De zoekindex in {home()} is in gebruik bij een ander proces.")
            waiting(0)
            time.sleep(0.1)
        fcntl.flock(awaited, fcntl.LOCK_UN)
        yield


def is_busy() -> bool:
    """Whether a process writes."""
    with (home() / WRITER_LOCK).open("a") as lock:
        return not _locked(lock)


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
