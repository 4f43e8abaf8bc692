"""Keeps the index in step with the database: takes in what changed, makes it anew, and proves that the two
agree.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType

from django.conf import settings
from django.db import connection
from django.db.models import Max

from kamerarchief.processes import worker_pool
from kamerarchief.stopping import stopped_by
from questions.language.analysis import AnalysedRun
from questions.models import Inquiry, Question, SearchChange, can_write, oldest_running

from . import documents, integrity, locking, ownership, storage, word_cache
from .ownership import OtherDatabase
from .storage import IndexMissing, State
from .writer import Writer

HEAP_BYTES = dict.fromkeys(storage.UNITS, 60_000_000)
# tantivy merges eight segments of similar size into one, and treats all below 10,000 rows as similar.
# A rebuild is cut into segments that merge into one, because every search visits every segment and
# every segment stores its own copy of the words.
MERGED_SEGMENTS = 8
# Most rows in a first segment, so that eight of the smallest, once merged, are not similar to one.
MAX_SEGMENT_ROWS = 16_800
REBUILD_HEAP_BYTES = {"sets": 300_000_000, "questions": 100_000_000}  # that such a segment fits in
SMALL_ARCHIVE_SETS = 2000  # sets whose index is made while someone waits
FEW_CHANGES = 200  # changes that are taken in while someone waits
START_SECONDS = 30  # that a process which makes the index takes to begin
MANY_SETS = 4000  # sets that are worth starting processes for
# Changes that another machine can still follow; an index that is further behind is made anew.
MAX_CHANGE_ROWS = 1_000_000
REBUILD_STARTED = "rebuild-started"
PAGE_PATIENCE_SECONDS = 1.0  # seconds that a page waits for another process that writes
Progress = Callable[[int], None]
logger = logging.getLogger(__name__)
Documents = list[tuple[str, list[str]]]
Prepared = tuple[Documents, list[AnalysedRun]]


def sync(
    progress: Progress = lambda _count: None, *, is_sparing: bool = False, patience: float | None = None
) -> int:
    """Takes in the sets that changed since the last time; makes a missing or outdated index anew.

    Returns the number of sets. With `is_sparing`, making the index anew takes 200 MB less memory and
    leaves it in about eight pieces. Raises TimeoutError when another process writes for longer than
    `patience` seconds (default: half an hour).
    """
    try:
        if not SearchChange.objects.since(_own_state(proves=patience is None).position).exists():
            _tidy()
            return 0
    except IndexMissing:
        pass
    with locking.only_writer(patience, progress):
        storage.sweep()
        try:  # again: the one that was waited for may have done it
            position = _own_state().position
            if not SearchChange.objects.since(position).exists():
                return 0
            if not SearchChange.objects.all().are_lost(position):
                return _catch_up(storage.current(), position, progress)
        except IndexMissing:
            pass
        return _rebuild(progress, is_sparing)


def _tidy() -> None:
    """Takes away what killed writers left, unless one is at work."""
    if storage.has_strays():
        with suppress(TimeoutError), locking.only_writer(0):
            storage.sweep()


def rebuild(progress: Progress = lambda _count: None, *, is_sparing: bool = False) -> int:
    """Makes the index anew beside the live one and puts it in its place. Returns the number of sets."""
    with locking.only_writer(waiting=progress):
        storage.sweep()
        return _rebuild(progress, is_sparing)


def follow() -> None:
    """Takes in what a form changed, without a wait that a person would notice.

    A missing index is left to the next search. While another process writes, and for many changes, as when
    two ministers turn out to be one, a process is started that waits instead.
    """
    try:
        if SearchChange.objects.since(_own_state().position).count() <= FEW_CHANGES:
            sync(patience=PAGE_PATIENCE_SECONDS)
            return
    except OtherDatabase:
        pass
    except IndexMissing:
        return
    except TimeoutError:
        pass
    except OSError as error:  # a form is saved all the same
        logger.warning("De zoekindex is niet bijgewerkt: %s", error)
        return
    _start_apart()


def ensure() -> None:
    """Makes sure that there is an index before a search.

    A small archive is indexed at once; for a large one a process is started. Raises IndexMissing, with the
    reason, while there is none to search.
    """
    try:
        ownership.check_own_lately(storage.open_index())
    except IndexMissing as missing:
        if Inquiry.objects.count() > SMALL_ARCHIVE_SETS:
            _rebuild_apart()
        else:
            try:
                sync(patience=PAGE_PATIENCE_SECONDS)
                return
            except TimeoutError:  # another process is at it
                pass
            except (OSError, ValueError) as error:
                stopped = stopped_by(error)
                if not (stopped or isinstance(error, OSError)):
                    raise
                raise IndexMissing(f"{missing} {stopped or error}") from error
        raise IndexMissing(f"{missing} Hij wordt nu opnieuw gemaakt; dat duurt enkele minuten.") from None


def _own_state(*, proves: bool = False) -> State:
    """What the live index has taken in; raises IndexMissing when there is none of this database that is
    whole. With `proves`, all files are read if nobody did for a day; nobody should wait for that.
    """
    opened = storage.open_index()
    ownership.check_own(opened.folder)
    if proves and storage.is_due(opened.folder):
        storage.judge(opened.folder)
        storage.mark_proven(opened.folder)
    return storage.state_of(opened.folder)


def _rebuild_apart() -> None:
    """Starts a process that makes the index, unless one was started lately; who comes second waits and
    finds it made.
    """
    started = storage.home() / REBUILD_STARTED
    with suppress(OSError):
        storage.home().mkdir(parents=True, exist_ok=True)
    try:
        if locking.is_busy():
            return
        if started.exists() and time.time() - started.stat().st_mtime < START_SECONDS:
            return
        started.touch()
    except OSError:  # this process may only read there; whose job it is will see to it
        return
    _start_apart()


def _start_apart() -> None:
    """Brings the index up to date in a process of its own; one that waits already will see what there is
    now.
    """
    if locking.is_awaited():
        return
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "index"]
    subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603  our own command


def _catch_up(folder: Path, position: int, progress: Progress) -> int:
    """Takes in what changed; raises IndexMissing when the files turn out to be damaged."""
    reached = oldest_running()
    newest = SearchChange.objects.newest_before(reached)
    changed = SearchChange.objects.since(position).sets()
    try:
        writer = Writer(folder, HEAP_BYTES)
        for inquiry_id in changed:
            writer.remove(inquiry_id)
        _put_all(writer, changed, progress)
        writer.commit(reached, newest)
    except BaseException as error:
        if isinstance(error, (ValueError, OSError)) or integrity.is_panic(error):
            storage.judge(folder, error)
        raise
    _prune()
    return len(changed)


def _rebuild(progress: Progress, is_sparing: bool) -> int:
    _forget_other_clusters()
    reached = oldest_running()
    newest = SearchChange.objects.newest_before(reached)
    folder = Path(mkdtemp(prefix=f"{storage.fingerprint()}-", dir=storage.home()))
    try:
        count = _write_all(folder, progress, is_sparing, reached, newest)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # also when the disk was full of it
        raise
    storage.make_current(folder)
    storage.forget()
    (storage.home() / REBUILD_STARTED).unlink(missing_ok=True)
    _prune()
    return count


def _write_all(
    folder: Path, progress: Progress, is_sparing: bool, reached: int, newest: tuple[int, int] | None
) -> int:
    ids = list(Inquiry.objects.shown().order_by("pk").values_list("pk", flat=True))
    writer = Writer(folder, HEAP_BYTES if is_sparing else REBUILD_HEAP_BYTES)
    segments = (
        {} if is_sparing else {"sets": _segments(len(ids)), "questions": _segments(Question.objects.count())}
    )
    _put_all(writer, ids, progress, segments)
    writer.commit(reached, newest)
    return len(ids)


def _put_all(
    writer: Writer, ids: list[int], progress: Progress, segments: Mapping[str, int] = MappingProxyType({})
) -> None:
    """Adds these sets; `segments` says into how many pieces of like size they are cut, by unit."""
    words = word_cache.Keeper(writer.folder)
    done = 0
    for prepared, new_words in _prepared(ids, writer.folder, os.cpu_count() or 1):
        words.add(new_words)
        for whole, singles in prepared:
            writer.put(whole, singles)
            done += 1
            for unit, count in segments.items():
                if done * count // len(ids) > (done - 1) * count // len(ids):
                    writer.close_segment(unit)
        progress(len(prepared))
    words.write()


def _segments(rows: int) -> int:
    """Into how many segments of like size so many rows are cut, for them to be merged into one."""
    count = 1
    while rows > count * MAX_SEGMENT_ROWS:
        count *= MERGED_SEGMENTS
    return count


def _prune() -> None:
    """A machine whose database can only be read leaves that to the one that writes."""
    if not can_write():
        return
    newest = SearchChange.objects.aggregate(newest=Max("id"))["newest"] or 0
    SearchChange.objects.filter(id__lt=newest - MAX_CHANGE_ROWS).delete()


def _forget_other_clusters() -> None:
    """Forgets changes that came with a backup from another database cluster.

    Their transaction numbers still lie in the future here, and the index has them already.

    What this very transaction wrote has a number that is not over yet, and stays.
    """
    if not can_write():
        return
    with connection.cursor() as cursor:
        cursor.execute("""
            DELETE FROM questions_searchchange WHERE transaction > greatest(
                pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                pg_current_xact_id_if_assigned()::text::bigint
            )
        """)


def prepare(ids: list[int], folder: Path) -> Prepared:
    """The documents of sets as they are now in the database, and what this process had to analyse since it
    last said so.
    """
    runs = word_cache.of(folder)
    return [documents.documents(entry, runs) for entry in documents.SetReader().read(ids)], runs.analysed()


def _prepared(ids: list[int], folder: Path, jobs: int) -> Iterator[Prepared]:
    """The documents of sets; of many, made in several processes, with a bound on those in memory."""
    if jobs < 2 or len(ids) < MANY_SETS:
        yield from (prepare(batch, folder) for batch in documents.batches(ids))
        return
    with worker_pool(jobs) as pool:
        running: list[Future[Prepared]] = []
        for batch in documents.batches(ids):
            running.append(pool.submit(prepare, batch, folder))
            if len(running) > jobs * 2:
                yield running.pop(0).result()
        for future in running:
            yield future.result()
