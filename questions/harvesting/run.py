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
from questions.ingesting.run import settle
from questions.ingesting.tally import Progress, no_progress
from questions.loading import Loader, load_facts
from questions.loading.kept_bytes import make_lasting, sweep
from questions.models import IngestRun, Ministry, RemoteDocument
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
        run = IngestRun.objects.create(arguments="harvest " + " ".join(steps))
        sweep()
        if not Ministry.objects.exists():
            load_facts()
        try:
            if "publications" in steps:
                done.problems += tuple(_list(web, done, stop, since))
            if "reconciliation" in steps and reconciliation.is_due():
                done.problems += tuple(_reconcile(web, done, stop))
            if "files" in steps and not stop.is_asked:
                _fetch(web, done, stop, limit, progress)
            stop.check()
            settle(done.tally, stop)
            make_lasting()
            run.finished_at = timezone.now()
        except SourceFailure as failure:
            done.problems += (str(failure),)
            settle(done.tally, stop)
            run.finished_at = timezone.now()
        except BaseException as error:
            done.tally.stopped = stopped_by(error, stop)
            if not done.tally.stopped:
                raise
        for name in ("created", "updated", "unchanged", "warned", "failed"):
            setattr(run, name, getattr(done.tally, name))
        run.save()
    return done


def _list(web: Web, done: Harvest, stop: Stop, since: dt.date | None) -> list[str]:
    return publications.bring_up_to_date(Sru(web, settings.HARVEST_SEARCH_URL), stop, done.hear, since)


def _reconcile(web: Web, done: Harvest, stop: Stop) -> list[str]:
    return reconciliation.reconcile(Sru(web, settings.HARVEST_SEARCH_URL), stop, done.hear)


def _fetch(web: Web, done: Harvest, stop: Stop, limit: int | None, progress: Progress) -> None:
    with closing(Reader()) as reader, closing(Loader()) as loader:
        address = settings.HARVEST_FILES_URL.rstrip("/")
        for result in files.fetch_due(web, address, reader, loader, stop, limit):
            done.tally.add(result)
            progress(result)
            if done.tally.total % SETTLE_DOCUMENTS == 0:
                settle(done.tally, stop)


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
