"""The first filling with cases: the OData service can be asked for one kind of case, which the feed cannot.

Where the feed ends is kept before anything is asked, so that what changes meanwhile is seen later. Cases are
read month by month, newest first; a run that ends anywhere goes on with the month that it was in.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from kamerarchief.stopping import Stop
from questions.harvesting.cursors import Told, cursor_of
from questions.models import HarvestCursor, RemoteEntity
from questions.parsing.genres.case_record import CASE_KIND
from questions.vocabulary.kinds import CASE_CATEGORIES, FIRST_FILLING, Category, RemoteSource

from .entities import AMSTERDAM, Entity, guid_of, unknown_said
from .keeping import keep
from .odata import OData, entity, rows_in
from .syncfeed import SyncFeed

CASES_AT_A_TIME = 20  # whose actors and papers are asked for in one question; the service takes 100 nodes
EARLIEST = dt.date(1980, 1, 1)
MAX_SECONDS = 900.0  # of a run, so that the newest cases and texts come on the first evening
OURS = f"Verwijderd eq false and Soort eq '{CASE_KIND}'"
EXPANDED = "ZaakActor,Document($expand=HuidigeDocumentVersie,Zaak($select=Id))"


def remember_head(feed: SyncFeed) -> None:
    """Keeps where the feed ends, once, for the categories of which the snapshot has the rest."""
    cursor_of(RemoteSource.CHAMBER, FIRST_FILLING)
    cursors = [cursor_of(RemoteSource.CHAMBER, category) for category in CASE_CATEGORIES]
    new = [cursor for cursor in cursors if cursor.token is None]
    if not new:
        return
    head = feed.head()
    with transaction.atomic():
        for cursor in new:
            cursor.token = head
            cursor.save(update_fields=["token"])


@transaction.atomic
def forget_head() -> None:
    """Without the service that gives the rest, the feed is read from its beginning."""
    begun = HarvestCursor.objects.filter(source=RemoteSource.CHAMBER, scope=FIRST_FILLING, last_ok_at=None)
    if begun.delete()[0]:
        HarvestCursor.objects.filter(source=RemoteSource.CHAMBER, scope__in=CASE_CATEGORIES).update(
            token=None
        )


def is_done() -> bool:
    """Whether all was read, and is not being read again."""
    cursor = cursor_of(RemoteSource.CHAMBER, FIRST_FILLING)
    return cursor.last_ok_at is not None and cursor.day is None


def begin_again() -> None:
    """All is read once more, as what is known may lack something; what is here stays true meanwhile."""
    cursor = cursor_of(RemoteSource.CHAMBER, FIRST_FILLING)
    cursor.day = _next_month(timezone.localdate())
    cursor.save(update_fields=["day"])


def take(odata: OData, stop: Stop, told: Told) -> set[str]:
    """All cases of questions, newest month first, as far as a run comes; returns the fields that nobody
    knows.

    Raises SourceFailure.
    """
    cursor, end = cursor_of(RemoteSource.CHAMBER, FIRST_FILLING), time.monotonic() + MAX_SECONDS
    unknown: set[str] = set()
    until = cursor.day or _next_month(timezone.localdate())
    while until > EARLIEST and odata.count(Category.CASE, f"{OURS} and GestartOp lt {_moment(until)}"):
        since = (until - dt.timedelta(days=1)).replace(day=1)
        within = f"{OURS} and GestartOp ge {_moment(since)} and GestartOp lt {_moment(until)}"
        unknown |= _take(odata, within, stop, told)
        cursor.day = until = since
        cursor.save(update_fields=["day"])
        if time.monotonic() > end:
            return unknown
    for rest in ("eq null", f"lt {_moment(EARLIEST)}", f"ge {_moment(_next_month(timezone.localdate()))}"):
        unknown |= _take(odata, f"{OURS} and GestartOp {rest}", stop, told)
    cursor.day, cursor.last_ok_at, cursor.problem = None, timezone.now(), ""
    cursor.save(update_fields=["day", "last_ok_at", "problem"])
    return unknown


def look_up_without_actors(odata: OData, stop: Stop, told: Told) -> set[str]:
    """Cases that the feed gave without anybody who asked: their actors may have come before it was known that
    they are ours, and the feed does not repeat them.
    """
    actors = RemoteEntity.objects.filter(category=Category.CASE_ACTOR, links__contains=[OuterRef("guid")])
    cases = RemoteEntity.objects.filter(category=Category.CASE, is_due=True, is_deleted=False)
    guids = list(cases.filter(~Exists(actors)).values_list("guid", flat=True))
    return _look_up(odata, guids, stop, told)


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _moment(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(), AMSTERDAM).isoformat()


def _take(odata: OData, condition: str, stop: Stop, told: Told) -> set[str]:
    """The cases are found first and looked up after that: to expand a search repeats it."""
    guids = [guid_of(str(row.get("Id"))) for row in odata.rows(Category.CASE, filter=condition, select="Id")]
    return _look_up(odata, guids, stop, told)


def _look_up(odata: OData, guids: Iterable[UUID], stop: Stop, told: Told) -> set[str]:
    unknown: set[str] = set()
    for some in _batches(guids):
        listed = ",".join(map(str, some))
        rows = odata.rows(Category.CASE, filter=f"Id in ({listed})", expand=EXPANDED)
        entities: dict[tuple[Category, UUID], Entity] = {}
        for found, names in (pair for row in rows for pair in _entities(row)):
            entities[found.category, found.guid] = found
            unknown |= unknown_said(found.category, names)
        with transaction.atomic():
            told(keep(list(entities.values())))
        stop.check()
    return unknown


def _batches(guids: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(guids)
    while some := list(islice(rest, CASES_AT_A_TIME)):
        yield some


def _entities(row: Mapping[str, Any]) -> Iterator[tuple[Entity, set[str]]]:
    """A case with its actors, papers, and the versions of these."""
    case, unknown = entity(row, Category.CASE, {})
    yield case, unknown
    own = {"zaak": (case.guid,)}
    for actor in rows_in(row.get("ZaakActor") or []):
        yield entity(actor, Category.CASE_ACTOR, own)
    for paper in rows_in(row.get("Document") or []):
        found, names = entity(paper, Category.PAPER, {} if "Zaak" in paper else own)
        yield found, names
        version = paper.get("HuidigeDocumentVersie")
        if isinstance(version, dict):
            yield entity(version, Category.PAPER_VERSION, {"document": (found.guid,)})
