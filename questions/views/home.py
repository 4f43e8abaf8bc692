"""The front page."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from questions import search
from questions.models import Inquiry
from questions.search.page.run import Criteria, Results, question_count

NEWEST = 8


def home(request: HttpRequest) -> HttpResponse:
    """The newest questions and answers, and how much there is; while there is no index, the entrances only."""
    sets = Inquiry.objects.shown()
    shown: dict[str, Any] = {"total": sets[:1].count()}  # whether there are any; the index counts them
    for name, of in (("first", Min), ("last", Max)):
        shown[name] = sets.aggregate(day=of("submitted_on"))[
            "day"
        ]  # one by one, so that each comes from the index
    try:
        search.ensure()
        newest, latest = (
            list(Results(Criteria(order=order))[0:NEWEST]) for order in ("nieuwste", "beantwoord")
        )
        shown |= {"total": Results(Criteria()).count(), "questions": question_count()}
        shown |= {"newest": newest, "latest": [card for card in latest if card.answered_on]}
    except search.IndexMissing as reason:
        shown["reason"] = str(reason)
    return render(request, "questions/home.html", shown)
