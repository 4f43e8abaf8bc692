"""What became of each document of a run, and the counts of all together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from questions.vocabulary.kinds import Effect


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document; `reason` says why it cannot be read."""

    origin: str
    effect: Effect
    reason: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts of a run, and each failure; `unindexed` says why the search does not have it yet.

    A document that could not be read before, and still cannot, is unchanged. It is counted in `unreadable`
    too. `passed_over` names what is no document, by the reason why. `stopped` says what ended the run before
    its end.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    unreadable: int = 0
    warned: int = 0
    failed: int = 0
    failures: list[Result] = field(default_factory=list)
    passed_over: dict[str, list[str]] = field(default_factory=dict)
    unindexed: str = ""
    stopped: str = ""

    def pass_over(self, name: str, reason: str) -> None:
        """Notes a file that is no document: a system file, another format."""
        self.passed_over.setdefault(reason, []).append(name)

    def add(self, result: Result) -> None:
        setattr(self, result.effect, getattr(self, result.effect) + 1)
        self.warned += bool(result.warnings)
        self.unreadable += result.effect is Effect.UNCHANGED and bool(result.reason)
        if result.effect is Effect.FAILED:
            self.failures.append(result)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged + self.failed

    @property
    def is_whole(self) -> bool:
        """Whether everything was done and could be read."""
        return not (self.failed or self.unindexed or self.stopped)


Progress = Callable[[Result], None]


def no_progress(_result: Result) -> None:
    """For who does not want to know."""
