"""One run of harvesting: the list of publications, then the texts that are due; the search and the queue
follow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from kamerarchief.stopping import Stop, stopped_by
from questions.ingesting import Tally
from questions.ingesting.run import begin, settle, write_counts
from questions.ingesting.tally import Progress, no_progress
from questions.loading import Loader
from questions.loading.kept_bytes import make_lasting
from questions.models import RemoteDocument
from questions.reading import Reader
from questions.vocabulary.kinds import RemoteState

from . import files, publications, reconciliation
from .sru import JOURNALS, Question, Sru
from .web import Pace, SourceFailure, Web

LOCK_KEY = 7_304_211  # of the advisory lock: one harvest at a time
SETTLE_DOCUMENTS = 200  # after which the search takes in what came, while more is fetched
STEPS = ("publications", "reconciliation", "files")


class Busy(Exception):
    """Another process is harvesting."""


@dataclass(slots=True)
class Harvest:
    """What a run did: the tally of the texts, what is new or changed in the list, what the sources refused,
    and what is still to be fetched.
    """

    tally: Tally
    listed: int = 0
    problems: tuple[str, ...] = ()

    def hear(self, count: int) -> None:
        """Of publications that are new or changed in the list."""
        self.listed += count

    @property
    def waiting(self) -> int:
        return RemoteDocument.objects.filter(state=RemoteState.WANTED).count()


def harvest(
    web: Web,
    *,
    steps: tuple[str, ...] = STEPS,
    since: dt.date | None = None,
    limit: int | None = None,
    stop: Stop | None = None,
    progress: Progress = no_progress,
) -> Harvest:
    """Does what is due. Raises Busy when another process does. What stops it and is no bug is said in the
    tally.
    """
    stop = stop or Stop()
    done = Harvest(Tally())
    with only_one():
        run = begin("harvest " + " ".join(steps))
        sru = Sru(web, settings.HARVEST_SEARCH_URL)
        try:
            if "publications" in steps:
                done.problems += tuple(publications.bring_up_to_date(sru, stop, done.hear, since))
            if "reconciliation" in steps and reconciliation.is_due():
                done.problems += tuple(reconciliation.reconcile(sru, stop, done.hear))
            if "files" in steps and not stop.is_asked:
                _fetch(web, done, stop, limit, progress)
            stop.check()
            settle(done.tally, stop)
            make_lasting()
            run.finished_at = timezone.now()
        except BaseException as error:
            done.tally.stopped = stopped_by(error, stop)
            if not done.tally.stopped:
                raise
        write_counts(run, done.tally)
    return done


def _fetch(web: Web, done: Harvest, stop: Stop, limit: int | None, progress: Progress) -> None:
    """Takes in the texts that are due, until the source goes away."""
    address = settings.HARVEST_FILES_URL.rstrip("/")
    with closing(Reader()) as reader, closing(Loader()) as loader:
        try:
            for result in files.fetch_due(web, address, reader, loader, stop, limit):
                done.tally.add(result)
                progress(result)
                if done.tally.total % SETTLE_DOCUMENTS == 0:
                    settle(done.tally, stop)
        except SourceFailure as failure:
            done.problems += (str(failure),)


@contextmanager
def only_one() -> Iterator[None]:
    """Raises Busy while another process is inside; on a connection of its own, since others are closed for
    workers.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_KEY])
            if not cursor.fetchone()[0]:
                raise Busy("Er wordt al opgehaald door een ander proces.")
        yield
        with (
            suppress(DatabaseError),
            own.cursor() as cursor,
        ):  # a connection that is closed does so a moment later
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])
    finally:
        own.close()


def make_web() -> Web:
    """As the settings say. Raises ValueError without a contact: a source should know whom to write to."""
    if not settings.HARVEST_CONTACT:
        raise ValueError(
            "Stel HARVEST_CONTACT in op een webadres of mailadres waar de bronnen u kunnen bereiken."
        )
    seconds = {
        urlsplit(settings.HARVEST_SEARCH_URL).netloc: settings.HARVEST_SEARCH_SECONDS,
        urlsplit(settings.HARVEST_FILES_URL).netloc: settings.HARVEST_FILES_SECONDS,
    }
    return Web(f"KamerArchief (+{settings.HARVEST_CONTACT})", Pace(seconds))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a first filling would take: publications by journal, and seconds at the permitted pace."""

    totals: dict[str, int]
    seconds: float


def plan(web: Web) -> Plan:
    """Asks the source how much there is; raises SourceFailure."""
    sru = Sru(web, settings.HARVEST_SEARCH_URL)
    totals = {journal: sru.total(Question(journal)) for journal in JOURNALS}
    known = RemoteDocument.objects.filter(state=RemoteState.FETCHED).count()
    return Plan(totals, max(sum(totals.values()) - known, 0) * settings.HARVEST_FILES_SECONDS)
