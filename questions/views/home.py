"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from questions.models import Inquiry

NEWEST = 8


def home(request: HttpRequest) -> HttpResponse:
    newest = Inquiry.objects.for_list().newest_first()[:NEWEST]
    latest = Inquiry.objects.for_list().filter(answered_on__isnull=False).order_by("-answered_on", "-id")[:NEWEST]
    return render(request, "questions/home.html", {"newest": newest, "latest": latest, "total": Inquiry.objects.count()})
