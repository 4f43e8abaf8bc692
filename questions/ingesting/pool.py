"""Spreads a stream of documents over processes, and passes over those that are here already."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import closing, suppress
from functools import cache

from kamerarchief.processes import worker_pool
from kamerarchief.stopping import Stop
from questions.loading import Loader
from questions.loading.kept_bytes import is_kept, keep_bytes
from questions.models import Source
from questions.reading import Reader
from questions.sources import RawDocument
from questions.vocabulary.kinds import Effect, SourceStatus

from .documents import read, read_and_store, sha256_of, store
from .tally import Result

LOOKUP_DOCUMENTS = 400  # documents whose hashes are looked up in one query
WORKER_DOCUMENTS = 25  # documents that a worker gets at a time
QUEUED_CHUNKS = 16  # for each worker: few enough to bound memory
STOP_SECONDS = 0.5  # between looks at whether an end was asked for
New = list[tuple[RawDocument, str]]  # documents that are not here yet, each with its hash


def results(documents: Iterator[RawDocument], jobs: int, dry_run: bool, stop: Stop) -> Iterator[Result]:
    """The result of each document, until an end is asked for; a small input is not worth starting
    processes for.
    """
    first = list(itertools.islice(documents, LOOKUP_DOCUMENTS))
    batches = itertools.chain([first], _batches(documents))
    if jobs > 1 and len(first) == LOOKUP_DOCUMENTS:
        yield from _in_parallel(batches, jobs, dry_run, stop)
        return
    with closing(Loader()) as loader, closing(Reader()) as reader:
        for batch in batches:
            if stop.is_asked:
                return
            new = yield from _skip_known(batch, dry_run)
            for document, sha256 in new:
                if stop.is_asked:
                    return
                yield read_and_store(document, sha256, reader, loader, dry_run)


def _batches(documents: Iterator[RawDocument]) -> Iterator[list[RawDocument]]:
    while batch := list(itertools.islice(documents, LOOKUP_DOCUMENTS)):
        yield batch


def _skip_known(batch: list[RawDocument], dry_run: bool) -> Generator[Result, None, New]:
    """Yields the results of documents that are here already; returns the others with their hash.

    Bytes that went missing from the storage are put back.
    """
    hashed = [(document, sha256_of(document)) for document in batch]
    rows = Source.objects.filter(sha256__in=[sha for _, sha in hashed]).values_list(
        "sha256", "status", "file", "metadata_file"
    )
    known = {sha: (status, file, metadata_file) for sha, status, file, metadata_file in rows}
    failed = [sha for sha, (status, *_) in known.items() if status == SourceStatus.FAILED]
    problems = Source.objects.filter(sha256__in=failed).values_list("sha256", "problems__message")
    reasons = dict(problems) if failed else {}
    new: New = []
    for document, sha256 in hashed:
        if document.error or sha256 not in known:
            new.append((document, sha256))
            continue
        status, file, metadata_file = known[sha256]
        if not (dry_run or _is_whole(document, file, metadata_file)):
            keep_bytes(sha256, document.data, document.metadata)
        if status == SourceStatus.FAILED:
            yield Result(document.origin, Effect.FAILED, reasons.get(sha256) or "Niet te lezen.")
        else:
            yield Result(document.origin, Effect.UNCHANGED)
    return new


def _is_whole(document: RawDocument, file: str, metadata_file: str) -> bool:
    if not is_kept(file, len(document.data)):
        return False
    return document.metadata is None or is_kept(metadata_file, len(document.metadata))


def _in_parallel(
    batches: Iterable[list[RawDocument]], jobs: int, dry_run: bool, stop: Stop
) -> Iterator[Result]:
    running: set[Future[list[Result]]] = set()
    pool = worker_pool(jobs)
    try:
        for batch in batches:
            new = yield from _skip_known(batch, dry_run)
            for start in range(0, len(new), WORKER_DOCUMENTS):
                running.add(pool.submit(_work, new[start : start + WORKER_DOCUMENTS], dry_run))
            yield from _finished(running, jobs * QUEUED_CHUNKS, stop)
            if stop.is_asked:
                break
        yield from _finished(running, 0, stop)
    finally:
        pool.shutdown(cancel_futures=True)  # after a full disk, what waits would only fail too


def _finished(running: set[Future[list[Result]]], left: int, stop: Stop) -> Iterator[Result]:
    """The results of chunks as they end, until so many are left; when an end is asked for, of those that
    were begun.
    """
    while len(running) > left or (stop.is_asked and running):
        if stop.is_asked:
            for future in running:
                future.cancel()
        done, _ = wait(running, timeout=STOP_SECONDS, return_when=FIRST_COMPLETED)
        running -= done
        for future in done:
            with suppress(CancelledError):
                yield from future.result()


@cache
def _loader() -> Loader:
    """One for the life of a worker process."""
    return Loader()


@cache
def _reader() -> Reader:
    """One for the life of a worker process; its own process ends with this one."""
    return Reader()


def _work(documents: New, dry_run: bool) -> list[Result]:
    """Reads all before it stores the first: in turns, each finds the other's code and data in the
    processor's cache.
    """
    readings = [read(document, _reader()) for document, _ in documents]
    return [
        store(document, sha256, reading, _loader(), dry_run)
        for (document, sha256), reading in zip(documents, readings, strict=True)
    ]
