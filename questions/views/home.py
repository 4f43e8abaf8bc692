"""The front page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse

from questions import search
from questions.models import Inquiry
from questions.search.page.cards import Card
from questions.search.page.run import SearchPage, question_count, run
from questions.search.query.plan import Plan

from .results import with_parts
from .showing import show

NEWEST_SETS = 8


@dataclass(frozen=True)
class HomePage:
    """The first and last day of submission, how much there is, the newest; `reason` says why no search."""

    first: dt.date | None
    last: dt.date | None
    total: int
    questions: int = 0
    newest: Sequence[Card] = field(default=())
    latest: Sequence[Card] = field(default=())
    reason: str = ""


def home(request: HttpRequest) -> HttpResponse:
    """The newest questions and answers, and how much there is; without an index, the entrances only."""
    sets = Inquiry.objects.shown()
    # One by one, so that each comes from the index of the database.
    first = sets.aggregate(day=Min("submitted_on"))["day"]
    last = sets.aggregate(day=Max("submitted_on"))["day"]
    try:
        search.ensure()
        newest, answered = _newest("nieuwste"), _newest("beantwoord")
        with_parts([*newest.rows, *answered.rows])
        latest = [card for card in _cards(answered) if card.answered_on]
        page = HomePage(first, last, newest.total, question_count(), _cards(newest), latest)
    except search.IndexMissing as missing:
        page = HomePage(first, last, total=sets[:1].count(), reason=str(missing))
    return show(request, "questions/home.html", page)


def _newest(order: str) -> SearchPage:
    return run(Plan(order=order), size=NEWEST_SETS)


def _cards(found: SearchPage) -> list[Card]:
    return [card for card in found.rows if isinstance(card, Card)]
