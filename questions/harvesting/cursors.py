"""How far each list of a source was read."""

from __future__ import annotations

from questions.models import HarvestCursor
from questions.vocabulary.kinds import RemoteSource


def cursor_of(source: RemoteSource, scope: str, session_year: str = "") -> HarvestCursor:
    """The row of a list; made when it is asked for the first time."""
    cursor, _ = HarvestCursor.objects.get_or_create(source=source, scope=scope, session_year=session_year)
    return cursor
