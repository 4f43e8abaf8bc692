"""Compares, once a week, what the source counts of each session year with what is known here.

What the source does not list any more is marked as gone, and nothing else: its text and its page stay.
"""

from __future__ import annotations

from django.utils import timezone

from kamerarchief.stopping import Stop
from questions.models import HarvestCursor, RemoteDocument
from questions.vocabulary.kinds import RemoteSource, RemoteState

from .cursors import MAX_GONE_SHARE, Told, cursor_of, is_to_be_compared
from .publications import listed, session_years
from .sru import JOURNALS, Question, Sru
from .web import SourceFailure

SCOPE = "vergelijking met de bron"
GONE = "Staat niet meer in de lijst van de bron."


def is_due() -> bool:
    """Not before the first filling, and not more often than once a week."""
    if HarvestCursor.objects.filter(scope__in=JOURNALS, session_year="", day__isnull=False).count() < len(
        JOURNALS
    ):
        return False
    return is_to_be_compared(cursor_of(RemoteSource.PUBLICATIONS, SCOPE))


def reconcile(sru: Sru, stop: Stop, told: Told, accepts_gone: bool = False) -> list[str]:
    """Reads again each year whose count differs; returns what went wrong, in words. With `accepts_gone` a
    person has looked, and any loss is right.
    """
    begun = timezone.localdate()
    gone: set[str] = set()
    seen: set[str] = set()  # of which any list names it: a paper may have come to another
    problems: list[str] = []
    for journal in JOURNALS:
        try:
            for year in session_years(begun):
                stop.check()
                missing, named = _missing(sru, journal, year, told)
                gone |= missing
                seen |= named
        except SourceFailure as failure:
            problems.append(f"{journal}: {failure}")
    cursor = cursor_of(RemoteSource.PUBLICATIONS, SCOPE)
    cursor.day = begun  # tried; again in a week
    gone -= seen
    known = RemoteDocument.objects.filter(source=RemoteSource.PUBLICATIONS).exclude(state=RemoteState.GONE)
    if not (problems or accepts_gone) and len(gone) > max(MAX_GONE_SHARE * known.count(), 1):
        problems.append(
            f"De bron noemt {len(gone)} stukken niet meer, en dat zijn er te veel om te geloven. "
            "Er is niets gemerkt. Kijk na waarom; klopt het, geef dan --accept-gone."
        )
    cursor.problem = " ".join(problems)
    cursor.save(update_fields=["day", "problem"])
    if problems:
        return problems
    RemoteDocument.objects.filter(identifier__in=gone).update(
        state=RemoteState.GONE, next_try_at=None, reason=GONE
    )
    RemoteDocument.objects.filter(source=RemoteSource.PUBLICATIONS, state=RemoteState.ABSENT).update(
        state=RemoteState.WANTED, next_try_at=timezone.now()
    )  # which are still listed: each is asked for once more
    cursor.last_ok_at = timezone.now()
    cursor.save(update_fields=["last_ok_at"])
    return []


def _missing(sru: Sru, journal: str, year: str, told: Told) -> tuple[set[str], set[str]]:
    """The publications of a year that are known here and that the source does not list, and those that it
    does.

    A list that does not have as many as the source counts proves nothing: it changed while it was read.
    """
    known = set(
        RemoteDocument.objects.filter(journal=journal, session_year=year)
        .exclude(state=RemoteState.GONE)
        .values_list("identifier", flat=True)
    )
    question = Question(journal, session_year=year)
    total = sru.total(question)
    cursor = cursor_of(RemoteSource.PUBLICATIONS, journal, year)
    cursor.total, cursor.last_ok_at = total, timezone.now()
    cursor.save(update_fields=["total", "last_ok_at"])
    if total == len(known):
        return set(), known
    named = listed(sru, question, told)
    return (known - named if len(named) == total else set()), named
