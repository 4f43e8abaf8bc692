"""Up to which day the archive can know of answers."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone

from questions.vocabulary.kinds import CASE_CATEGORIES, FIRST_FILLING, Category, RemoteSource
from questions.vocabulary.periods import working_days

from .documents import Document
from .harvest import HarvestCursor, RemoteEntity
from .inquiries import Inquiry

CHAMBER_DAY_SECONDS = 60
TAKING_IN = dt.timedelta(hours=2)  # for which a run may be busy with what it read
MAX_STILL_DAYS = 3  # working days in which nothing at all changes in the Chamber


def complete_until() -> dt.date | None:
    """The day up to which an answer would be here.

    By the Chamber's word, where its lists are followed: it says of each answer that there is one. Else, or
    where that is later, the newest day on which a document here was received; without any, the newest day of
    submission. What was answered later cannot be here. None for an archive without days.
    """
    received: dt.date | None = Document.objects.aggregate(day=Max("received_on"))["day"]
    known = [day for day in (received, chamber_day()) if day]
    if known:
        return max(known)
    submitted: dt.date | None = Inquiry.objects.aggregate(day=Max("submitted_on"))["day"]
    return submitted


def chamber_day() -> dt.date | None:
    """The day up to which all cases of the Chamber and their papers are here; None while they are not, or
    were never asked for. It is looked up once a minute, since every search asks for it.
    """
    found: dt.date | None = cache.get_or_set("chamber-day", _chamber_day, CHAMBER_DAY_SECONDS)
    return found


def _chamber_day() -> dt.date | None:
    """The day before they were read: what is sent in the evening is registered the next day. Lists in which
    nothing changed for days say nothing of those days.
    """
    cursors = HarvestCursor.objects.filter(source=RemoteSource.CHAMBER)
    lists = list(cursors.filter(scope__in=CASE_CATEGORIES).exclude(last_ok_at=None))
    if len(lists) < len(CASE_CATEGORIES) or cursors.filter(scope=FIRST_FILLING, last_ok_at=None).exists():
        return None
    waiting = RemoteEntity.objects.filter(category=Category.CASE, is_due=True)
    if waiting.filter(seen_at__lt=timezone.now() - TAKING_IN).exists():
        return None
    read = min(cursor.day for cursor in lists if cursor.day) - dt.timedelta(days=1)
    moved = max((timezone.localdate(cursor.moved_at) for cursor in lists if cursor.moved_at), default=None)
    return moved if moved and working_days(moved, read) > MAX_STILL_DAYS else read


def archive_day() -> dt.date:
    """The day by which it is judged whether an answer is late: today, or the last day that is here."""
    return judged_on(complete_until())


def judged_on(until: dt.date | None) -> dt.date:
    """The same, where it is known how far the archive goes."""
    today = timezone.localdate()
    return min(today, until or today)
