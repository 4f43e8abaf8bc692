"""How a long command shows its progress: a bar on a terminal, plain lines elsewhere; then its tally."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from django.core.management.base import CommandError
from tqdm import tqdm

from kamerarchief.stopping import stopped_by
from questions.ingesting import Result, Tally

GO_ON = "Wat is opgenomen, blijft. Geef dezelfde opdracht opnieuw: zij gaat verder waar zij was."
LINE_SECONDS = 10.0  # between plain lines


@contextmanager
def progress(total: int | None, stream: TextIO | None = None) -> Iterator[Callable[[Result], None]]:
    """Gives a function to call with each result."""
    stream = stream or sys.stderr
    if stream.isatty():
        with tqdm(total=total, unit=" doc", file=stream, smoothing=0.05, dynamic_ncols=True) as bar:
            yield lambda _result: _advance(bar)
        return
    yield _plain_lines(total, stream)


def _advance(bar: tqdm) -> None:
    bar.update(1)


def _plain_lines(total: int | None, stream: TextIO) -> Callable[[Result], None]:
    state = {"count": 0, "next": time.monotonic() + LINE_SECONDS, "start": time.monotonic()}

    def show(_result: Result) -> None:
        state["count"] += 1
        now = time.monotonic()
        if now >= state["next"]:
            state["next"] = now + LINE_SECONDS
            rate = state["count"] / (now - state["start"])
            of = f" van {total}" if total else ""
            print(f"{int(state['count'])}{of} documenten, {rate:.0f} per seconde", file=stream, flush=True)

    return show


SHOWN_NAMES = 20  # of the files that were passed over for one reason


def report(tally: Tally, write: Callable[[str], object], failed: Callable[[str], object]) -> None:
    """A line for each failure, and the counts."""
    for failure in tally.failures:
        failed(f"Mislukt: {failure.origin}: {failure.reason}")
    documents = "1 document" if tally.total == 1 else f"{tally.total} documenten"
    write(
        f"{documents}: {tally.created} nieuw, {tally.updated} bijgewerkt, {tally.unchanged} ongewijzigd, "
        f"{tally.warned} met waarschuwing, {tally.failed} mislukt."
    )
    for reason, names in sorted(tally.passed_over.items()):
        named = ", ".join(names[:SHOWN_NAMES])
        more = f" en nog {len(names) - SHOWN_NAMES}" if len(names) > SHOWN_NAMES else ""
        write(f"Overgeslagen ({reason}): {named}{more}.")
    if tally.unreadable:
        write(f"Van de ongewijzigde nog steeds niet te lezen: {tally.unreadable}.")
    if tally.unindexed:
        failed(f"{tally.unindexed} Werk de zoekindex later bij met: manage.py index")
    if tally.stopped:
        failed(f"{tally.stopped} {GO_ON}")
    if tally.warned or tally.failed or tally.unreadable:
        write("Wat aandacht vraagt, staat in het beheer onder Problemen.")


@contextmanager
def said_in_words(after: str) -> Iterator[None]:
    """Raises CommandError for what stops a command and is no bug: what it was, and `after`, what is to be
    done.
    """
    try:
        yield
    except BaseException as error:
        stopped = stopped_by(error)
        if not stopped:
            raise
        raise CommandError(f"{stopped} {after}") from None


@contextmanager
def counting(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, nothing elsewhere; what it gives is told how many are done."""
    with tqdm(total=total, unit=f" {unit}", disable=not sys.stderr.isatty()) as bar:
        yield lambda count: bar.update(count) and None
