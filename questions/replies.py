"""The reply term of a set: what was due when, what happened, and what that makes it.

Pure, but for the rows it is given.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questions.models import Inquiry
from questions.models.terms import ReplyTerms
from questions.vocabulary.kinds import ReplyState


@dataclass(frozen=True, slots=True)
class Step:
    """A day in the course of a reply; `is_term` for a day that was only due."""

    label: Any  # a text, translated when it is shown
    day: dt.date
    is_term: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """How far a reply came.

    `days` counts from submission to answer, or, while it is awaited, to today; `late_days` those of them
    after the term.
    """

    state: ReplyState
    steps: tuple[Step, ...]
    days: int | None
    due: dt.date | None
    late_days: int = 0

    @property
    def label(self) -> str:
        return gettext(self.state.label)


def reply(inquiry: Inquiry, terms: ReplyTerms, today: dt.date) -> Reply:
    """The course of a set up to `today`, the last day of which the archive knows; a further answer does not
    move the day of the answer.
    """
    submitted, answered, postponed = inquiry.submitted_on, inquiry.answered_on, inquiry.postponed_on
    term = terms.on(inquiry.chamber, submitted) if submitted else None
    due = terms.due(inquiry.chamber, submitted, inquiry.is_postponed) if submitted else None
    steps = [Step(_("Ingezonden"), submitted)] if submitted else []
    if submitted and term:
        steps.append(Step(_("Termijn"), submitted + dt.timedelta(days=term.days), is_term=True))
    if postponed:
        steps.append(Step(_("Uitstel gemeld"), postponed))
    if inquiry.is_postponed and due:
        steps.append(Step(_("Nieuwe termijn"), due, is_term=True))
    if answered:
        steps.append(Step(_("Beantwoord"), answered))
    state = _state(inquiry, due, today)
    end = answered if inquiry.is_answered else max(today, submitted or today)
    is_counted = submitted and end and state not in (ReplyState.WITHDRAWN, ReplyState.UNKNOWN)
    steps.sort(key=lambda step: step.day)
    days = (end - submitted).days if is_counted and submitted and end else None
    late_days = (end - due).days if state in (ReplyState.LATE, ReplyState.OVERDUE) and end and due else 0
    return Reply(state, tuple(steps), days, due, late_days)


def _state(inquiry: Inquiry, due: dt.date | None, today: dt.date) -> ReplyState:
    if inquiry.is_withdrawn:
        return ReplyState.WITHDRAWN
    if not inquiry.is_answered:
        if due and today > due:
            return ReplyState.OVERDUE
        return ReplyState.OPEN_AFTER_POSTPONEMENT if inquiry.is_postponed else ReplyState.OPEN
    if (
        due is None
        or inquiry.answered_on is None
        or (inquiry.submitted_on and inquiry.answered_on < inquiry.submitted_on)
    ):
        return ReplyState.UNKNOWN  # an answer before its question is a misread day: the queue has it
    if inquiry.answered_on > due:
        return ReplyState.LATE
    return ReplyState.IN_TIME_AFTER_POSTPONEMENT if inquiry.is_postponed else ReplyState.IN_TIME
