"""One run of ingesting: what is new is stored, the search index follows, and the queue is brought in line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from questions import search
from questions.editing.review import review
from questions.loading import load_facts
from questions.models import IngestRun, Inquiry, Ministry
from questions.sources import read_paths

from .pool import results
from .tally import Progress, Tally, no_progress

MAX_ARGUMENTS_CHARS = 2000


def ingest(
    paths: Iterable[str], *, jobs: int = 1, dry_run: bool = False, progress: Progress = no_progress
) -> Tally:
    """Reads `paths` and stores what is new; with `dry_run` it only reads and says what would happen.

    Raises SourceError for a path that does not exist. A document that cannot be read is counted, recorded
    and passed over.
    """
    given = list(paths)
    tally = Tally()
    documents = read_paths(given, tally.pass_over)
    run = None if dry_run else _begin(given)
    for result in results(documents, jobs, dry_run):
        tally.add(result)
        progress(result)
    if run:
        bring_index_up_to_date(tally)
        _finish(run, tally)
        review_since(run.started_at, tally)
    return tally


def _begin(paths: list[str]) -> IngestRun:
    if not Ministry.objects.exists():
        load_facts()
    return IngestRun.objects.create(arguments=" ".join(paths)[:MAX_ARGUMENTS_CHARS])


def _finish(run: IngestRun, tally: Tally) -> None:
    for name in ("created", "updated", "unchanged", "warned", "failed"):
        setattr(run, name, getattr(tally, name))
    run.passed_over = sum(map(len, tally.passed_over.values()))
    run.finished_at = timezone.now()
    run.save()


def bring_index_up_to_date(tally: Tally) -> None:
    """The search takes in what was stored; the tally says so when another process keeps it from that."""
    try:
        search.sync(is_sparing=True)
    except TimeoutError as busy:
        tally.unindexed = str(busy)


def review_since(started: dt.datetime, tally: Tally) -> None:
    """Looks at the sets that changed since then, if any did."""
    if tally.changed:
        review(list(Inquiry.objects.filter(updated_at__gte=started).values_list("pk", flat=True)))
