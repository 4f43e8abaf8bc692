"""Reads documents: those that could take a process with them in a process of their own."""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Lock, current_thread, main_thread

import msgspec

from questions.parsing import ParsedDocument, ParseError
from questions.parsing.dispatch import format_of

from .answers import MAX_CPU_SECONDS, TOO_LONG, Answer, Request, Wanted, answer_in_time
from .limited import serve

# Their readers are libraries in C, or build trees many times the size of the file.
FORMATS_APART = {"pdf", "docx", "odt", "html"}
MAX_BYTES_HERE = 1024 * 1024  # of the other formats; a long official document has half of that
MAX_SECONDS = 60.0  # on the clock, for a process that waits and uses no time of the processor
MAX_ATTEMPTS = 2
BROKEN_OFF = (
    "Het lezen van dit document brak af: het bestand is beschadigd op een manier waar de lezer niet tegen "
    "kan. Haal het opnieuw op of sla het opnieuw op."
)
KILLED = (
    "Het systeem beëindigde twee keer de lezer van dit document, waarschijnlijk omdat het geheugen vol was. "
    "Lees het later opnieuw met: manage.py reparse --failed"
)
# What a library does to its process; other signals come from the system or from a person.
CRASHES = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}


class Reader:
    """Reads one document at a time, also when several threads ask. `close` it: it may have a process."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._apart: _Apart | None = None

    def parse(self, data: bytes, name: str = "", metadata: bytes | None = None) -> ParsedDocument:
        """As `parsing.parse`; every failure is a ParseError. OSError when no process can be started."""
        given = self._answer(Request(Wanted.DOCUMENT, data, name, metadata))
        if given.document is None:
            raise ParseError(given.refusal)
        return given.document

    def readable(self, data: bytes, name: str = "") -> tuple[str, ...]:
        """As `parsing.readable`; every failure is a ParseError."""
        given = self._answer(Request(Wanted.LINES, data, name))
        if given.refusal:
            raise ParseError(given.refusal)
        return given.lines

    def close(self) -> None:
        with self._turn:
            self._end()

    def _answer(self, request: Request) -> Answer:
        """A thread of the web server cannot be interrupted, so there everything is read apart."""
        if _is_risky(request) or current_thread() is not main_thread():
            return self._answer_apart(request)
        return answer_in_time(request)

    def _answer_apart(self, request: Request) -> Answer:
        """Tries again what broke off: the system may have ended the process for want of memory elsewhere."""
        with self._turn:
            for _ in range(MAX_ATTEMPTS):
                reason = KILLED
                if self._apart is None or not self._apart.is_alive():
                    self._end()
                    try:
                        self._apart = _Apart()
                    except BrokenPipeError:  # it ended before it had begun
                        continue
                given = self._apart.answer(request)
                if given is not None:
                    return given
                reason = self._apart.reason()
                self._end()
                if reason == TOO_LONG:
                    break
            return Answer(refusal=reason)

    def _end(self) -> None:
        if self._apart:
            self._apart.end()
        self._apart = None


def _is_risky(request: Request) -> bool:
    if len(request.data) > MAX_BYTES_HERE or len(request.metadata or b"") > MAX_BYTES_HERE:
        return True
    try:
        return format_of(request.data, request.name) in FORMATS_APART
    except ParseError:
        return False  # it is refused at once
    except Exception:
        return True


class _Apart:
    """A process that reads, and the line to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line: Connection
        self._line, other = context.Pipe()
        self._is_late = False
        self._process: SpawnProcess = context.Process(target=serve, args=(other,), daemon=True)
        try:
            self._process.start()
        except OSError:
            self._line.close()
            raise
        finally:
            other.close()  # so that each side notices when the other is gone

    def is_alive(self) -> bool:
        return self._process.is_alive()

    def answer(self, request: Request) -> Answer | None:
        """None when the process ended, or is late."""
        try:
            self._line.send(request)
            if not self._line.poll(MAX_SECONDS):
                self._is_late = True
                return None
            return msgspec.json.decode(self._line.recv_bytes(), type=Answer)
        except (EOFError, OSError, msgspec.MsgspecError):
            return None

    def reason(self) -> str:
        """Why there was no answer."""
        if not self._is_late:
            self._process.join(MAX_CPU_SECONDS)
        code = self._process.exitcode
        if self._is_late or code == -signal.SIGPROF:
            return TOO_LONG
        return KILLED if code is not None and code < 0 and -code not in CRASHES else BROKEN_OFF

    def end(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.join()
