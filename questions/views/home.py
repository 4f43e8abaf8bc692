"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from questions import search
from questions.models import Inquiry
from questions.search.results import Criteria, Results

NEWEST = 8


def home(request: HttpRequest) -> HttpResponse:
    """The newest questions and answers; while there is no index, the entrances only."""
    shown = {"total": Inquiry.objects.count()}
    try:
        search.ensure()
        newest, latest = (list(Results(Criteria(order=order))[0:NEWEST]) for order in ("nieuwste", "beantwoord"))
        return render(request, "questions/home.html", {**shown, "newest": newest, "latest": [c for c in latest if c.answered_on]})
    except search.IndexMissing as reason:
        return render(request, "questions/home.html", {**shown, "reason": str(reason)})
