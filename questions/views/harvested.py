"""How much of what the sources have is here, by source and by session year, and what machines should hear."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from questions.harvesting import reconciliation
from questions.harvesting.sru import JOURNALS
from questions.models import HarvestCursor, IngestRun, RemoteDocument, RemoteEntity
from questions.models.freshness import MAX_STILL_DAYS, chamber_day
from questions.vocabulary.kinds import (
    CASE_CATEGORIES,
    FIRST_FILLING,
    PEOPLE_CATEGORIES,
    Category,
    RemoteSource,
    RemoteState,
)
from questions.vocabulary.periods import working_days

MAX_SILENCE = dt.timedelta(days=3)  # after which somebody should look why nothing is fetched
MAX_TROUBLE = dt.timedelta(days=1)  # in which a failure may pass by itself
MAX_FAILING_TEXTS = 50  # that were asked for several times
FAILING_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class HarvestedYear:
    """Papers of a session year: how many are here, are still to come, and are named and not to be found; and
    how many the source counted, on which day, if it was asked.
    """

    session_year: str
    total: int | None
    counted_on: dt.date | None
    fetched: int
    wanted: int
    absent: int


@dataclass(frozen=True, slots=True)
class HarvestedCases:
    """The cases of the Chamber: how many are here and how many it counted; up to which day all are here; when
    anything changed there; and whether the first filling is over.
    """

    here: int
    total: int | None
    until: dt.date | None
    moved_at: dt.datetime | None
    read_at: dt.datetime | None
    is_filled: bool


@dataclass(frozen=True, slots=True)
class Harvested:
    """The lists of the publications, their session years, newest first, and the cases; empty where nothing
    was ever asked.
    """

    journals: Sequence[HarvestCursor]
    years: Sequence[HarvestedYear]
    cases: HarvestedCases | None

    def __bool__(self) -> bool:
        return bool(self.journals or self.cases)


def harvested() -> Harvested:
    return Harvested(list(_journals()), _years(), _cases())


def _journals() -> Sequence[HarvestCursor]:
    return list(HarvestCursor.objects.filter(scope__in=JOURNALS, session_year=""))


def _categories() -> Sequence[HarvestCursor]:
    scopes = PEOPLE_CATEGORIES + CASE_CATEGORIES
    return list(HarvestCursor.objects.filter(source=RemoteSource.CHAMBER, scope__in=scopes))


def _years() -> Sequence[HarvestedYear]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    rows = RemoteDocument.objects.filter(source=RemoteSource.PUBLICATIONS)
    for year, state, count in rows.values_list("session_year", "state").annotate(Count("pk")):
        counts[year][state] = count
    totals = _totals()
    return [_year(year, counts[year], totals.get(year)) for year in sorted(counts, reverse=True)]


def _year(session_year: str, counts: Mapping[str, int], counted: tuple[int, dt.date] | None) -> HarvestedYear:
    return HarvestedYear(
        session_year=session_year,
        total=counted[0] if counted else None,
        counted_on=counted[1] if counted else None,
        fetched=counts.get(RemoteState.FETCHED, 0),
        wanted=counts.get(RemoteState.WANTED, 0),
        absent=counts.get(RemoteState.ABSENT, 0),
    )


def _totals() -> dict[str, tuple[int, dt.date]]:
    """What the source counted in each session year, of both journals, and the older of the days."""
    found: dict[str, tuple[int, dt.date]] = {}
    rows = HarvestCursor.objects.filter(scope__in=JOURNALS).exclude(session_year="")
    rows = rows.exclude(total=None).exclude(last_ok_at=None)
    for year, total, counted_at in rows.values_list("session_year", "total", "last_ok_at"):
        assert counted_at is not None
        day = timezone.localdate(counted_at)
        so_far, before = found.get(year, (0, day))
        found[year] = (so_far + (total or 0), min(before, day))
    return found


def _cases() -> HarvestedCases | None:
    lists = _categories()
    if not lists:
        return None
    rows = RemoteEntity.objects.filter(category=Category.CASE, is_deleted=False)
    counted = HarvestCursor.objects.filter(source=RemoteSource.CHAMBER).exclude(total=None).first()
    filling = HarvestCursor.objects.filter(source=RemoteSource.CHAMBER, scope=FIRST_FILLING).first()
    read = [cursor.last_ok_at for cursor in lists]
    return HarvestedCases(
        here=rows.count(),
        total=counted.total if counted else None,
        until=chamber_day(),
        moved_at=max((cursor.moved_at for cursor in lists if cursor.moved_at), default=None),
        read_at=min((at for at in read if at), default=None) if all(read) else None,
        is_filled=filling is None or filling.last_ok_at is not None,
    )


def alarms() -> list[str] | None:
    """What machines hear: None where nothing was ever asked, nothing when all is well, or what somebody
    should look at.
    """
    lists = [*_journals(), *_categories(), *HarvestCursor.objects.filter(scope=FIRST_FILLING)]
    return list(_alarms(lists)) if lists else None


def _alarms(lists: Sequence[HarvestCursor]) -> Iterator[str]:
    now = timezone.now()
    begun = IngestRun.objects.filter(arguments__startswith="harvest").order_by("pk").first()
    for cursor in lists:
        if cursor.last_ok_at is None:  # the first filling takes days; a failure does not
            if cursor.problem and begun and now - begun.started_at > MAX_TROUBLE:
                yield f"{cursor}: {cursor.problem}"
            continue
        since = timezone.localtime(cursor.last_ok_at)
        if cursor.scope == FIRST_FILLING:
            continue
        if now - since > MAX_SILENCE:
            yield f"{cursor}: sinds {since:%Y-%m-%d %H:%M} niets opgehaald"
        elif cursor.problem and now - since > MAX_TROUBLE:
            yield f"{cursor}: {cursor.problem}"
    moved = [cursor.moved_at for cursor in lists if cursor.moved_at]
    if moved and working_days(timezone.localdate(max(moved)), timezone.localdate()) > MAX_STILL_DAYS:
        yield f"Tweede Kamer: sinds {timezone.localtime(max(moved)):%Y-%m-%d} staat de feed stil"
    refused = HarvestCursor.objects.filter(scope=reconciliation.SCOPE).exclude(problem="")
    yield from refused.values_list("problem", flat=True)
    failing = RemoteDocument.objects.filter(
        Q(state=RemoteState.WANTED, attempts__gte=FAILING_ATTEMPTS)
    ).count()
    if failing > MAX_FAILING_TEXTS:
        yield f"{failing} teksten komen niet"
