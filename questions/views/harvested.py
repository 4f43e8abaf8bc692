"""How much of what the sources have is here, by session year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from questions.harvesting.sru import JOURNALS
from questions.models import HarvestCursor, RemoteDocument
from questions.vocabulary.kinds import RemoteState

MAX_SILENCE = dt.timedelta(days=3)  # after which somebody should look why nothing is fetched


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
class Harvested:
    """The lists of the source, and its session years, newest first; empty where nothing was ever asked."""

    journals: Sequence[HarvestCursor]
    years: Sequence[HarvestedYear]

    def __bool__(self) -> bool:
        return bool(self.journals)


def harvested() -> Harvested:
    journals = list(HarvestCursor.objects.filter(scope__in=JOURNALS))
    if not journals:
        return Harvested([], [])
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for year, state, count in RemoteDocument.objects.values_list("session_year", "state").annotate(
        Count("pk")
    ):
        counts[year][state] = count
    totals = _totals()
    years = [_year(year, counts[year], totals.get(year)) for year in sorted(counts, reverse=True)]
    return Harvested(journals, years)


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
    rows = HarvestCursor.objects.exclude(total=None).exclude(last_ok_at=None)
    for scope, total, counted_at in rows.values_list("scope", "total", "last_ok_at"):
        journal = next((journal for journal in JOURNALS if scope.startswith(f"{journal} ")), None)
        if journal and total is not None and counted_at is not None:
            year, day = scope.removeprefix(f"{journal} "), timezone.localdate(counted_at)
            so_far, before = found.get(year, (0, day))
            found[year] = (so_far + total, min(before, day))
    return found


def silence() -> str | None:
    """What machines hear: None where nothing was ever asked, "ok", or since when no list was read to its
    end.
    """
    lists = HarvestCursor.objects.filter(scope__in=JOURNALS).exclude(day=None)
    oldest = lists.order_by("last_ok_at").values_list("last_ok_at", flat=True).first()
    if oldest is None:
        return None
    said = f"sinds {timezone.localtime(oldest):%Y-%m-%d %H:%M} niets opgehaald"
    return "ok" if timezone.now() - oldest < MAX_SILENCE else said
