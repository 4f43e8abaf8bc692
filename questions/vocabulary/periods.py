"""Periods: from a day on, until another day that is no part of it; either may be unknown. Pure."""

from __future__ import annotations

import datetime as dt


def covers(day: dt.date | None, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether a day lies in a period; an unknown day may lie in any."""
    return day is None or ((since is None or since <= day) and (until is None or day < until))


def is_near(
    day: dt.date | None, since: dt.date | None, until: dt.date | None, tolerance: dt.timedelta
) -> bool:
    """As `covers`, or so little beside the period, its last day included."""
    return day is None or (
        (since is None or since - tolerance <= day) and (until is None or day <= until + tolerance)
    )


def working_days(since: dt.date, until: dt.date) -> int:
    """How many of the days after one and up to another are no Saturday or Sunday."""
    return sum((since + dt.timedelta(days=n)).weekday() < 5 for n in range(1, (until - since).days + 1))
