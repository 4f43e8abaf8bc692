"""Fetches the texts of publications, newest first, and takes each into the archive as a file would be."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from kamerarchief.stopping import Stop
from questions.ingesting import Result
from questions.ingesting.documents import read_and_store, sha256_of
from questions.loading import Loader
from questions.models import InquiryKey, RemoteDocument, Source
from questions.parsing import ParseError
from questions.parsing.dispatch import RANK, format_of
from questions.parsing.wording import identifiers
from questions.reading import Reader
from questions.sources import RawDocument
from questions.vocabulary.kinds import KeyKind, RemoteSource, RemoteState

from .chamber.cases import descriptions
from .chamber.syncfeed import SyncFeed
from .web import Fetched, NotThere, SourceFailure, Web, WrongText

# How long after each failure a text is asked for again; later ones as the last.
DELAYS = tuple(dt.timedelta(hours=hours) for hours in (1, 6, 24, 72, 168))
PATIENCE = dt.timedelta(days=60)  # after which a text that is named and not there is taken for absent
PDF_PATIENCE = dt.timedelta(days=60)  # in which a paper that has only a PDF may still get a text
WAIT_FOR_TEXT = dt.timedelta(days=1)
MAX_FAILURES_IN_A_ROW = 3  # after which the source is left alone for this run
TEXT_FORMATS = ("xml", "html")  # in which a publication is read best, in this order


class SourceAway(SourceFailure):
    """The source failed several times in a row; the message says how."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the files are: an address under which texts are by their number, and the feed of the Chamber."""

    publications: str
    feed: SyncFeed


def fetch_due(
    web: Web,
    places: Places,
    sources: Collection[RemoteSource],
    reader: Reader,
    loader: Loader,
    stop: Stop,
    limit: int | None,
) -> Iterator[Result]:
    """What became of each text that is due at these sources, newest first, at most so many.

    Raises SourceAway when the source does not answer: what is due stays so.
    """
    failures, asked, end = 0, 0, time.monotonic() + settings.HARVEST_RUN_SECONDS
    for row in _due(sources):
        if stop.is_asked or asked == limit or time.monotonic() > end:
            return
        if _is_superseded(row):
            RemoteDocument.objects.filter(pk=row.pk).update(
                state=RemoteState.SUPERSEDED, next_try_at=None, reason="De officiële publicatie is er."
            )
            continue
        kind = _format_of(row)
        if kind is None:
            _later(row, WAIT_FOR_TEXT, f"De bron heeft nog geen tekst, alleen: {', '.join(row.formats)}.")
            continue
        try:
            fetched = web.get(_address(row, kind, places))
            _verify(fetched, kind, row, reader)
        except SourceFailure as failure:
            failures = 0 if isinstance(failure, WrongText) else failures + 1
            _failed(row, str(failure), may_be_absent=isinstance(failure, NotThere))
            if failures >= MAX_FAILURES_IN_A_ROW:
                raise SourceAway(str(failure)) from failure
            continue
        failures, asked = 0, asked + 1
        yield from _take_in(row, kind, fetched, reader, loader)


def _address(row: RemoteDocument, kind: str, places: Places) -> str:
    if row.source == RemoteSource.CHAMBER:
        return places.feed.file_address(row.guid)
    return f"{places.publications}/{quote(row.printed, safe='')}.{kind}"


def _is_superseded(row: RemoteDocument) -> bool:
    """Whether the official text of a paper of the Chamber is here."""
    if row.source != RemoteSource.CHAMBER:
        return False
    inquiry = InquiryKey.objects.filter(kind=KeyKind.IDENTIFIER, value=row.identifier).values("inquiry")
    own = Source.objects.filter(inquiry__in=inquiry, parsed__identifier=row.printed).values("document")
    return Source.objects.filter(document__in=own, rank__gte=RANK[TEXT_FORMATS[-1]]).exists()


def _due(sources: Collection[RemoteSource]) -> Iterator[RemoteDocument]:
    """One by one, since others may be added while the source is asked; each leaves the queue, or gets a later
    time.
    """
    begun, newest = timezone.now(), F("published_on").desc(nulls_last=True)
    while True:
        waiting = RemoteDocument.objects.filter(
            state=RemoteState.WANTED, next_try_at__lte=begun, source__in=sources
        )
        row = waiting.order_by(newest, "-pk").first()
        if row is None:
            return
        yield row


def _format_of(row: RemoteDocument) -> str | None:
    """In which form a publication is asked for; None while only a PDF is there and a text may come."""
    if row.source == RemoteSource.CHAMBER:
        return str(row.formats[0])
    found = next((kind for kind in TEXT_FORMATS if kind in row.formats), None)
    if found or not row.formats:
        return found or TEXT_FORMATS[0]
    if "pdf" not in row.formats:
        return None
    published = row.published_on or row.first_seen_at.date()
    return "pdf" if timezone.localdate() - published > PDF_PATIENCE else None


def _verify(fetched: Fetched, kind: str, row: RemoteDocument, reader: Reader) -> None:
    """Raises WrongText for what is not that text: a page of an error, another paper, a part of it."""
    if row.size and len(fetched.data) != row.size:
        raise WrongText(f"{fetched.address} geeft {len(fetched.data)} bytes en niet {row.size}.")
    try:
        found = format_of(fetched.data)
    except ParseError as error:
        raise WrongText(f"{fetched.address}: {error}") from None
    if found != kind:
        raise WrongText(f"{fetched.address} geeft geen {kind.upper()} maar {found.upper()}.")
    try:  # without the record of the source, which would lend the text its number
        own = reader.parse(fetched.data).identifier
    except ParseError as error:
        if row.size or row.attempts >= len(DELAYS):
            return  # it is whole, or ever the same: it is kept, and an editor sees why it cannot be read
        raise WrongText(f"{fetched.address} is niet te lezen: {error}") from None
    if row.source == RemoteSource.PUBLICATIONS and own and identifiers.canonical(own) != row.identifier:
        raise WrongText(f"{fetched.address} geeft een ander stuk ({own}).")


def _take_in(
    row: RemoteDocument, kind: str, fetched: Fetched, reader: Reader, loader: Loader
) -> Iterator[Result]:
    """Stores the text with what the source says of it; the row is marked when that is done."""
    is_paper = row.source == RemoteSource.CHAMBER
    described = descriptions(row) if is_paper else [row.record.encode()]
    if not described:
        _later(row, WAIT_FOR_TEXT, "De zaak van dit stuk is er niet, of nog niet.")
        return
    for beside in described:
        document = RawDocument(f"{row.printed}.{kind}", fetched.address, fetched.data, beside)
        try:
            result = read_and_store(document, sha256_of(document), reader, loader)
        except Exception as error:  # a bug: the next run takes the others first
            _failed(row, f"Niet op te nemen: {type(error).__name__}.", may_be_absent=False)
            raise
        yield replace(result, origin=row.identifier)
    RemoteDocument.objects.filter(pk=row.pk, stamp=row.stamp).update(
        state=RemoteState.FETCHED, fetched_stamp=row.stamp, next_try_at=None, attempts=0, reason=""
    )


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
