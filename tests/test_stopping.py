"""What ends a command before its work does is said in a sentence; a bug is not."""

from __future__ import annotations

import errno
import os
import signal
import threading
from concurrent.futures.process import BrokenProcessPool

import pytest
from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError

from kamerarchief.stopping import Stop, asked_by_signals, stopped_by


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyboardInterrupt(), "op verzoek"),
        (OSError(errno.ENOSPC, "x"), "schijf is vol"),
        (OSError(errno.EROFS, "x"), "alleen worden gelezen"),
        (ValueError("An IO error occurred: 'No space left on device (os error 28)'"), "schijf is vol"),
        (OperationalError("could not extend file: No space left on device"), "schijf is vol"),
        (OperationalError("server closed the connection\nmore"), "kan niet verder (server closed"),
        (InterfaceError("connection already closed"), "weggevallen"),
        (InternalError("cannot execute INSERT in a read-only transaction"), "alleen worden gelezen"),
        (BrokenProcessPool(), "--jobs 1"),
        (ValueError("x"), ""),
        (OSError(errno.ENOENT, "x"), ""),
        (InternalError("current transaction is aborted"), ""),
    ],
)
def test_what_stopped_it(error: BaseException, said: str) -> None:
    assert said in stopped_by(error)
    assert bool(said) == bool(stopped_by(error))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_first_signal_asks_and_the_second_ends(number: signal.Signals) -> None:
    outside = signal.signal(number, signal.default_int_handler)  # `nohup` and "&" leave some ignored
    try:
        with asked_by_signals() as stop:
            os.kill(os.getpid(), number)
            assert stop.is_asked
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), number)
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, outside)


def test_another_thread_hears_of_no_signal() -> None:
    heard: list[bool] = []

    def listen() -> None:
        with asked_by_signals() as stop:
            heard.append(stop.is_asked)

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()
    assert heard == [False]


def test_a_progress_ends_the_work() -> None:
    counted: list[int] = []
    stop = Stop()
    progress = stop.checked(counted.append)
    progress(1)
    stop.is_asked = True
    with pytest.raises(KeyboardInterrupt):
        progress(2)
    assert counted == [1]


def test_what_was_ignored_stays_so() -> None:
    """`nohup` asks for that."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with asked_by_signals() as stop:
            os.kill(os.getpid(), signal.SIGHUP)
            assert not stop.is_asked
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_work_that_is_undone_as_a_whole_ends_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), asked_by_signals(at_once=True):
        os.kill(os.getpid(), signal.SIGTERM)


def test_a_signal_to_all_processes_is_no_want_of_memory() -> None:
    assert "geheugen" in stopped_by(BrokenProcessPool(), Stop())
    assert "op verzoek" in stopped_by(BrokenProcessPool(), Stop(is_asked=True))


def test_an_account_without_the_right_to_write() -> None:
    assert "alleen worden gelezen" in stopped_by(
        ProgrammingError("permission denied for table questions_source")
    )
