"""What reading a document gives: its content, or why there is none, whatever a reading library raises."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from traceback import extract_tb
from types import FrameType

from questions.parsing import ParsedDocument, ParseError, parse, readable

logger = logging.getLogger(__name__)
MAX_DETAIL_CHARS = 160
MAX_CPU_SECONDS = 8.0  # for one document; a letter of ten pages takes a tenth of a second
TOO_LONG = (
    f"Het lezen van dit document duurt te lang (meer dan {MAX_CPU_SECONDS:.0f} seconden); splits het of sla "
    "het eenvoudiger op."
)
TOO_MUCH_MEMORY = "Het lezen van dit document vraagt te veel geheugen; sla het eenvoudiger op of splits het."


class Wanted(StrEnum):
    """What of a document is asked for: its parsed content, or its lines as they came."""

    DOCUMENT = "document"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Request:
    """One document to read."""

    wanted: Wanted
    data: bytes
    name: str
    metadata: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the three. It travels between processes as JSON, which can run nothing when it is read."""

    document: ParsedDocument | None = None
    lines: tuple[str, ...] = ()
    refusal: str = ""


class OutOfTime(BaseException):
    """Raised in the midst of reading; no Exception, so that no rule takes it for a failure of its own."""


@contextmanager
def within_time() -> Iterator[None]:
    """Raises OutOfTime when what is done inside uses more than MAX_CPU_SECONDS of the processor.

    For the main thread of a process. A regular expression is interrupted, a library in C is not.
    """

    def late(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGPROF, late)
    # Again each second: where it is raised while an object is taken away, Python passes it over.
    signal.setitimer(signal.ITIMER_PROF, MAX_CPU_SECONDS, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def answer_in_time(request: Request) -> Answer:
    """As `answer`, for the main thread: a document for which a rule takes too long is refused."""
    try:
        with within_time():
            return answer(request)
    except OutOfTime:
        return Answer(refusal=TOO_LONG)


def answer(request: Request) -> Answer:
    """Reads a document in this process. Raises nothing: also a bug in a reader costs this document only."""
    try:
        if request.wanted is Wanted.LINES:
            return Answer(lines=readable(request.data, request.name))
        return Answer(parse(request.data, request.name, request.metadata))
    except ParseError as error:
        return Answer(refusal=str(error))
    except MemoryError:
        return Answer(refusal=TOO_MUCH_MEMORY)
    except Exception as error:
        logger.debug("Een lezer liep vast op %s", request.name, exc_info=True)
        return Answer(refusal=_stuck(error))


def _stuck(error: Exception) -> str:
    """For an editor what to do, and for a developer where to look."""
    frames = extract_tb(error.__traceback__)
    where = f", {Path(frames[-1].filename).name} regel {frames[-1].lineno}" if frames else ""
    detail = f"{type(error).__name__}: {error}"[:MAX_DETAIL_CHARS].replace("\0", "").replace("\n", " ")
    printable = detail.encode(errors="replace").decode()
    return (
        "Een lezer liep vast op dit document. Sla het opnieuw op of haal het opnieuw op; blijft het zo, meld "
        f"het dan als fout van het programma. (Technisch: {printable}{where})"
    )
