"""Which days can be true of a question or an answer; others are kept as printed and count nowhere."""

from __future__ import annotations

import datetime as dt

# The first session year of which publications exist in any form that is read here, 1994-1995, began on the
# third Tuesday of September; the month is given to it whole.
FIRST_DAY = dt.date(1994, 9, 1)
# Answers after more than a year are rare and true; after more than two none is known, but mistyped years are.
MAX_REPLY_DAYS = 730


def can_be(day: dt.date, today: dt.date) -> bool:
    """Whether something can have been submitted or received on that day; a clock may be a day ahead."""
    return day >= FIRST_DAY and (day - today).days <= 1


def can_be_reply(day: dt.date, submitted: dt.date | None) -> bool:
    """Whether an answer or a notice can have come on that day to a question of that day."""
    return submitted is None or (day - submitted).days <= MAX_REPLY_DAYS
