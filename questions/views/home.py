"""The front page."""

from __future__ import annotations

from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from questions import search
from questions.models import Inquiry
from questions.search.results import QUESTIONS, Criteria, Results

NEWEST = 8


def home(request: HttpRequest) -> HttpResponse:
    """The newest questions and answers, and how much there is; while there is no index, the entrances only."""
    shown = Inquiry.objects.shown().aggregate(total=Count("pk"), first=Min("submitted_on"), last=Max("submitted_on"))
    try:
        search.ensure()
        newest, latest = (list(Results(Criteria(order=order))[0:NEWEST]) for order in ("nieuwste", "beantwoord"))
        questions = Results(Criteria()).of(QUESTIONS).count()
        shown |= {"newest": newest, "latest": [card for card in latest if card.answered_on], "questions": questions}
    except search.IndexMissing as reason:
        shown["reason"] = str(reason)
    return render(request, "questions/home.html", shown)
