"""One run of harvesting: the lists of the sources, then what they say, then the texts that are due; the
search and the queue follow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, DataError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from kamerarchief.stopping import Stop, stopped_by
from questions.ingesting import Result, Tally
from questions.ingesting.run import begin, settle, write_counts
from questions.ingesting.tally import Progress, no_progress
from questions.loading import Loader
from questions.loading.kept_bytes import make_lasting
from questions.loading.people.chamber_people import take_people
from questions.models import HarvestCursor, RemoteDocument
from questions.reading import Reader
from questions.vocabulary.kinds import FIRST_FILLING, Category, RemoteSource, RemoteState

from . import files, publications, reconciliation
from .chamber import cases, following, snapshot
from .chamber import reconciliation as chamber_reconciliation
from .chamber.odata import OData
from .chamber.syncfeed import SyncFeed
from .cursors import cursor_of
from .sru import JOURNALS, Question, Sru
from .web import Pace, SourceFailure, Web

LOCK_KEY = 7_304_211  # of the advisory lock: one harvest at a time
MANY_ENTITIES = 1000  # that came in a run
SETTLE_DOCUMENTS = 200  # after which the search takes in what came, while more is fetched
# In the order in which they are done: who sits in the Chamber, which cases there are, what was published.
STEPS = ("changes", "snapshot", "publications", "reconciliation", "files")
SOURCES = tuple(RemoteSource)


class Busy(Exception):
    """Another process is harvesting."""


@dataclass(slots=True)
class Harvest:
    """What a run did: the tally of the texts, what is new or changed in the lists, what the sources refused,
    what is odd and harmless, and what is still to be fetched.
    """

    tally: Tally
    listed: int = 0
    entities: int = 0
    problems: tuple[str, ...] = ()
    oddities: tuple[str, ...] = ()
    check: Callable[[], None] = lambda: None  # raises when another process could be harvesting too

    def hear(self, count: int) -> None:
        """Of publications that are new or changed in the list."""
        self.check()
        self.listed += count

    def hear_entities(self, count: int) -> None:
        """Of people, cases and papers of the Chamber that are new or changed."""
        self.check()
        self.entities += count

    @property
    def waiting(self) -> int:
        return RemoteDocument.objects.filter(state=RemoteState.WANTED).count()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a run: which steps, of which sources, since which day, how many texts; whether a loss
    of many is right, and whether nothing is to be stored.
    """

    steps: Collection[str] = STEPS
    sources: Collection[RemoteSource] = SOURCES
    since: dt.date | None = None
    limit: int | None = None
    accepts_gone: bool = False
    dry_run: bool = False

    def has(self, step: str, source: RemoteSource) -> bool:
        return step in self.steps and source in self.sources

    def __str__(self) -> str:
        said = [*self.steps, *self.sources, f"sinds {self.since}" if self.since else ""]
        return " ".join(["harvest", *filter(None, said)])


def harvest(
    web: Web, wanted: Wanted = Wanted(), *, stop: Stop | None = None, progress: Progress = no_progress
) -> Harvest:
    """Does what is due. Raises Busy when another process does. What stops it and is no bug is said in the
    tally.
    """
    stop = stop or Stop()
    done = Harvest(Tally())
    with only_one() as done.check:
        if wanted.dry_run:
            with transaction.atomic():
                _read_lists(web, wanted, done, stop)
                transaction.set_rollback(True)
            return done
        run = begin(str(wanted))
        try:
            _read_lists(web, wanted, done, stop)
            with closing(Reader()) as reader, closing(Loader()) as loader:
                _take_in(web, wanted, done, reader, loader, stop, progress)
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


def _read_lists(web: Web, wanted: Wanted, done: Harvest, stop: Stop) -> None:
    """What the sources have, and what changed in it; nothing of it is in the archive yet."""
    if RemoteSource.CHAMBER in wanted.sources and settings.HARVEST_FEED_URL:
        _read_chamber(web, wanted, done, stop)
    sru = Sru(web, settings.HARVEST_SEARCH_URL)
    if wanted.has("publications", RemoteSource.PUBLICATIONS):
        done.problems += tuple(publications.bring_up_to_date(sru, stop, done.hear, wanted.since))
    if wanted.has("reconciliation", RemoteSource.PUBLICATIONS) and reconciliation.is_due():
        done.problems += tuple(reconciliation.reconcile(sru, stop, done.hear, wanted.accepts_gone))


def _read_chamber(web: Web, wanted: Wanted, done: Harvest, stop: Stop) -> None:
    feed = SyncFeed(web, settings.HARVEST_FEED_URL)
    odata = OData(web, settings.HARVEST_ODATA_URL) if settings.HARVEST_ODATA_URL else None
    try:
        if odata is None:
            snapshot.forget_head()
        elif not snapshot.is_done():
            snapshot.remember_head(feed)
    except SourceFailure as failure:  # without it nothing may be read, or changes would be missed
        done.problems += (f"{RemoteSource.CHAMBER.label}: {failure}",)
        return
    if "changes" in wanted.steps:
        problems, odd = following.follow(feed, stop, done.hear_entities, accepts_gone=wanted.accepts_gone)
        done.problems, done.oddities = (*done.problems, *problems), (*done.oddities, *odd)
    if odata:
        _ask_for_cases(odata, wanted, done, stop)


def _ask_for_cases(odata: OData, wanted: Wanted, done: Harvest, stop: Stop) -> None:
    """What the feed cannot be asked for: the weekly count, all cases once, and those with nobody."""
    cursor = cursor_of(RemoteSource.CHAMBER, FIRST_FILLING)
    try:
        if "reconciliation" in wanted.steps and chamber_reconciliation.is_due():
            chamber_reconciliation.reconcile(odata)
        if "changes" in wanted.steps:
            snapshot.look_up_without_actors(odata, stop, done.hear_entities)
        if "snapshot" in wanted.steps and not snapshot.is_done():
            done.oddities += tuple(sorted(snapshot.take(odata, stop, done.hear_entities)))
        if done.entities > MANY_ENTITIES:
            analyse_entities()
        problem = ""
    except (SourceFailure, DataError) as failure:
        problem = f"{RemoteSource.CHAMBER.label}: {failure}"
        done.problems += (problem,)
    HarvestCursor.objects.filter(pk=cursor.pk).update(problem=problem)


def analyse_entities() -> None:
    """After many new rows the planner knows nothing of them, and reads the whole table for each case."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE questions_remoteentity")


def _take_in(
    web: Web, wanted: Wanted, done: Harvest, reader: Reader, loader: Loader, stop: Stop, progress: Progress
) -> None:
    """Brings what the lists say into the archive: people, cases, and the texts that are due."""
    if RemoteSource.CHAMBER in wanted.sources:
        if take_people(stop, done.check):
            loader.directory.forget()
        _add(cases.take_due(settings.HARVEST_FEED_URL, reader, loader, stop), done, stop, progress)
    if "files" not in wanted.steps or stop.is_asked:
        return
    places = files.Places(settings.HARVEST_FILES_URL.rstrip("/"), SyncFeed(web, settings.HARVEST_FEED_URL))
    try:
        texts = files.fetch_due(web, places, wanted.sources, reader, loader, stop, wanted.limit)
        _add(texts, done, stop, progress)
    except SourceFailure as failure:
        done.problems += (str(failure),)


def _add(results: Iterable[Result], done: Harvest, stop: Stop, progress: Progress) -> None:
    for result in results:
        done.check()
        done.tally.add(result)
        progress(result)
        if done.tally.total % SETTLE_DOCUMENTS == 0:
            settle(done.tally, stop)


@contextmanager
def only_one() -> Iterator[Callable[[], None]]:
    """Raises Busy while another process is inside; on a connection of its own, since others are closed for
    workers. What it gives raises OperationalError once that connection is gone, and the lock with it.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_KEY])
            if not cursor.fetchone()[0]:
                raise Busy("Er wordt al opgehaald door een ander proces.")
        try:
            yield lambda: _look_at(own)
        finally:  # a connection that is closed does so a moment later
            with suppress(DatabaseError), own.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])
    finally:
        own.close()


def _look_at(own: BaseDatabaseWrapper) -> None:
    with own.cursor() as cursor:
        cursor.execute("SELECT 1")


def make_web() -> Web:
    """As the settings say. Raises ValueError without a contact: a source should know whom to write to."""
    if not settings.HARVEST_CONTACT:
        raise ValueError(
            "Stel HARVEST_CONTACT in op een webadres of mailadres waar de bronnen u kunnen bereiken."
        )
    seconds: dict[str, float] = {}
    for address, pause in (
        (settings.HARVEST_SEARCH_URL, settings.HARVEST_SEARCH_SECONDS),
        (settings.HARVEST_FILES_URL, settings.HARVEST_FILES_SECONDS),
        (settings.HARVEST_FEED_URL, settings.HARVEST_CHAMBER_SECONDS),
        (settings.HARVEST_ODATA_URL, settings.HARVEST_CHAMBER_SECONDS),
    ):
        host = urlsplit(address).netloc
        seconds[host] = max(pause, seconds.get(host, 0.0))
    return Web(
        f"KamerArchief (+{settings.HARVEST_CONTACT})",
        Pace(seconds),
        read_seconds=settings.HARVEST_READ_SECONDS,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What a first filling would take: publications by journal, cases of the Chamber, and seconds at the
    permitted pace; `cases` is None where the service is not asked.
    """

    totals: dict[str, int]
    seconds: float
    cases: int | None
    case_seconds: float


def plan(web: Web) -> Plan:
    """Asks the sources how much there is; raises SourceFailure."""
    sru = Sru(web, settings.HARVEST_SEARCH_URL)
    totals = {journal: sru.total(Question(journal)) for journal in JOURNALS}
    known = RemoteDocument.objects.filter(source=RemoteSource.PUBLICATIONS, state=RemoteState.FETCHED).count()
    texts = max(sum(totals.values()) - known, 0)
    count = None
    if settings.HARVEST_FEED_URL and settings.HARVEST_ODATA_URL:
        count = OData(web, settings.HARVEST_ODATA_URL).count(Category.CASE, snapshot.OURS)
    left = 0 if snapshot.is_done() else count or 0
    requests = left / snapshot.CASES_AT_A_TIME
    return Plan(
        totals, texts * settings.HARVEST_FILES_SECONDS, count, requests * settings.HARVEST_CHAMBER_SECONDS
    )
