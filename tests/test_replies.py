import datetime as dt

import pytest

from questions.models import Inquiry
from questions.models.terms import ReplyTerm, ReplyTerms
from questions.replies import reply

TERMS = ReplyTerms([ReplyTerm(chamber="tk", since=None, days=21, postponed_days=42)])
TODAY = dt.date(2025, 3, 1)


def course(answered: str | None = None, postponed: str | None = None, **facts: object):
    day = dt.date.fromisoformat
    inquiry = Inquiry(
        chamber="tk", submitted_on=day("2024-12-20"), answered_on=day(answered) if answered else None,
        is_answered=bool(answered),
        postponed_on=day(postponed) if postponed else None, is_postponed=bool(postponed), **facts,
    )  # fmt: skip
    return reply(inquiry, TERMS, TODAY)


@pytest.mark.parametrize(
    ("answered", "postponed", "state", "days"),
    [
        ("2025-01-10", None, "in_time", 21),
        ("2025-01-11", None, "late", 22),
        ("2025-01-31", "2025-01-14", "in_time_after_postponement", 42),
        ("2025-02-04", "2025-01-14", "late", 46),
        (None, None, "overdue", 71),
    ],
)
def test_states(answered: str | None, postponed: str | None, state: str, days: int) -> None:
    found = course(answered, postponed)
    assert (found.state, found.days) == (state, days)


def test_the_sum_of_the_design() -> None:
    found = course("2025-02-04", "2025-01-14")
    assert [(step.label, f"{step.day.day}-{step.day.month}") for step in found.steps] == [
        ("Ingezonden", "20-12"), ("Termijn", "10-1"), ("Uitstel gemeld", "14-1"), ("Nieuwe termijn",
        "31-1"), ("Beantwoord", "4-2"),
    ]  # fmt: skip
    assert found.late_days == 4


def test_what_is_awaited_is_late_since_its_term() -> None:
    assert (course().days, course().late_days) == (71, 50)
    assert course("2025-01-10").late_days == 0


def test_open_in_its_term() -> None:
    inquiry = Inquiry(chamber="tk", submitted_on=dt.date(2025, 2, 20))
    assert reply(inquiry, TERMS, TODAY).state == "open"
    inquiry.is_postponed = True
    assert reply(inquiry, TERMS, TODAY).state == "open_after_postponement"


def test_withdrawn_and_unknown() -> None:
    assert course(is_withdrawn=True).state == "withdrawn"
    assert course(is_withdrawn=True).days is None
    unknown = reply(
        Inquiry(
            chamber="ek", submitted_on=dt.date(2024, 1, 1), is_answered=True, answered_on=dt.date(2024, 2, 1)
        ),
        TERMS,
        TODAY,
    )
    assert unknown.state == "unknown"
    assert [step.label for step in unknown.steps] == [
        "Ingezonden",
        "Beantwoord",
    ]
    assert reply(Inquiry(chamber="tk"), TERMS, TODAY).steps == ()


def test_a_rule_holds_from_its_day() -> None:
    terms = ReplyTerms(
        [
            ReplyTerm(chamber="tk", since=None, days=21, postponed_days=42),
            ReplyTerm(chamber="tk", since=dt.date(2025, 1, 1), days=14, postponed_days=28),
        ]
    )
    before, after = (
        Inquiry(chamber="tk", submitted_on=day) for day in (dt.date(2024, 12, 31), dt.date(2025, 1, 1))
    )
    assert (reply(before, terms, TODAY).due, reply(after, terms, TODAY).due) == (
        dt.date(2025, 1, 21),
        dt.date(2025, 1, 15),
    )
