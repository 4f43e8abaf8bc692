"""How long answers took, what is late, and what each figure counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from questions.models import Inquiry, ReplyTerm
from questions.models.cached_counts import kept
from questions.models.freshness import archive_day
from questions.search.query.plan import Plan
from questions.statistics import (
    ALL,
    COUNTED,
    FEW_ANSWERS,
    CountedReply,
    Figures,
    all_answer_times,
    answer_times,
    counted,
)
from questions.vocabulary.kinds import Status

from .results import ListPage, list_page
from .showing import localized, show

TABS = {
    "ministerie": _("Ministerie"),
    "bewindspersoon": _("Bewindspersoon"),
    "kabinet": _("Kabinet"),
    "partij": _("Partij"),
    "jaar": _("Jaar"),
}
# What each figure counts, as the head of its list.
WHAT = {
    "beantwoord": _("beantwoord"),
    "dag-onbekend": _("beantwoord op een onbekende dag"),
    "op-tijd": _("op tijd beantwoord"),
    "na-uitstel-op-tijd": _("na uitstel op tijd beantwoord"),
    "te-laat": _("te laat beantwoord"),
    "open": _("nog niet beantwoord"),
    "nu-te-laat": _("nog niet beantwoord, en te laat"),
}
ROWS_PER_PAGE = 50
PAGE_NAMES = {"ministerie": "ministry", "bewindspersoon": "minister", "partij": "party", "jaar": "year"}


@dataclass(frozen=True)
class TimesPage:
    """The figures of a group; `few` is the number of answers below which a figure says little."""

    tabs: Mapping[str, Any]
    group: str
    label: Any
    page_name: str | None
    few: int
    today: dt.date
    counted: Sequence[str]
    total: Figures
    rows: Sequence[Figures]


@dataclass(frozen=True)
class LatePage:
    """The sets that are late, and the day by which that is judged."""

    found: ListPage
    day: dt.date


@dataclass(frozen=True)
class CountedRow:
    """One answer, or one that is awaited, with its set."""

    inquiry: Inquiry
    reply: CountedReply


@dataclass(frozen=True)
class CountedPage:
    """What a figure of the answer times counts; `name` is empty for all sets together."""

    group: str
    label: Any
    name: str
    what: Any
    is_open: bool
    day: dt.date
    total: int
    page: Page[Any]
    pages: Iterable[str | int]
    rows: Sequence[CountedRow]
    query: str = ""


def times(request: HttpRequest, group: str = "ministerie") -> HttpResponse:
    """A table of a group, with all sets together above it; raises Http404 for a group that there is not."""
    if group not in TABS:
        raise Http404
    today = archive_day()
    page = TimesPage(
        tabs=TABS,
        group=group,
        label=TABS[group],
        page_name=PAGE_NAMES.get(group),
        few=FEW_ANSWERS,
        today=today,
        counted=localized("questions/_counted.html"),
        total=kept("times", lambda: all_answer_times(today)),
        rows=_figures_of(group, today),
    )
    return show(request, "questions/times.html", page)


def counted_replies(request: HttpRequest, group: str, slug: str, what: str) -> HttpResponse:
    """The list behind a figure: as many rows as the figure says. Raises Http404 for a figure there is not."""
    if group not in {*TABS, ALL} or what not in COUNTED:
        raise Http404
    day = archive_day()
    figures = {row.slug: row for row in _figures_of(group, day)}
    if slug not in figures:
        raise Http404
    found = counted(group, slug, what, day)
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("pagina"))
    sets = Inquiry.objects.in_bulk([reply.inquiry_id for reply in page])
    shown = CountedPage(
        group=group,
        label=TABS.get(group, _("Alle sets")),
        name=figures[slug].name,
        what=WHAT[what],
        is_open=what in {"open", "nu-te-laat"},
        day=day,
        total=len(found),
        page=page,
        pages=page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        rows=[CountedRow(sets[reply.inquiry_id], reply) for reply in page if reply.inquiry_id in sets],
    )
    return show(request, "questions/counted.html", shown)


def _figures_of(group: str, day: dt.date) -> Sequence[Figures]:
    if group == ALL:
        return [kept("times", lambda: all_answer_times(day))]
    rows: Sequence[Figures] = kept(f"times-{group}", lambda: answer_times(group, day))
    return rows


def late(request: HttpRequest) -> HttpResponse:
    """The open sets whose term was over on the last day of the archive, those that wait longest first."""
    day = archive_day()
    plan = Plan(chosen=(("status", (Status.LATE.slug,)),), order="oudste", today=day)
    found = list_page(request, plan, without=["status"], terms=ReplyTerm.all_terms(), today=day)
    return show(request, "questions/late.html", LatePage(found, day))
