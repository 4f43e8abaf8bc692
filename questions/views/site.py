"""What a site has besides its pages: what it is about, what machines may read, and where they find it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from questions.models import Inquiry, Member, Minister, Ministry, Party
from questions.models.cached_counts import kept

from .showing import localized, show

MAX_PART_DIGITS = 5  # of the number of a part of the site map
ROBOTS = """User-agent: *
Disallow: /beheer/
Disallow: /zoeken/
Disallow: /bronnen/
Disallow: /*?*jaar=
Disallow: /*?*status=
Disallow: /*?*q=

Sitemap: {sitemap}
"""


def plainly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuses parameters other than the number of a part: each other address would be kept in memory."""

    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = request.GET.get("p", "1")
        if set(request.GET) - {"p"} or not (
            page.isascii() and page.isdecimal() and len(page) <= MAX_PART_DIGITS
        ):
            raise Http404
        return view(request, **kwargs)

    return checked


def about(request: HttpRequest) -> HttpResponse:
    """What the archive is, what it holds, and how complete that is."""
    return show(request, localized("questions/about.html"), kept("about", _holdings))


@dataclass(frozen=True)
class Holdings:
    """Counts and days of all sets in view, the sets of each session year, and those of none."""

    figures: dict[str, Any]
    years: list[dict[str, Any]]
    without_year: int


def _holdings() -> Holdings:
    figures = Inquiry.objects.shown().aggregate(
        sets=Count("id"), answered=Count("id", filter=Q(is_answered=True)), first=Min("submitted_on"),
        last=Max("submitted_on"),
        undated=Count("id", filter=Q(submitted_on=None)), without_number=Count("id",
        filter=Q(case_number=None)),
    )  # fmt: skip
    years = list(Inquiry.objects.shown().by_session_year())
    return Holdings(figures, years, figures["sets"] - sum(row["sets"] for row in years))


def accessibility(request: HttpRequest) -> HttpResponse:
    return show(request, localized("questions/accessibility.html"))


def robots(request: HttpRequest) -> HttpResponse:
    """Pages may be read; searches are without end, and lead to the same pages."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(ROBOTS.format(sitemap=sitemap), content_type="text/plain; charset=utf-8")


def opensearch(request: HttpRequest) -> HttpResponse:
    """Lets a browser search here from its address bar."""
    context = {
        "search": request.build_absolute_uri(reverse("search")),
        "icon": request.build_absolute_uri(static("img/icon.svg")),
    }
    return render(
        request,
        "opensearch.xml",
        context,
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )


class Sets(Sitemap):  # type: ignore[type-arg]
    """Every set, with the day on which what it says changed last."""

    limit = 10_000

    def items(self) -> Any:
        return Inquiry.objects.shown().order_by("pk").only("key", "updated_at")

    def lastmod(self, item: Inquiry) -> dt.datetime:
        return item.updated_at


class People(Sitemap):  # type: ignore[type-arg]
    """Those who asked and answered, and their parties and ministries."""

    def items(self) -> list[Any]:
        return [
            row
            for model in (Member, Party, Minister, Ministry)
            for row in model.objects.shown().order_by("pk")
        ]


SITEMAPS = {"sets": Sets, "people": People}
