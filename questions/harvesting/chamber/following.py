"""Follows the feed of the Chamber, category by category, from where it was read to; what a page says and
where to go on are stored together.
"""

from __future__ import annotations

from django.db import DataError, transaction
from django.utils import timezone

from kamerarchief.stopping import Stop
from questions.harvesting.cursors import MAX_GONE_SHARE, Told, cursor_of
from questions.harvesting.web import SourceFailure
from questions.models import HarvestCursor, RemoteEntity
from questions.vocabulary.kinds import CASE_CATEGORIES, PEOPLE_CATEGORIES, Category, RemoteSource

from .entities import unknown_said
from .keeping import drop_waiting, keep, losses
from .syncfeed import FeedPage, SyncFeed

CATEGORIES = PEOPLE_CATEGORIES + CASE_CATEGORIES
TOO_MANY_GONE = "De bron heeft er meer verwijderd dan te geloven is"
MIN_GONE = 5  # that may go in one run, however few are known


def follow(
    feed: SyncFeed, stop: Stop, told: Told, *, accepts_gone: bool = False
) -> tuple[list[str], list[str]]:
    """Reads what changed in each category. Returns what went wrong and what was odd, in words.

    A category that fails keeps its place, and costs the others nothing.
    """
    problems: list[str] = []
    odd: set[str] = set()
    for category in CATEGORIES:
        cursor = cursor_of(RemoteSource.CHAMBER, category)
        try:
            odd |= _follow_category(feed, category, cursor, stop, told, accepts_gone)
        except (SourceFailure, DataError) as failure:  # DataError: a value that no column holds
            problems.append(f"{category}: {failure}")
            HarvestCursor.objects.filter(pk=cursor.pk).update(problem=str(failure))
    drop_waiting()
    return problems, sorted(odd)


def _follow_category(
    feed: SyncFeed, category: Category, cursor: HarvestCursor, stop: Stop, told: Told, accepts_gone: bool
) -> set[str]:
    """Returns what nobody knows of its fields."""
    unknown: set[str] = set()
    gone = 0
    if cursor.problem.startswith(TOO_MANY_GONE) and not accepts_gone:
        raise SourceFailure(cursor.problem)  # else what is gone would be believed bit by bit
    while True:
        page = feed.page(category, cursor.token)
        if page.is_end:
            break
        if not page.entities:
            raise SourceFailure("De feed geeft een lege bladzijde zonder te zeggen dat zij op is.")
        gone += losses(page.entities)
        if not accepts_gone:
            _check_losses(category, gone)
        told(_store(page, cursor))
        unknown |= page.unknown
        stop.check()
    cursor.day, cursor.last_ok_at, cursor.problem = timezone.localdate(), timezone.now(), ""
    cursor.save(update_fields=["day", "last_ok_at", "problem"])
    return unknown_said(category, unknown)


@transaction.atomic
def _store(page: FeedPage, cursor: HarvestCursor) -> int:
    changed = keep(page.entities)
    cursor.token, cursor.moved_at = page.token, timezone.now()
    cursor.save(update_fields=["token", "moved_at"])
    return changed


def _check_losses(category: Category, gone: int) -> None:
    """Raises SourceFailure when more went than can be believed."""
    known = RemoteEntity.objects.filter(category=category, is_deleted=False).count() if gone > MIN_GONE else 0
    if gone > max(MAX_GONE_SHARE * known, MIN_GONE):
        raise SourceFailure(
            f"{TOO_MANY_GONE}: {gone} van {known}. Kijk na waarom; klopt het, geef dan --accept-gone."
        )
