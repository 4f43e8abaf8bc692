"""A process that reads documents within bounds of memory and time; it is made to be lost."""

from __future__ import annotations

import resource
import signal
from contextlib import suppress
from multiprocessing.connection import Connection

import msgspec

from .answers import MAX_CPU_SECONDS, TOO_MUCH_MEMORY, Answer, Request, answer

MAX_MEMORY_BYTES = 1_400_000_000  # of address space, of which a reader that has just started has a third


def serve(requests: Connection) -> None:
    """Answers until the other side is gone. The system ends this process when a document takes too long,
    also inside a library that never returns.
    """
    _bound_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends this process
    while True:
        try:
            request: Request = requests.recv()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_PROF, MAX_CPU_SECONDS)  # SIGPROF, which nobody handles
        is_spent = not _send(requests, answer(request))
        signal.setitimer(signal.ITIMER_PROF, 0)
        if is_spent:
            return


def _bound_memory() -> None:
    """Where the system knows no such bound (macOS), that of time is left."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = MAX_MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MAX_MEMORY_BYTES, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(requests: Connection, given: Answer) -> bool:
    """Whether this process can go on: not when its memory was full, and lies in pieces."""
    try:
        requests.send_bytes(msgspec.json.encode(given))
    except MemoryError:
        requests.send_bytes(msgspec.json.encode(Answer(refusal=TOO_MUCH_MEMORY)))
        return False
    except OSError:
        return False
    return given.refusal != TOO_MUCH_MEMORY
