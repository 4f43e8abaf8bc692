"""How fresh and how complete the archive is, for people and for machines."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from questions import search
from questions.editing.review import coverage, ranges_said
from questions.models import Answer, Correction, Document, IngestRun, Inquiry, Question, Source
from questions.vocabulary.kinds import CorrectionStatus, SourceStatus

from .cached_counts import kept


def status(request: HttpRequest) -> HttpResponse:
    """The last run, the newest documents, counts, and which Aanhangsel numbers are here and which are missing."""
    return render(request, "questions/status.html", {
        **kept("status", _state),
        "run": IngestRun.objects.exclude(finished_at=None).first(),
    })  # fmt: skip


def _state() -> dict[str, Any]:
    documents = (
        Document.objects.filter(inquiry__hidden_on=None).exclude(received_on=None).select_related("inquiry")
    )
    return {
        "counts": _counts(),
        "series": [(series, ranges_said(series.missing)) for series in coverage()],
        "newest": documents.order_by("-received_on", "-pk").first(),
        "latest_submitted": Inquiry.objects.shown().aggregate(day=Max("submitted_on"))["day"],
    }


def _counts() -> dict[str, int]:
    """How much there is to read: what was taken from view does not count."""
    of_sets = Inquiry.objects.shown().aggregate(
        sets=Count("pk"),
        answered=Count("pk", filter=Q(is_answered=True, is_withdrawn=False)),
        open=Count("pk", filter=Q(is_answered=False, is_withdrawn=False)),
        withdrawn=Count("pk", filter=Q(is_withdrawn=True)),
        undated=Count("pk", filter=Q(submitted_on=None)),
    )
    return of_sets | {
        "questions": Question.objects.filter(inquiry__hidden_on=None).count(),
        "answers": Answer.objects.filter(document__inquiry__hidden_on=None).count(),
        "documents": Document.objects.filter(inquiry__hidden_on=None).count(),
        "corrections": Correction.objects.filter(
            status=CorrectionStatus.ACTIVE, inquiry__hidden_on=None
        ).count(),
        "unread": Source.objects.filter(status=SourceStatus.FAILED).count(),
    }


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers and the search index can be read, else 503; never cached."""
    said = {"database": _database(), "search": _search()}
    response = JsonResponse(said, status=200 if set(said.values()) == {"ok"} else 503)
    response["Cache-Control"] = "no-store"
    return response


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return type(error).__name__
    return "ok"


def _search() -> str:
    try:
        search.ensure()
    except (search.IndexMissing, DatabaseError) as error:
        return type(error).__name__
    return "ok"
