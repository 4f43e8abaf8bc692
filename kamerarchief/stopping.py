"""How a command that works on many documents ends before its work does: asked to by a signal, or stopped by
what is no bug.
"""

from __future__ import annotations

import errno
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ASKED = "Gestopt op verzoek (signaal)."
FULL = "No space left on device"
SYSTEM_ERRORS = {
    errno.ENOSPC: "De schijf is vol.",
    errno.EDQUOT: "De ruimte van deze gebruiker op de schijf is op.",
    errno.EROFS: "De schijf kan alleen worden gelezen.",
    errno.EACCES: "Er kan niet worden geschreven: geen rechten.",
    errno.EIO: "De schijf geeft fouten.",
    errno.EMFILE: "Er zijn te veel bestanden open.",
    errno.ENOMEM: "Het geheugen is vol.",
    errno.EAGAIN: "Er kunnen geen processen meer bij.",
}
READ_ONLY_SQLSTATES = {"25006", "42501"}  # a transaction that only reads; an account that may only read


@dataclass(slots=True)
class Stop:
    """Whether somebody asked for an end; looked at between two documents."""

    is_asked: bool = False

    def check(self) -> None:
        """Raises KeyboardInterrupt when it was asked for."""
        if self.is_asked:
            raise KeyboardInterrupt

    def checked(self, progress: Callable[[int], None]) -> Callable[[int], None]:
        """A progress that also ends the work when that was asked for."""

        def checked(count: int) -> None:
            self.check()
            progress(count)

        return checked


@contextmanager
def asked_by_signals(*, at_once: bool = False) -> Iterator[Stop]:
    """The first signal asks for an end, so that what was begun is finished; the second one is a
    KeyboardInterrupt, as the first is with `at_once`. Workers finish what they have begun, unless the signal
    went to them too.
    """
    stop = Stop(is_asked=at_once)
    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread hears of signals
        return

    def heard(_number: int, _frame: FrameType | None) -> None:
        stop.check()
        stop.is_asked = True

    # What was ignored before stays so: `nohup` asks for that.
    heeded = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, heard) for number in heeded}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stopped_by(error: BaseException, stop: Stop | None = None) -> str:
    """What stopped a command, in a sentence for its operator; empty for a bug, which should be seen.

    A signal to all processes of a command ends its workers too: that is what was asked for, and no want of
    memory.
    """
    if isinstance(error, KeyboardInterrupt):
        return ASKED
    if isinstance(error, BrokenProcessPool) and stop and stop.is_asked:
        return ASKED
    if isinstance(error, BrokenProcessPool):
        return (
            "Een werkproces is door het systeem beëindigd, waarschijnlijk omdat het geheugen vol was. "
            "Probeer het met minder processen (--jobs 1)."
        )
    if FULL in str(error):
        return SYSTEM_ERRORS[errno.ENOSPC]
    if isinstance(error, OSError) and error.errno in SYSTEM_ERRORS:
        return SYSTEM_ERRORS[error.errno]
    if is_read_only(error):
        return "De database kan hier alleen worden gelezen."
    if isinstance(error, (OperationalError, InterfaceError)):
        said = str(error).strip().split("\n")[0]
        return f"De database is weggevallen of kan niet verder ({said})."
    return ""


def is_read_only(error: BaseException) -> bool:
    """Whether a database refused to write because it can only be read: a copy that follows another, or an
    account without the right.
    """
    return isinstance(error, (InternalError, ProgrammingError)) and (
        getattr(error.__cause__, "sqlstate", "") in READ_ONLY_SQLSTATES
        or "read-only transaction" in str(error)  # from a worker comes only the text
        or "permission denied for" in str(error)
    )
