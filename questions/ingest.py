"""Takes a stream of documents into the archive: skips what is known, reads the rest, stores it, keeps the tally."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, OperationalError
from django.utils import timezone

from kamerarchief.processes import worker_pool
from questions import search
from questions.editing.review import review
from questions.loading import Loader, SourceFile, load_facts
from questions.models import IngestRun, Inquiry, Ministry, Source
from questions.parsing import ParsedDocument, ParseError, parse, readable
from questions.parsing.dispatch import RANK, format_of
from questions.parsing.formats.safety import check_size
from questions.sources import RawDocument, read_paths

BATCH = 400  # documents whose hashes are looked up in one query
CHUNK = 25  # documents that a worker gets at a time
RETRIES = 3
# PostgreSQL ended one of two transactions that wait for each other; or an editor merged a person away meanwhile.
PASSING = {"40P01", "40001", "23503"}
FAILED = "failed"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: "created", "updated", "unchanged" or "failed", with the reason."""

    origin: str
    result: str
    reason: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts of a run, and each failure; `unindexed` says why the search does not have it yet.

    What could not be read before and still cannot is unchanged, and counted in `unreadable` too.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    unreadable: int = 0
    warned: int = 0
    failed: int = 0
    failures: list[Result] = field(default_factory=list)
    unindexed: str = ""

    def add(self, result: Result) -> None:
        setattr(self, result.result, getattr(self, result.result) + 1)
        self.warned += bool(result.warnings)
        self.unreadable += result.result == "unchanged" and bool(result.reason)
        if result.result == FAILED:
            self.failures.append(result)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged + self.failed


Progress = Callable[[Result], None]


def ingest(paths: Iterable[str], *, jobs: int = 1, dry_run: bool = False, progress: Progress = lambda _result: None) -> Tally:
    """Reads `paths` and stores what is new; with `dry_run` it only reads and says what would happen.

    Raises SourceError for a path that does not exist. A document that cannot be read is counted, recorded and passed over.
    """
    given = list(paths)
    documents = read_paths(given)
    tally = Tally()
    run = None if dry_run else _begin(given)
    for result in _results(documents, jobs, dry_run):
        tally.add(result)
        progress(result)
    if run:
        _index(tally)
        _finish(run, tally)
        _review_since(run.started_at, tally)
    return tally


def _begin(paths: list[str]) -> IngestRun:
    if not Ministry.objects.exists():
        load_facts()
    return IngestRun.objects.create(arguments=" ".join(paths)[:2000])


def _index(tally: Tally) -> None:
    try:
        search.sync(is_sparing=True)
    except TimeoutError as busy:
        tally.unindexed = str(busy)


def _finish(run: IngestRun, tally: Tally) -> None:
    for name in ("created", "updated", "unchanged", "warned", "failed"):
        setattr(run, name, getattr(tally, name))
    run.finished_at = timezone.now()
    run.save()


def _results(documents: Iterator[RawDocument], jobs: int, dry_run: bool) -> Iterator[Result]:
    """The result of each document; a small input is not worth starting processes for."""
    first = list(itertools.islice(documents, BATCH))
    if jobs <= 1 or len(first) < BATCH:
        with closing(Loader()) as loader:
            for batch in itertools.chain([first], _batches(documents)):
                new = yield from _skip_known(batch)
                for document, sha256 in new:
                    yield read_and_store(document, sha256, loader, dry_run)
        return
    yield from _in_parallel(itertools.chain([first], _batches(documents)), jobs, dry_run)


def _batches(documents: Iterator[RawDocument]) -> Iterator[list[RawDocument]]:
    while batch := list(itertools.islice(documents, BATCH)):
        yield batch


def sha256_of(document: RawDocument) -> str:
    """The hash by which a source is known: of its bytes, followed by those of its metadata if there are any."""
    digest = hashlib.sha256(document.data)
    if document.metadata is not None:
        digest.update(b"\0" + document.metadata)
    return digest.hexdigest()


def _skip_known(batch: list[RawDocument]) -> Generator[Result, None, list[tuple[RawDocument, str]]]:
    """Yields the results of documents that are here already; returns the others with their hash."""
    hashed = [(document, sha256_of(document)) for document in batch]
    known = dict(Source.objects.filter(sha256__in=[sha for _, sha in hashed]).values_list("sha256", "status"))
    failed = [sha for sha, status in known.items() if status == "failed"]
    reasons = dict(Source.objects.filter(sha256__in=failed).values_list("sha256", "problems__message")) if failed else {}
    new: list[tuple[RawDocument, str]] = []
    for document, sha256 in hashed:
        if document.error or sha256 not in known:
            new.append((document, sha256))
        elif known[sha256] == "failed":
            yield Result(document.origin, FAILED, reasons.get(sha256) or "Niet te lezen.")
        else:
            yield Result(document.origin, "unchanged")
    return new


def _in_parallel(batches: Iterable[list[RawDocument]], jobs: int, dry_run: bool) -> Iterator[Result]:
    """Spreads new documents over processes, with few enough in flight to bound memory."""
    with worker_pool(jobs) as pool:
        running: set[Future[list[Result]]] = set()
        for batch in batches:
            new = yield from _skip_known(batch)
            for start in range(0, len(new), CHUNK):
                running.add(pool.submit(_work, new[start : start + CHUNK], dry_run))
            while len(running) > jobs * 16:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield from future.result()
        for future in running:
            yield from future.result()


@cache
def _loader() -> Loader:
    """One for the life of a worker process."""
    return Loader()


def _work(documents: list[tuple[RawDocument, str]], dry_run: bool) -> list[Result]:
    """Reads all before it stores the first: in turns, each finds the other's code and data in the processor's cache."""
    readings = [_read(document) for document, _ in documents]
    return [
        _store(document, sha256, reading, _loader(), dry_run)
        for (document, sha256), reading in zip(documents, readings, strict=True)
    ]


def read_and_store(document: RawDocument, sha256: str, loader: Loader, dry_run: bool = False) -> Result:
    """Reads one document and stores it, or records why it cannot be read."""
    return _store(document, sha256, _read(document), loader, dry_run)


def _read(document: RawDocument) -> ParsedDocument | ParseError:
    """What a document says, or why it cannot be read."""
    try:
        if document.error:
            return ParseError(document.error)
        return parse(document.data, document.name, document.metadata)
    except ParseError as problem:
        return problem
    except Exception as error:
        error.add_note(f"bij het lezen van {document.origin}")
        raise


def _store(document: RawDocument, sha256: str, reading: ParsedDocument | ParseError, loader: Loader, dry_run: bool) -> Result:
    if isinstance(reading, ParseError):
        reason = str(reading)
        if not (dry_run or document.error):
            _retried(lambda: loader.record_failure(_file(document, sha256, readable=False), reason))
        return Result(document.origin, FAILED, reason)
    if dry_run:
        return Result(document.origin, "created", warnings=reading.warnings)
    try:
        outcome = _retried(lambda: loader.store(_file(document, sha256), reading))
    except (IntegrityError, DataError) as error:
        reason = _refusal(error)
        _retried(lambda: loader.record_failure(_file(document, sha256, readable=False), reason))
        return Result(document.origin, FAILED, reason)
    return Result(document.origin, outcome.result, warnings=outcome.warnings)


def _refusal(error: IntegrityError | DataError) -> str:
    """What an editor can do about a document that the database does not take."""
    about = getattr(error.__cause__, "diag", None)
    if isinstance(error, DataError):
        return f"Dit document past niet in de database: {getattr(about, 'message_primary', '') or error}"[:300]
    constraint = getattr(about, "constraint_name", "") or str(error)[:200]
    return f"Dit document botst met wat er al is ({constraint}). Los dat op en lees het opnieuw."


def _file(document: RawDocument, sha256: str, *, readable: bool = True) -> SourceFile:
    try:
        check_size(document.data)
        kind = format_of(document.data, document.name)
    except ParseError:
        kind = ""
    origin = document.origin
    rank = RANK[kind] if readable else 0
    return SourceFile(sha256, document.name, origin, kind, rank, document.data, document.metadata)


def _retried(action: Callable[[], T]) -> T:
    for attempt in range(RETRIES):
        try:
            return action()
        except (OperationalError, IntegrityError) as error:
            if getattr(error.__cause__, "sqlstate", "") not in PASSING or attempt == RETRIES - 1:
                raise
    raise AssertionError("unreachable")


def reparse(
    sources: Iterable[Source], progress: Progress = lambda _result: None, *, finds_people: bool = False, waits: bool = True
) -> Tally:
    """Runs the parsers again over stored sources; what reads the same changes no row.

    With `finds_people`, who is named in them is found anew too, which takes several times longer. A page, for which someone
    sits waiting, does not wait for another process that writes the index: `waits` is False.
    """
    started = timezone.now()
    tally = Tally()
    with closing(Loader()) as loader:  # also after a bug: a page's connection serves others afterwards
        for source in sources:
            result = _read_again(source, loader, finds_people)
            tally.add(result)
            progress(result)
    if waits:
        _index(tally)
    else:
        search.follow()
    _review_since(started, tally)
    return tally


def _review_since(started: dt.datetime, tally: Tally) -> None:
    if tally.created or tally.updated:
        review(list(Inquiry.objects.filter(updated_at__gte=started).values_list("pk", flat=True)))


def _read_again(source: Source, loader: Loader, finds_people: bool) -> Result:
    try:
        parsed = parse_stored(source)
    except ParseError as error:
        if source.status == FAILED:  # an editor has it in the queue already
            loader.renew_reason(source, str(error))
            return Result(source.origin, "unchanged", str(error))
        return Result(source.origin, FAILED, str(error))
    try:
        outcome = _retried(lambda: loader.recompose(source, parsed, finds_people))
    except (IntegrityError, DataError) as error:
        return Result(source.origin, FAILED, _refusal(error))
    return Result(source.origin, outcome.result, warnings=outcome.warnings)


def parse_stored(source: Source) -> ParsedDocument:
    """Reads the stored bytes of a source; raises ParseError when they cannot be read (any more)."""
    return parse(
        stored_bytes(source.file), Path(source.name).name, stored_bytes(source.metadata_file) if source.metadata_file else None
    )


def source_text(source: Source) -> tuple[str, ...]:
    """The text of a source as it came, or why there is none."""
    try:
        return readable(stored_bytes(source.file), Path(source.name).name)
    except ParseError as error:
        return (str(error),)


def stored_bytes(name: str) -> bytes:
    """What lies in the file storage under a name; raises ParseError when it is gone."""
    try:
        with default_storage.open(name) as opened:
            found: bytes = opened.read()
    except FileNotFoundError:
        raise ParseError(f"De bytes van deze bron ontbreken in de opslag ({name}).") from None
    return found
