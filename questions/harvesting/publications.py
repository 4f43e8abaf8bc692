"""Brings the list of publications in step with the search service: all of them once, then what changed.

What a page says and how far the list was read are stored in one transaction, so a run that ends anywhere
goes on from there, and a repeated page changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from kamerarchief.stopping import Stop
from questions.models import HarvestCursor, RemoteDocument
from questions.parsing.wording.dates import session_year_of
from questions.vocabulary.kinds import RemoteSource, RemoteState

from .cursors import Told, cursor_of
from .sru import JOURNALS, Page, Question, Record, Sru, TooMany
from .web import SourceFailure

FIRST_YEAR = 1994  # in which the first session year of the service begins
OVERLAP_DAYS = 7  # that are asked for again: the service may show a change late
MAX_FAILED_YEARS = 3  # after which the source is left alone for this run
EARLIEST_DAY = dt.date(1990, 1, 1)


def bring_up_to_date(sru: Sru, stop: Stop, told: Told, since: dt.date | None = None) -> list[str]:
    """Reads what is new at the source, or all that changed since a day. Returns what went wrong, in words.

    A journal that fails keeps its cursor, and costs the other nothing. `told` hears how many records are
    new or changed.
    """
    problems: list[str] = []
    for journal in JOURNALS:
        cursor = cursor_of(RemoteSource.PUBLICATIONS, journal)
        try:
            if since is None and cursor.day is None:
                _fill(sru, cursor, stop, told)
            else:
                _follow(sru, cursor, since, stop, told)
        except SourceFailure as failure:
            problems.append(f"{journal}: {failure}")
            HarvestCursor.objects.filter(pk=cursor.pk).update(problem=str(failure))
    return problems


def _fill(sru: Sru, cursor: HarvestCursor, stop: Stop, told: Told) -> None:
    """All session years, newest first, each once; then the cursor stands on the day on which the first of
    them was read. A year that fails costs the others nothing; raises SourceFailure for it at the end.
    """
    days: list[dt.date] = []
    failures: list[SourceFailure] = []
    for year in session_years(timezone.localdate()):
        question = Question(cursor.scope, session_year=year)
        own = cursor_of(RemoteSource.PUBLICATIONS, cursor.scope, year)
        try:
            if own.day is None:
                _read_year(sru, own, question, stop, told)
            days.append(own.day or timezone.localdate())
        except SourceFailure as failure:
            failures.append(failure)
            if len(failures) >= MAX_FAILED_YEARS:
                break
    if failures:
        raise failures[0]
    _finish(cursor, min(days))


def _read_year(sru: Sru, own: HarvestCursor, question: Question, stop: Stop, told: Told) -> None:
    begun = timezone.localdate()
    own.total = sru.total(question)  # of the whole year, which may be asked for in parts
    own.save(update_fields=["total"])
    for page in _pages(sru, question):
        _store(page, own, question.journal, told)
        stop.check()
    _finish(own, begun)


def _follow(sru: Sru, cursor: HarvestCursor, since: dt.date | None, stop: Stop, told: Told) -> None:
    """What changed since the day of the cursor, some days more for what the service shows late."""
    begun = timezone.localdate()
    day = since or (cursor.day or begun) - dt.timedelta(days=OVERLAP_DAYS)
    question = Question(cursor.scope, changed_since=day)
    for page in _pages(sru, question):
        _store(page, cursor, question.journal, told)
        stop.check()
    if since is None:
        _finish(cursor, begun)


def listed(sru: Sru, question: Question, told: Told) -> set[str]:
    """The numbers of all hits of a session year, which are taken into the list too."""
    cursor = cursor_of(RemoteSource.PUBLICATIONS, question.journal, question.session_year or "")
    found: set[str] = set()
    for page in _pages(sru, question):
        _store(page, cursor, question.journal, told)
        found |= {record.identifier for record in page.records}
    return found


def session_years(today: dt.date) -> list[str]:
    """All that the service can have, newest first."""
    newest = int(session_year_of(today)[:4])
    return [f"{year}-{year + 1}" for year in range(newest, FIRST_YEAR - 1, -1)]


def _pages(sru: Sru, question: Question) -> Iterator[Page]:
    """All hits; a question with too many is asked in halves, by the day of publication."""
    try:
        yield from sru.pages(question)
    except TooMany:
        first, last = question.published or (EARLIEST_DAY, timezone.localdate() + dt.timedelta(days=366))
        if first >= last:
            raise
        middle = first + (last - first) // 2
        halves = [
            replace(question, published=(first, middle)),
            replace(question, published=(middle + dt.timedelta(days=1), last)),
        ]
        left = sru.total(question) - sum(map(sru.total, halves))
        for half in halves:
            yield from _pages(sru, half)
        if left > 0 and question.published is None:
            raise SourceFailure(
                f"{left} treffers van «{question.cql()}» hebben geen dag van publicatie."
            ) from None


@transaction.atomic
def _store(page: Page, cursor: HarvestCursor, journal: str, told: Told) -> None:
    known = RemoteDocument.objects.in_bulk(
        [record.identifier for record in page.records], field_name="identifier"
    )
    fresh = {record.identifier: record for record in page.records if record.identifier not in known}
    RemoteDocument.objects.bulk_create(_rows(fresh.values(), journal), ignore_conflicts=True)
    changed = [record for record in page.records if _is_changed(record, known.get(record.identifier))]
    for record in changed:
        _renew(known[record.identifier], record, journal)
    newest = max((record.published_on for record in page.records if record.published_on), default=None)
    if newest and (not cursor.newest_on or newest > cursor.newest_on):
        cursor.newest_on = newest
        cursor.save(update_fields=["newest_on"])
    told(len(fresh) + len(changed))


def _rows(records: Iterable[Record], journal: str) -> list[RemoteDocument]:
    return [
        RemoteDocument(
            identifier=record.identifier,
            printed=record.printed,
            journal=journal,
            session_year=record.session_year,
            published_on=record.published_on,
            formats=list(record.formats),
            stamp=record.stamp,
            record=record.xml,
            state=RemoteState.WANTED,
            next_try_at=timezone.now(),
        )
        for record in records
    ]


def _is_changed(record: Record, known: RemoteDocument | None) -> bool:
    return known is not None and (
        known.stamp != record.stamp
        or known.formats != list(record.formats)
        or known.state == RemoteState.GONE
    )


def _renew(known: RemoteDocument, record: Record, journal: str) -> None:
    known.journal, known.printed = journal, record.printed
    known.session_year = record.session_year or known.session_year
    known.published_on = record.published_on or known.published_on
    known.formats, known.record = list(record.formats), record.xml
    known.renew(record.stamp)
    known.save()


def _finish(cursor: HarvestCursor, day: dt.date) -> None:
    """A list was read to its end: all that the source changed up to that day is known."""
    cursor.day = max(filter(None, (cursor.day, day)))
    cursor.last_ok_at, cursor.problem = timezone.now(), ""
    cursor.save(update_fields=["day", "last_ok_at", "problem"])
