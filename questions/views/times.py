"""How long answers took, and what is late today."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models import ReplyTerm
from questions.statistics import FEW_ANSWERS, GROUPS, all_answer_times, answer_times

from .cached_counts import kept
from .results import sets_page
from .site import localized

TABS = {
    "ministerie": _("Ministerie"),
    "bewindspersoon": _("Bewindspersoon"),
    "kabinet": _("Kabinet"),
    "partij": _("Partij"),
    "jaar": _("Jaar"),
}
PAGES = {"ministerie": "ministry", "bewindspersoon": "minister", "partij": "party", "jaar": "year"}


def times(request: HttpRequest, group: str = "ministerie") -> HttpResponse:
    """A table of a group, with all sets together above it; raises Http404 for a group that there is not."""
    if group not in GROUPS:
        raise Http404
    today = timezone.localdate()
    return render(
        request,
        "questions/times.html",
        {
            "tabs": TABS, "group": group, "label": TABS[group], "page_name": PAGES.get(group), "few": FEW_ANSWERS, "today": today,
            "counted": localized("questions/_counted.html"), "total": kept("times", lambda: all_answer_times(today)),
            "rows": kept(f"times-{group}", lambda: answer_times(group, today)),
        },
    )  # fmt: skip


def late(request: HttpRequest) -> HttpResponse:
    """The open sets whose term is over today, those that wait longest first."""
    return sets_page(
        request, "questions/late.html", chosen=[("status", ("telaat",))], without=["status"], order="oudste",
        terms=ReplyTerm.all_terms(), today=timezone.localdate(),
    )  # fmt: skip
