"""How long answers took, and what is late today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models import ReplyTerm
from questions.search.query.plan import Plan
from questions.statistics import FEW_ANSWERS, GROUPS, Figures, all_answer_times, answer_times
from questions.vocabulary.kinds import Status

from .cached_counts import kept
from .results import OnlyList, list_page
from .showing import localized, show

TABS = {
    "ministerie": _("Ministerie"),
    "bewindspersoon": _("Bewindspersoon"),
    "kabinet": _("Kabinet"),
    "partij": _("Partij"),
    "jaar": _("Jaar"),
}
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


def times(request: HttpRequest, group: str = "ministerie") -> HttpResponse:
    """A table of a group, with all sets together above it; raises Http404 for a group that there is not."""
    if group not in GROUPS:
        raise Http404
    today = timezone.localdate()
    page = TimesPage(
        tabs=TABS,
        group=group,
        label=TABS[group],
        page_name=PAGE_NAMES.get(group),
        few=FEW_ANSWERS,
        today=today,
        counted=localized("questions/_counted.html"),
        total=kept("times", lambda: all_answer_times(today)),
        rows=kept(f"times-{group}", lambda: answer_times(group, today)),
    )
    return show(request, "questions/times.html", page)


def late(request: HttpRequest) -> HttpResponse:
    """The open sets whose term is over today, those that wait longest first."""
    plan = Plan(chosen=(("status", (Status.LATE.slug,)),), order="oudste")
    found = list_page(
        request, plan, without=["status"], terms=ReplyTerm.all_terms(), today=timezone.localdate()
    )
    return show(request, "questions/late.html", OnlyList(found))
