"""A page of results: every list of sets is a search, narrowed to a person, a body or a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from questions import search
from questions.filters import FACET_LABELS, ORDER_CHOICES, UNIT_CHOICES, UNITS, SearchFilter, filter_sets
from questions.models.terms import ReplyTerms
from questions.search.page.cards import Card
from questions.search.page.run import SearchPage, run
from questions.search.page.suggestions import not_here, suggestions
from questions.search.query.facets import FacetValue
from questions.search.query.plan import RELEVANCE, Plan
from questions.statistics import addressed, answered_part
from questions.vocabulary.kinds import Status, Unit

PER_PAGE = 20
MAX_PAGE_DIGITS = 8
FIRST_FACET_VALUES = 8  # that are seen at once
FACETS_IN_ORDER = ("jaar", "vergaderjaar", "status", "soort")  # of their values, whatever is chosen
BAR_UNITS = 60  # height of the tallest bar, in units of the drawing
LEAST_BAR_UNITS = 1.5  # of a bar that is there
BAR_STEP_UNITS = 14  # from bar to bar
BAR_PIXELS = 26
MIN_HISTOGRAM_YEARS = 3  # the list of years says as much of fewer


@dataclass(frozen=True)
class FacetRow:
    """A value of a facet, and the address that adds it or takes it away."""

    label: str
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Facet:
    """A facet beside the results: `few` values are seen at once, `more` behind a click."""

    name: str
    label: Any
    few: Sequence[FacetRow]
    more: Sequence[FacetRow]
    is_chosen: bool


@dataclass(frozen=True)
class Bar:
    """A year in the histogram, in units of the drawing."""

    year: int
    count: int
    x: int
    y: float
    height: float
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Histogram:
    """Bars by year; `shown` is the width in pixels, `width` and `height` are in units of the drawing."""

    bars: Sequence[Bar]
    width: int
    shown: int
    height: int
    first: int
    last: int


@dataclass(frozen=True)
class UnitRow:
    """A unit with its total, and the address that lists it."""

    value: str
    label: Any
    total: int
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class SuggestedQuery:
    """A query that does find something, with the filters as they are."""

    query: str
    count: int
    address: str


@dataclass(frozen=True)
class ListPage:
    """Sets or questions with filters and paging.

    `terms` and `today` are there where days late are counted.
    """

    path: str
    filter: SearchFilter
    page: Page[Any]
    pages: Iterable[str | int]
    rows: Sequence[Any]
    query: str
    words: str
    unit: Unit
    units: Sequence[UnitRow]
    orders: Sequence[tuple[str, Any]]
    order_now: str
    facets: Sequence[Facet]
    histogram: Histogram | None
    suggestions: Sequence[SuggestedQuery]
    not_here: Sequence[tuple[str, str]]
    nearly: Sequence[Any] = ()
    terms: ReplyTerms | None = None
    today: dt.date | None = None


@dataclass(frozen=True)
class OnlyList:
    """The page of a list about which there is nothing to say."""

    found: ListPage


def list_page(
    request: HttpRequest,
    plan: Plan,
    *,
    without: Sequence[str] = (),
    terms: ReplyTerms | None = None,
    today: dt.date | None = None,
) -> ListPage:
    """The sets of a plan, filtered by the address; `without` names the facets that say nothing here.

    A page number beyond the last shows the last. Raises IndexMissing while there is no index.
    """
    search.ensure()
    chosen = filter_sets(request, plan)
    names = [name for name in FACET_LABELS if name not in without]
    found = run(chosen.qs, _page_number(request.GET.get("pagina", "")), PER_PAGE, names)
    with_parts([*found.rows, *found.nearly])
    page = Paginator(range(found.total), PER_PAGE).get_page(found.number)
    return ListPage(
        path=request.path,
        filter=chosen,
        page=page,
        pages=page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        rows=found.rows,
        query=chosen.query_string(),
        words=(chosen.form.cleaned_data.get("q") or "") if chosen.parsed.query else "",
        unit=found.plan.unit,
        units=_units(chosen, found),
        orders=[choice for choice in ORDER_CHOICES if choice[0] != RELEVANCE or found.plan.by_words],
        order_now=found.plan.order or (RELEVANCE if found.plan.by_words else "nieuwste"),
        facets=_facets(chosen, names, found.facets),
        histogram=histogram(chosen, found.facets.get("jaar", [])),
        suggestions=[] if found.rows else _suggested(chosen, found.plan),
        not_here=[] if found.rows else not_here(chosen.parsed.query),
        nearly=found.nearly,
        terms=terms,
        today=today,
    )


def with_parts(rows: Sequence[Any]) -> None:
    """Tells the cards of these rows how many of several addressees answered."""
    cards: list[Card] = [getattr(row, "card", row) for row in rows]
    asked = [card for card in cards if card.status == Status.ANSWERED and len(card.addressees) > 1]
    replies = addressed([card.id for card in asked])
    for card in asked:
        card.part = answered_part(replies.get(card.id, []))


def _page_number(text: str) -> int:
    """The number of the page that is asked for; 1 for what is no number."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) <= MAX_PAGE_DIGITS else 1


def _units(chosen: SearchFilter, found: SearchPage) -> list[UnitRow]:
    """Both units with their totals."""
    return [
        UnitRow(
            value=value,
            label=label,
            total=found.totals[UNITS[value]],
            is_chosen=found.plan.unit is UNITS[value],
            address=chosen.address_with(eenheid="" if value == "sets" else value),
        )
        for value, label in UNIT_CHOICES
    ]


def _facets(
    chosen: SearchFilter, names: Sequence[str], counts: Mapping[str, Sequence[FacetValue]]
) -> list[Facet]:
    """Those that can narrow the result, or that are chosen."""
    return [
        _facet(chosen, name, counts[name]) for name in names if len(counts[name]) > 1 or chosen.chosen(name)
    ]


def _facet(chosen: SearchFilter, name: str, values: Sequence[FacetValue]) -> Facet:
    selected = chosen.chosen(name)
    rows = [
        FacetRow(
            label=value.label,
            count=value.count,
            is_chosen=value.value in selected,
            address=chosen.toggled(name, value.value),
        )
        for value in values
        if value.count or value.value in selected
    ]
    if name not in FACETS_IN_ORDER:
        rows.sort(key=lambda row: not row.is_chosen)
    few, more = rows[:FIRST_FACET_VALUES], rows[FIRST_FACET_VALUES:]
    return Facet(name, FACET_LABELS[name], few, more, is_chosen=bool(selected))


def histogram(chosen: SearchFilter, years: Sequence[FacetValue]) -> Histogram | None:
    """Bars by year, with the years in between that have none; each narrows to its year."""
    counts = {int(value.value): value.count for value in years if value.count}
    if not counts or max(counts) - min(counts) < MIN_HISTOGRAM_YEARS - 1:
        return None
    first, last, most = min(counts), max(counts), max(counts.values())
    selected = chosen.chosen("jaar")
    bars = []
    for year in range(first, last + 1):
        count = counts.get(year, 0)
        height = max(round(BAR_UNITS * count / most, 1), LEAST_BAR_UNITS) if count else 0
        bars.append(
            Bar(
                year=year,
                count=count,
                x=(year - first) * BAR_STEP_UNITS,
                y=BAR_UNITS - height,
                height=height,
                is_chosen=str(year) in selected,
                address=chosen.toggled("jaar", str(year)),
            )
        )
    return Histogram(bars, len(bars) * BAR_STEP_UNITS, len(bars) * BAR_PIXELS, BAR_UNITS, first, last)


def _suggested(chosen: SearchFilter, plan: Plan) -> list[SuggestedQuery]:
    """They are counted in sets, so that is what they lead to."""
    return [
        SuggestedQuery(found.query, found.count, chosen.address_with(q=found.query, eenheid=""))
        for found in suggestions(plan)
    ]
