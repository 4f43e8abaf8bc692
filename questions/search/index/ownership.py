"""Whether the index was made from this database, as it is: a backup may have been put back under it."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path

from questions.models import SearchChange, next_transaction

from . import storage
from .storage import IndexMissing

WATCH_SECONDS = 5.0  # between looks, since each asks the database


class OtherDatabase(IndexMissing):
    """The index was made from another database, that of before a backup was put back."""


def check_own(folder: Path) -> None:
    """Raises OtherDatabase when the index was made from another database than this one.

    What was changed before the position of the index is over, so it stays what it was: unless a backup was
    put back, which has fewer changes, or others. Numbers of transactions begin anew in a new cluster. An
    index that has taken in what is still to come would miss every change until then.
    """
    state = storage.state_of(folder)
    if state.position > next_transaction() or state.newest != SearchChange.objects.newest_before(
        state.position
    ):
        raise OtherDatabase("De zoekindex hoort bij een andere database.")


def check_own_lately(opened: storage.OpenIndex) -> None:
    """As `check_own`, at most once in some seconds; asked with every search."""
    _check_own_at(opened.folder, opened.changed, int(time.monotonic() / WATCH_SECONDS))


@lru_cache(4)
def _check_own_at(folder: Path, _changed: int, _moment: int) -> None:
    check_own(folder)
