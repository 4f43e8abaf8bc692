"""The queue has one item a cause, for ever."""

from __future__ import annotations

import pytest

from questions.loading.problems import record_problem
from questions.models import IngestProblem
from questions.vocabulary.kinds import ProblemKind, ProblemStatus
from questions.vocabulary.lengths import MAX_CAUSE_CHARS
from tests.builders import account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def record(message: str = "kijk", cause: str = "oorzaak") -> IngestProblem:
    record_problem(ProblemKind.WARNING, cause, message, None, None)
    return IngestProblem.objects.get(kind=ProblemKind.WARNING, cause=cause[:MAX_CAUSE_CHARS])


def test_the_same_cause_is_one_item() -> None:
    record()
    record()
    assert IngestProblem.objects.count() == 1


def test_another_cause_is_another_item() -> None:
    record()
    record(cause="andere oorzaak")
    assert IngestProblem.objects.count() == 2


def test_what_the_archive_settled_is_opened_with_the_new_message() -> None:
    record().decide(ProblemStatus.RESOLVED, None)
    problem = record("kijk nog eens")
    assert (problem.status, problem.message) == (ProblemStatus.OPEN, "kijk nog eens")


def test_what_an_editor_dismissed_stays_dismissed() -> None:
    record().decide(ProblemStatus.DISMISSED, account("redacteur"), "hoort zo")
    assert record("kijk nog eens").status == ProblemStatus.DISMISSED


def test_a_long_cause_is_cut_and_still_one_item() -> None:
    record(cause="x" * 1000)
    assert record(cause="x" * 1000).cause == "x" * MAX_CAUSE_CHARS
