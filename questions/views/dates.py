"""Sets by day, month, year and session year."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR

from questions.models import Inquiry
from questions.search.query.plan import Plan

from .results import ListPage, list_page
from .showing import show

EARLIEST_YEAR, LATEST_YEAR = 1800, 2200
WITHOUT_YEARS = ("jaar", "vergaderjaar")


@dataclass(frozen=True)
class SessionYearsPage:
    """Rows of session_year and sets."""

    years: Iterable[Any]


@dataclass(frozen=True)
class SessionYearPage:
    found: ListPage
    year: str


@dataclass(frozen=True)
class DatesPage:
    """Rows of year and sets, and how many sets have no day."""

    years: Iterable[Any]
    undated: int


@dataclass(frozen=True)
class Month:
    number: int
    name: Any
    sets: int


@dataclass(frozen=True)
class DatePage:
    """A year with its `months`, a month with its `weeks` of (day, sets), or a day.

    `before` and `after` are the nearest days with sets before and after a month.
    """

    found: ListPage
    title: str
    year: int
    month: int | None = None
    day: int | None = None
    month_name: Any = ""
    months: Sequence[Month] = ()
    weeks: Sequence[Sequence[tuple[int, int]]] = ()
    weekdays: Sequence[tuple[Any, Any]] = ()
    before: dt.date | None = None
    after: dt.date | None = None


def session_years(request: HttpRequest) -> HttpResponse:
    page = SessionYearsPage(Inquiry.objects.shown().by_session_year())
    return show(request, "questions/session_years.html", page)


def session_year(request: HttpRequest, year: str) -> HttpResponse:
    if not Inquiry.objects.shown().filter(session_year=year).exists():
        raise Http404
    plan = Plan(within=(("session_year", int(year[:4])),))
    page = SessionYearPage(list_page(request, plan, without=["vergaderjaar"]), year)
    return show(request, "questions/session_year.html", page)


def dates(request: HttpRequest) -> HttpResponse:
    sets = Inquiry.objects.shown()
    dated = sets.exclude(submitted_on=None).annotate(year=ExtractYear("submitted_on")).values("year")
    years = dated.annotate(sets=Count("id")).order_by("-year")
    undated = sets.filter(submitted_on=None).count()
    return show(request, "questions/dates.html", DatesPage(years, undated))


def by_year(request: HttpRequest, year: int) -> HttpResponse:
    sets = Inquiry.objects.shown().filter(submitted_on__year=_possible(year))
    counted = sets.annotate(month=ExtractMonth("submitted_on")).values("month").annotate(sets=Count("id"))
    months = [Month(row["month"], MONTHS[row["month"]], row["sets"]) for row in counted.order_by("month")]
    days = (dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal())
    found = list_page(request, Plan(days=days), without=["jaar"])
    return show(request, "questions/date.html", DatePage(found, str(year), year, months=months))


def by_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    first = _day(year, month, 1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    sets = Inquiry.objects.shown().filter(submitted_on__gte=first, submitted_on__lt=following)
    by_day = sets.annotate(day=ExtractDay("submitted_on")).values_list("day").annotate(sets=Count("id"))
    counts = dict(by_day.order_by())
    weeks = calendar.Calendar().monthdayscalendar(year, month)
    near = Inquiry.objects.shown().aggregate(
        before=Max("submitted_on", filter=Q(submitted_on__lt=first)),
        after=Min("submitted_on", filter=Q(submitted_on__gte=following)),
    )
    plan = Plan(days=(first.toordinal(), following.toordinal() - 1))
    page = DatePage(
        found=list_page(request, plan, without=WITHOUT_YEARS),
        title=f"{MONTHS[month]} {year}",
        year=year,
        month=month,
        weeks=[[(day, counts.get(day, 0)) for day in week] for week in weeks],
        weekdays=[(WEEKDAYS_ABBR[number], WEEKDAYS[number]) for number in range(7)],
        before=near["before"],
        after=near["after"],
    )
    return show(request, "questions/date.html", page)


def by_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    ordinal = _day(year, month, day).toordinal()
    page = DatePage(
        found=list_page(request, Plan(days=(ordinal, ordinal)), without=WITHOUT_YEARS),
        title=f"{day} {MONTHS[month]} {year}",
        year=year,
        month=month,
        day=day,
        month_name=MONTHS[month],
    )
    return show(request, "questions/date.html", page)


def _possible(year: int) -> int:
    """Raises Http404 for a year in which no question can have been put."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Http404
    return year


def _day(year: int, month: int, day: int) -> dt.date:
    """Raises Http404 for a day that does not exist."""
    try:
        return dt.date(_possible(year), month, day)
    except ValueError:
        raise Http404 from None
