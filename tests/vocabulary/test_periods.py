"""A period has its first day and not its last; an end that is unknown is open."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.vocabulary.periods import covers, is_near

SINCE, UNTIL = dt.date(2020, 1, 1), dt.date(2021, 1, 1)
DAY = dt.timedelta(days=1)
DAYS_OR_NONE = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1))


@pytest.mark.parametrize(
    ("day", "since", "until", "expected"),
    [
        (SINCE, SINCE, UNTIL, True),
        (SINCE - DAY, SINCE, UNTIL, False),
        (UNTIL - DAY, SINCE, UNTIL, True),
        (UNTIL, SINCE, UNTIL, False),
        (UNTIL, SINCE, None, True),
        (SINCE - DAY, None, UNTIL, True),
        (SINCE, None, None, True),
        (None, SINCE, UNTIL, True),
    ],
)
def test_covers(day: dt.date | None, since: dt.date | None, until: dt.date | None, expected: bool) -> None:
    assert covers(day, since, until) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (SINCE - 3 * DAY, True),
        (SINCE - 4 * DAY, False),
        (UNTIL, True),
        (UNTIL + 3 * DAY, True),
        (UNTIL + 4 * DAY, False),
        (None, True),
    ],
)
def test_near_reaches_as_far_as_the_tolerance(day: dt.date | None, expected: bool) -> None:
    assert is_near(day, SINCE, UNTIL, 3 * DAY) is expected


@given(DAYS_OR_NONE, DAYS_OR_NONE, DAYS_OR_NONE, st.integers(0, 100))
def test_what_is_covered_is_near(
    day: dt.date | None, since: dt.date | None, until: dt.date | None, days: int
) -> None:
    if covers(day, since, until):
        assert is_near(day, since, until, dt.timedelta(days=days))


@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)), st.dates(), st.dates())
def test_periods_that_follow_each_other_share_no_day(day: dt.date, one: dt.date, other: dt.date) -> None:
    since, middle = min(one, other), max(one, other)
    assert covers(day, since, middle) + covers(day, middle, None) <= 1
