import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.models import Inquiry
from questions.models.terms import ReplyTerm, ReplyTerms
from questions.replies import reply
from questions.vocabulary.kinds import ReplyState

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
    assert [step.label for step in unknown.steps] == ["Ingezonden", "Beantwoord"]
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


# --- what must hold of any course -----------------------------------------------------------------

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31))
COURSES = st.builds(
    Inquiry,
    chamber=st.just("tk"),
    submitted_on=st.none() | DAYS,
    answered_on=st.none() | DAYS,
    is_answered=st.booleans(),
    postponed_on=st.none() | DAYS,
    is_postponed=st.booleans(),
    is_withdrawn=st.booleans(),
)


@given(COURSES, DAYS)
def test_late_days_are_only_of_what_is_late(inquiry: Inquiry, today: dt.date) -> None:
    found = reply(inquiry, TERMS, today)
    is_late = found.state in (ReplyState.LATE, ReplyState.OVERDUE)
    assert (found.late_days > 0) == is_late


@given(COURSES, DAYS)
def test_steps_are_in_order(inquiry: Inquiry, today: dt.date) -> None:
    days = [step.day for step in reply(inquiry, TERMS, today).steps]
    assert days == sorted(days)


@given(COURSES, DAYS)
def test_what_is_answered_does_not_depend_on_today(inquiry: Inquiry, today: dt.date) -> None:
    if inquiry.is_answered:
        assert reply(inquiry, TERMS, today) == reply(inquiry, TERMS, today + dt.timedelta(days=400))


@given(COURSES, DAYS)
def test_a_postponement_never_makes_it_later(inquiry: Inquiry, today: dt.date) -> None:
    inquiry.is_postponed = False
    without = reply(inquiry, TERMS, today)
    inquiry.is_postponed = True
    assert reply(inquiry, TERMS, today).late_days <= without.late_days


@given(COURSES, DAYS)
def test_every_state_has_a_word(inquiry: Inquiry, today: dt.date) -> None:
    assert reply(inquiry, TERMS, today).label


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"is_withdrawn": True, "is_answered": True}, ReplyState.WITHDRAWN),
        ({"is_answered": True}, ReplyState.UNKNOWN),
        ({"is_answered": True, "answered_on": dt.date(2024, 11, 1)}, ReplyState.UNKNOWN),
        ({"submitted_on": None}, ReplyState.OPEN),
        ({"submitted_on": None, "is_postponed": True}, ReplyState.OPEN_AFTER_POSTPONEMENT),
        ({"submitted_on": None, "is_answered": True, "answered_on": TODAY}, ReplyState.UNKNOWN),
    ],
)
def test_where_a_day_is_missing(facts: dict[str, object], state: ReplyState) -> None:
    inquiry = Inquiry(**{"chamber": "tk", "submitted_on": dt.date(2024, 12, 20), **facts})
    assert reply(inquiry, TERMS, TODAY).state is state


@pytest.mark.parametrize("chamber", ["tk", "ek"])
def test_a_chamber_without_a_term_has_nothing_due(chamber: str) -> None:
    inquiry = Inquiry(chamber=chamber, submitted_on=dt.date(2024, 12, 20))
    assert reply(inquiry, ReplyTerms([]), TODAY).due is None
