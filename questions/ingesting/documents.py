"""One document: reads it, stores it, and says what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.db import DataError, IntegrityError, OperationalError

from questions.loading import Loader, SourceFile
from questions.parsing import ParsedDocument, ParseError
from questions.parsing.dispatch import RANK, format_of
from questions.parsing.formats.safety import check_size
from questions.reading import Reader
from questions.sources import RawDocument
from questions.vocabulary.kinds import Effect

from .tally import Result

MAX_ATTEMPTS = 3
MAX_REASON_CHARS = 300
# PostgreSQL ended one of two transactions that wait for each other; or an editor merged a person away
# meanwhile.
PASSING_SQLSTATES = {"40P01", "40001", "23503"}
T = TypeVar("T")


def sha256_of(document: RawDocument) -> str:
    """The hash by which a source is known: of its bytes, followed by those of its metadata if there are
    any.
    """
    digest = hashlib.sha256(document.data)
    if document.metadata is not None:
        digest.update(b"\0" + document.metadata)
    return digest.hexdigest()


def read_and_store(
    document: RawDocument, sha256: str, reader: Reader, loader: Loader, dry_run: bool = False
) -> Result:
    """Reads one document and stores it, or records why it cannot be read."""
    return store(document, sha256, read(document, reader), loader, dry_run)


def read(document: RawDocument, reader: Reader) -> ParsedDocument | ParseError:
    """What a document says, or why it cannot be read."""
    if document.error:
        return ParseError(document.error)
    try:
        return reader.parse(document.data, document.name, document.metadata)
    except ParseError as problem:
        return problem


def store(
    document: RawDocument, sha256: str, reading: ParsedDocument | ParseError, loader: Loader, dry_run: bool
) -> Result:
    """Stores a reading, or the reason why there is none; what the database refuses is a reason too."""
    if isinstance(reading, ParseError):
        reason = str(reading)
        if not (dry_run or document.error):
            retried(lambda: loader.record_failure(_file(document, sha256, is_readable=False), reason))
        return Result(document.origin, Effect.FAILED, reason)
    if dry_run:
        return Result(document.origin, Effect.CREATED, warnings=reading.warnings)
    try:
        outcome = retried(lambda: loader.store(_file(document, sha256), reading))
    except (IntegrityError, DataError) as error:
        reason = refusal(error)
        retried(lambda: loader.record_failure(_file(document, sha256, is_readable=False), reason))
        return Result(document.origin, Effect.FAILED, reason)
    except Exception as error:
        error.add_note(f"bij het opnemen van {document.origin}")
        raise
    return Result(document.origin, outcome.effect, warnings=outcome.warnings)


def refusal(error: IntegrityError | DataError) -> str:
    """What an editor can do about a document that the database does not take."""
    about = getattr(error.__cause__, "diag", None)
    if isinstance(error, DataError):
        said = getattr(about, "message_primary", "") or error
        return f"Dit document past niet in de database: {said}"[:MAX_REASON_CHARS]
    constraint = getattr(about, "constraint_name", "") or str(error)[:200]
    return f"Dit document botst met wat er al is ({constraint}). Los dat op en lees het opnieuw."


def _file(document: RawDocument, sha256: str, *, is_readable: bool = True) -> SourceFile:
    try:
        check_size(document.data)
        file_format = format_of(document.data, document.name)
    except Exception:  # what it stumbles over, the reader has said
        file_format = ""
    rank = RANK[file_format] if is_readable else 0
    return SourceFile(
        sha256, document.name, document.origin, file_format, rank, document.data, document.metadata
    )


def retried(action: Callable[[], T]) -> T:
    """Tries again what failed for a reason that passes."""
    for attempt in range(MAX_ATTEMPTS):
        try:
            return action()
        except (OperationalError, IntegrityError) as error:
            if (
                getattr(error.__cause__, "sqlstate", "") not in PASSING_SQLSTATES
                or attempt == MAX_ATTEMPTS - 1
            ):
                raise
    raise AssertionError("unreachable")
