"""How far each list of a source was read, and what all who read one share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from questions.models import HarvestCursor
from questions.vocabulary.kinds import RemoteSource

COMPARISON_INTERVAL = dt.timedelta(days=7)  # between two comparisons of a list with its source
MAX_GONE_SHARE = 0.01  # of all that is known; a source that lost more is not believed
Told = Callable[[int], None]  # hears how many rows of a page are new or changed


def cursor_of(source: RemoteSource, scope: str, session_year: str = "") -> HarvestCursor:
    """The row of a list; made when it is asked for the first time."""
    cursor, _ = HarvestCursor.objects.get_or_create(source=source, scope=scope, session_year=session_year)
    return cursor


def is_to_be_compared(comparison: HarvestCursor) -> bool:
    """Whether a comparison was never tried, or a week ago."""
    return comparison.day is None or timezone.localdate() - comparison.day >= COMPARISON_INTERVAL
