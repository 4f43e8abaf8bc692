"""One run of ingesting: what is new is stored, the search index follows, and the queue is brought in line.

A run that does not come to its end leaves nothing for a person to repair. The next one passes over what is
stored, and index and queue go on from the position that each of them remembers.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from kamerarchief.stopping import Stop, stopped_by
from questions import search
from questions.editing.review import review_changes
from questions.loading import load_facts
from questions.loading.kept_bytes import make_lasting, sweep
from questions.models import IngestRun, Ministry
from questions.sources import read_paths

from .pool import results
from .tally import Progress, Tally, no_progress

MAX_ARGUMENTS_CHARS = 2000


def ingest(
    paths: Iterable[str],
    *,
    jobs: int = 1,
    dry_run: bool = False,
    progress: Progress = no_progress,
    stop: Stop | None = None,
) -> Tally:
    """Reads `paths` and stores what is new; with `dry_run` it only reads and says what would happen.

    Raises SourceError for a path that does not exist. A document that cannot be read is counted, recorded
    and passed over. What stops the run and is no bug (a signal, a full disk, a database that is gone) is
    said in the tally.
    """
    given = list(paths)
    stop = stop or Stop()
    tally = Tally()
    run: IngestRun | None = None
    try:
        documents = read_paths(given, tally.pass_over)
        run = None if dry_run else begin(" ".join(given))
        for result in results(documents, jobs, dry_run, stop):
            tally.add(result)
            progress(result)
        stop.check()
        if run:
            settle(tally, stop)
            make_lasting()
            run.finished_at = timezone.now()
    except BaseException as error:
        tally.stopped = stopped_by(error, stop)
        if not tally.stopped:
            if run:
                with suppress(Exception):
                    settle(tally, stop, patience=0)  # a bug should not keep what is stored from being found
            raise
    if run:
        write_counts(run, tally)
    return tally


def begin(arguments: str) -> IngestRun:
    """The row of a run that starts; makes ready what every run needs."""
    sweep()
    if not Ministry.objects.exists():
        load_facts()
    return IngestRun.objects.create(arguments=arguments[:MAX_ARGUMENTS_CHARS])


def settle(tally: Tally, stop: Stop, patience: float | None = None) -> None:
    """Brings the search index and the queue in line with all that is stored, by this run or an earlier one.

    The tally says so when another process keeps the index from that. Raises KeyboardInterrupt when an end
    is asked for.
    """
    try:
        search.sync(stop.checked(lambda _count: None), is_sparing=True, patience=patience)
    except OSError as error:  # another process writes, or the folder is none
        if stopped_by(error):
            raise
        tally.unindexed = f"{error}"
    review_changes()


def write_counts(run: IngestRun, tally: Tally) -> None:
    """Saves what a run did; a database that is gone is said in the tally."""
    for name in ("created", "updated", "unchanged", "warned", "failed"):
        setattr(run, name, getattr(tally, name))
    run.passed_over = sum(map(len, tally.passed_over.values()))
    try:
        run.save()
    except (DatabaseError, InterfaceError) as error:
        stopped = tally.stopped or stopped_by(error)
        if not stopped:
            raise
        tally.stopped = stopped
