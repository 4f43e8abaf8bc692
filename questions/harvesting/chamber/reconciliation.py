"""Compares, once a week, how many cases the Chamber counts with how many are known; where some are missing,
all are read once more.
"""

from __future__ import annotations

from django.utils import timezone

from questions.harvesting.cursors import cursor_of, is_to_be_compared
from questions.models import RemoteDocument, RemoteEntity
from questions.parsing.genres.case_record import CASE_KIND
from questions.vocabulary.kinds import Category, RemoteSource, RemoteState

from . import snapshot
from .odata import OData

SCOPE = "vergelijking van zaken"
MAX_MISSING = 3  # that may have come since the feed was read


def is_due() -> bool:
    """Not before the first filling, and not more often than once a week."""
    return snapshot.is_done() and is_to_be_compared(cursor_of(RemoteSource.CHAMBER, SCOPE))


def reconcile(odata: OData) -> None:
    """Raises SourceFailure."""
    cursor = cursor_of(RemoteSource.CHAMBER, SCOPE)
    cursor.total = odata.count(Category.CASE, snapshot.OURS)
    cursor.day, cursor.last_ok_at = timezone.localdate(), timezone.now()
    cursor.save(update_fields=["total", "day", "last_ok_at"])
    rows = RemoteEntity.objects.filter(category=Category.CASE, is_deleted=False)
    if cursor.total - rows.filter(values__soort=CASE_KIND).count() > MAX_MISSING:
        snapshot.begin_again()
    RemoteDocument.objects.filter(source=RemoteSource.CHAMBER, state=RemoteState.ABSENT).update(
        state=RemoteState.WANTED, next_try_at=timezone.now()
    )  # each is asked for once more
