"""Runs the parsers again over the sources that are here, and gives their stored bytes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError

from kamerarchief.stopping import Stop, stopped_by
from questions import search
from questions.editing.review import review
from questions.loading import Loader
from questions.models import SearchChange, Source, oldest_running
from questions.parsing import ParsedDocument, ParseError
from questions.reading import Reader
from questions.vocabulary.kinds import Effect, SourceStatus

from .documents import refusal, retried
from .run import settle
from .tally import Progress, Result, Tally, no_progress


def reparse(
    sources: Iterable[Source],
    progress: Progress = no_progress,
    *,
    finds_people: bool = False,
    waits: bool = True,
    stop: Stop | None = None,
) -> Tally:
    """Runs the parsers again over stored sources; a source that reads the same changes no row.

    With `finds_people`, who is named in them is found anew too, which takes several times longer. A page
    for which someone waits does not wait for another process that writes the index: `waits` is False. What
    stops it and is no bug is said in the tally.
    """
    stop = stop or Stop()
    tally = Tally()
    begun = oldest_running()
    try:
        _read_all(sources, tally, progress, stop, finds_people)
        stop.check()
        if waits:
            settle(tally, stop)
        else:
            search.follow()
            review(SearchChange.objects.since(begun).sets())
    except BaseException as error:
        tally.stopped = stopped_by(error, stop)
        if not tally.stopped:
            raise
    return tally


def _read_all(
    sources: Iterable[Source], tally: Tally, progress: Progress, stop: Stop, finds_people: bool
) -> None:
    # closed also after a bug: a page's connection serves others afterwards
    with closing(Reader()) as reader, closing(Loader()) as loader:
        for source in sources:
            result = _read_again(source, reader, loader, finds_people)
            tally.add(result)
            progress(result)
            if stop.is_asked:
                return


def _read_again(source: Source, reader: Reader, loader: Loader, finds_people: bool) -> Result:
    try:
        parsed = parse_stored(source, reader)
    except ParseError as error:
        if source.status == SourceStatus.FAILED:  # an editor has it in the queue already
            loader.renew_reason(source, str(error))
            return Result(source.origin, Effect.UNCHANGED, str(error))
        return Result(source.origin, Effect.FAILED, str(error))
    try:
        outcome = retried(lambda: loader.recompose(source, parsed, finds_people))
    except (IntegrityError, DataError) as error:
        return Result(source.origin, Effect.FAILED, refusal(error))
    return Result(source.origin, outcome.effect, warnings=outcome.warnings)


def parse_stored(source: Source, reader: Reader) -> ParsedDocument:
    """Reads the stored bytes of a source; raises ParseError when they cannot be read (any more)."""
    metadata = stored_bytes(source.metadata_file) if source.metadata_file else None
    return reader.parse(stored_bytes(source.file), Path(source.name).name, metadata)


def source_text(source: Source) -> tuple[str, ...]:
    """The text of a source as it came, or why there is none."""
    try:
        with closing(Reader()) as reader:
            return reader.readable(stored_bytes(source.file), Path(source.name).name)
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
