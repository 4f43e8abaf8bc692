"""The reply term of a set: what was due when, what happened, and what that makes it. Pure, but for the rows it is given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from questions.models import Inquiry
from questions.models.terms import ReplyTerms

STATES = {
    "in_time": _("op tijd beantwoord"),
    "in_time_after_postponement": _("op tijd beantwoord na uitstel"),
    "late": _("te laat beantwoord"),
    "open": _("wacht op antwoord"),
    "open_after_postponement": _("wacht op antwoord na uitstel"),
    "overdue": _("wacht op antwoord, te laat"),
    "withdrawn": _("ingetrokken"),
    "unknown": _("antwoordtijd onbekend"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A day in the course of a reply; `is_term` for a day that was only due."""

    label: Any  # a text, translated when it is shown
    day: dt.date
    is_term: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """How far a reply came.

    `days` counts from submission to answer, or, while it is awaited, to today; `late_days` those of them after the term.
    """

    state: str
    steps: tuple[Step, ...]
    days: int | None
    due: dt.date | None
    late_days: int = 0

    @property
    def label(self) -> str:
        return str(STATES[self.state])


def reply(inquiry: Inquiry, terms: ReplyTerms, today: dt.date) -> Reply:
    """The course of a set; a further answer does not move the day of the answer."""
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
    end = answered if inquiry.is_answered else today
    is_counted = submitted and end and state not in ("withdrawn", "unknown")
    steps.sort(key=lambda step: step.day)
    days = (end - submitted).days if is_counted and submitted and end else None
    late_days = (end - due).days if state in ("late", "overdue") and end and due else 0
    return Reply(state, tuple(steps), days, due, late_days)


def _state(inquiry: Inquiry, due: dt.date | None, today: dt.date) -> str:
    if inquiry.is_withdrawn:
        return "withdrawn"
    if not inquiry.is_answered:
        if due and today > due:
            return "overdue"
        return "open_after_postponement" if inquiry.is_postponed else "open"
    if due is None or inquiry.answered_on is None or (inquiry.submitted_on and inquiry.answered_on < inquiry.submitted_on):
        return "unknown"  # an answer before its question is a misread day: the queue has it
    if inquiry.answered_on > due:
        return "late"
    return "in_time_after_postponement" if inquiry.is_postponed else "in_time"
