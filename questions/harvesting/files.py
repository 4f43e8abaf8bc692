"""Fetches the texts of publications, newest first, and takes each into the archive as a file would be."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from django.db.models import F
from django.utils import timezone

from kamerarchief.stopping import Stop
from questions.ingesting import Result
from questions.ingesting.documents import read_and_store, sha256_of
from questions.loading import Loader
from questions.models import RemoteDocument
from questions.parsing import ParseError
from questions.parsing.dispatch import format_of
from questions.parsing.wording import identifiers
from questions.reading import Reader
from questions.sources import RawDocument
from questions.vocabulary.kinds import RemoteState

from .web import Fetched, NotThere, SourceFailure, Web, WrongText

# How long after each failure a text is asked for again; later ones as the last.
DELAYS = tuple(dt.timedelta(hours=hours) for hours in (1, 6, 24, 72, 168))
PATIENCE = dt.timedelta(days=60)  # after which a text that is named and not there is taken for absent
PDF_PATIENCE = dt.timedelta(days=60)  # in which a paper that has only a PDF may still get a text
WAIT_FOR_TEXT = dt.timedelta(days=1)
MAX_SECONDS = 3000.0  # of a run, so that an hourly one sees what is new while the first filling goes on
MAX_FAILURES_IN_A_ROW = 3  # after which the source is left alone for this run
TEXT_FORMATS = ("xml", "html")  # in which a publication is read best, in this order


class SourceAway(SourceFailure):
    """The source failed several times in a row; the message says how."""


def fetch_due(
    web: Web, address: str, reader: Reader, loader: Loader, stop: Stop, limit: int | None
) -> Iterator[Result]:
    """What became of each publication that is due, newest first, at most so many.

    Raises SourceAway when the source does not answer: what is due stays so.
    """
    failures, asked, end = 0, 0, time.monotonic() + MAX_SECONDS
    for row in _due():
        if stop.is_asked or asked == limit or time.monotonic() > end:
            return
        kind = _format_of(row)
        if kind is None:
            _later(row, WAIT_FOR_TEXT, f"De bron heeft nog geen tekst, alleen: {', '.join(row.formats)}.")
            continue
        try:
            fetched = web.get(f"{address}/{quote(row.printed, safe='')}.{kind}")
            _verify(fetched, kind, row.identifier, reader)
        except SourceFailure as failure:
            failures = 0 if isinstance(failure, WrongText) else failures + 1
            _failed(row, str(failure), may_be_absent=isinstance(failure, NotThere))
            if failures >= MAX_FAILURES_IN_A_ROW:
                raise SourceAway(str(failure)) from failure
            continue
        failures, asked = 0, asked + 1
        yield _take_in(row, kind, fetched, reader, loader)


def _due() -> Iterator[RemoteDocument]:
    """One by one, since others may be added while the source is asked; each leaves the queue, or gets a later
    time.
    """
    begun, newest = timezone.now(), F("published_on").desc(nulls_last=True)
    while True:
        waiting = RemoteDocument.objects.filter(state=RemoteState.WANTED, next_try_at__lte=begun)
        row = waiting.order_by(newest, "-pk").first()
        if row is None:
            return
        yield row


def _format_of(row: RemoteDocument) -> str | None:
    """In which form a publication is asked for; None while only a PDF is there and a text may come."""
    found = next((kind for kind in TEXT_FORMATS if kind in row.formats), None)
    if found or not row.formats:
        return found or TEXT_FORMATS[0]
    if "pdf" not in row.formats:
        return None
    published = row.published_on or row.first_seen_at.date()
    return "pdf" if timezone.localdate() - published > PDF_PATIENCE else None


def _verify(fetched: Fetched, kind: str, identifier: str, reader: Reader) -> None:
    """Raises SourceFailure for what is not that publication: a page of an error, another paper."""
    try:
        found = format_of(fetched.data)
    except ParseError as error:
        raise WrongText(f"{fetched.address}: {error}") from None
    if found != kind:
        raise WrongText(f"{fetched.address} geeft geen {kind.upper()} maar {found.upper()}.")
    try:  # without the record of the source, which would lend the text its number
        own = reader.parse(fetched.data).identifier
    except ParseError:
        return  # a paper that cannot be read is kept, and an editor sees why
    if own and identifiers.canonical(own) != identifier:
        raise WrongText(f"{fetched.address} geeft een ander stuk ({own}).")


def _take_in(row: RemoteDocument, kind: str, fetched: Fetched, reader: Reader, loader: Loader) -> Result:
    """Stores the text with what the source says of it; the row is marked when that is done."""
    document = RawDocument(f"{row.printed}.{kind}", fetched.address, fetched.data, row.record.encode())
    try:
        result = read_and_store(document, sha256_of(document), reader, loader)
    except Exception as error:  # a bug: the next run takes the others first
        _failed(row, f"Niet op te nemen: {type(error).__name__}.", may_be_absent=False)
        raise
    RemoteDocument.objects.filter(pk=row.pk, stamp=row.stamp).update(
        state=RemoteState.FETCHED, fetched_stamp=row.stamp, next_try_at=None, attempts=0, reason=""
    )
    return replace(result, origin=row.identifier)


def _failed(row: RemoteDocument, reason: str, *, may_be_absent: bool) -> None:
    """Asked for again later; absent when it was named long ago and is not there."""
    row.attempts += 1
    if may_be_absent and timezone.now() - row.first_seen_at > PATIENCE and row.attempts > len(DELAYS):
        row.state, row.next_try_at, row.reason = RemoteState.ABSENT, None, reason
        row.save(update_fields=["state", "next_try_at", "reason", "attempts"])
        return
    _later(row, DELAYS[min(row.attempts, len(DELAYS)) - 1], reason)


def _later(row: RemoteDocument, delay: dt.timedelta, reason: str) -> None:
    row.next_try_at, row.reason = timezone.now() + delay, reason
    row.save(update_fields=["next_try_at", "reason", "attempts"])
