"""The counts of a run."""

from __future__ import annotations

import pytest

from questions.ingesting.tally import Result, Tally
from questions.vocabulary.kinds import Effect


def tally_of(*results: Result) -> Tally:
    tally = Tally()
    for result in results:
        tally.add(result)
    return tally


@pytest.mark.parametrize("effect", list(Effect))
def test_each_effect_has_a_count(effect: Effect) -> None:
    tally = tally_of(Result("a.xml", effect))
    assert getattr(tally, effect) == 1
    assert tally.total == 1


def test_failures_are_kept_with_their_reason() -> None:
    failed = Result("a.pdf", Effect.FAILED, "kapot")
    tally = tally_of(Result("b.xml", Effect.CREATED), failed)
    assert tally.failures == [failed]
    assert tally.total == 2


def test_what_still_cannot_be_read_is_unchanged_and_unreadable() -> None:
    tally = tally_of(Result("a.pdf", Effect.UNCHANGED, "kapot"))
    assert (tally.unchanged, tally.unreadable, tally.failed) == (1, 1, 0)


def test_warned_counts_documents_and_not_warnings() -> None:
    warned = Result("a.xml", Effect.CREATED, warnings=("een", "twee"))
    tally = tally_of(warned, Result("b.xml", Effect.CREATED))
    assert tally.warned == 1


@pytest.mark.parametrize(
    ("effect", "is_whole"),
    [(Effect.CREATED, True), (Effect.UPDATED, True), (Effect.UNCHANGED, True), (Effect.FAILED, False)],
)
def test_whether_everything_was_read(effect: Effect, is_whole: bool) -> None:
    assert tally_of(Result("a.xml", effect)).is_whole is is_whole


@pytest.mark.parametrize("field", ["stopped", "unindexed"])
def test_whether_everything_was_done(field: str) -> None:
    assert not Tally(**{field: "De schijf is vol."}).is_whole
