"""How fresh and how complete the archive is, for people and for machines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse, JsonResponse

from questions import search
from questions.editing.review import Series, coverage, ranges_said
from questions.language.syntax import parse
from questions.models import Answer, Correction, Document, IngestRun, Inquiry, Question, Source
from questions.models.cached_counts import kept
from questions.models.freshness import complete_until
from questions.search.index.searcher import EngineFailure
from questions.search.page.run import run
from questions.search.query.plan import Plan
from questions.vocabulary.kinds import CorrectionStatus, SourceStatus

from .harvested import Harvested, alarms, harvested
from .showing import show

COMMON_WORD = "minister"  # that every archive has, so that a search for it reads all kinds of files


@dataclass(frozen=True)
class ArchiveState:
    """Counts, the numbers of each session year with those that are missing in words, and the newest there
    is.
    """

    counts: dict[str, int]
    series: list[tuple[Series, str]]
    newest: Document | None
    latest_submitted: dt.date | None


@dataclass(frozen=True)
class StatusPage(ArchiveState):
    """With the last run that was finished."""

    run: IngestRun | None = None
    harvested: Harvested | None = None
    until: dt.date | None = None


def status(request: HttpRequest) -> HttpResponse:
    """The last run, the newest documents, counts, and which Aanhangsel numbers are here and which are
    missing.
    """
    state: ArchiveState = kept("status", _state)
    until = complete_until()
    last_run = IngestRun.objects.exclude(finished_at=None).first()
    page = StatusPage(
        state.counts, state.series, state.newest, state.latest_submitted, last_run, harvested(), until
    )
    return show(request, "questions/status.html", page)


def _state() -> ArchiveState:
    documents = Document.objects.filter(inquiry__hidden_on=None).exclude(received_on=None)
    return ArchiveState(
        counts=_counts(),
        series=[(series, ranges_said(series.missing)) for series in coverage()],
        newest=documents.select_related("inquiry").order_by("-received_on", "-pk").first(),
        latest_submitted=Inquiry.objects.shown().aggregate(day=Max("submitted_on"))["day"],
    )


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
    """200 while the database answers and a real search gives its page, else 503; never cached."""
    database = _database()
    said = {"database": database, "search": _search() if database == "ok" else "database"}
    if database == "ok" and (heard := alarms()) is not None:
        said["harvest"] = "; ".join(heard) or "ok"
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
        run(Plan(parse(COMMON_WORD).query))
    except (search.IndexMissing, EngineFailure, DatabaseError) as error:
        return type(error).__name__
    return "ok"
