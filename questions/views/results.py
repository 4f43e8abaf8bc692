"""A page of results: every list of sets is a search, narrowed to a person, a body or a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from questions import search
from questions.filters import FACET_LABELS, ORDER_CHOICES, UNIT_CHOICES, SearchFilter, filter_sets
from questions.search.page.run import Criteria, Results
from questions.search.page.suggestions import not_here, suggestions
from questions.search.query.facets import Value
from questions.vocabulary.kinds import Unit

PER_PAGE = 20
LONGEST = 9  # digits of a page number
FEW = 8  # values of a facet that are seen at once
TALLEST = 60  # of a bar, in units of the drawing
LOWEST = 1.5  # of a bar that is there
STEP = 14  # from bar to bar
WIDE = 26  # pixels for a bar
FEWEST_YEARS = 3  # of a histogram: the list of years says as much of fewer


def sets_page(
    request: HttpRequest,
    template: str,
    *,
    within: Sequence[tuple[str, int | str]] = (),
    days: tuple[int | None, int | None] = (None, None),
    chosen: Sequence[tuple[str, tuple[Any, ...]]] = (),
    without: Sequence[str] = (),
    order: str = "",
    **context: Any,
) -> HttpResponse:
    """A page of sets with filters and paging; `without` names the facets that say nothing here, `order` the usual order.

    A page number beyond the last shows the last. While there is no index, the page says so.
    """
    try:
        search.ensure()
        shown = _shown(
            request,
            Results(Criteria(within=tuple(within), days=days, chosen=tuple(chosen), order=order)),
            without,
        )
    except search.IndexMissing as reason:
        return no_index(request, str(reason))
    return render(request, template, {**shown, **context})


def no_index(request: HttpRequest, reason: str) -> HttpResponse:
    response = render(request, "questions/no_index.html", {"reason": reason}, status=503)
    response["Retry-After"] = "60"
    return response


def _shown(request: HttpRequest, everything: Results, without: Sequence[str]) -> dict[str, Any]:
    chosen = filter_sets(request, everything)
    found: Results = chosen.qs
    names = [name for name in FACET_LABELS if name not in without]
    number = request.GET.get("pagina", "")
    found.ahead(names, PER_PAGE * (_likely_page(number) - 1), PER_PAGE)
    page: Page[Any] = Paginator(cast(Any, found), PER_PAGE).get_page(number)
    rows = list(page.object_list)
    counts = found.facets(names)
    return {
        "filter": chosen,
        "page": page,
        "rows": rows,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "query": chosen.query_string(),
        "words": chosen.parsed.query and chosen.form.cleaned_data.get("q"),
        "unit": found.unit,
        "orders": [choice for choice in ORDER_CHOICES if choice[0] != "relevantie" or found.by_words],
        "order_now": found.criteria.order or ("relevantie" if found.by_words else "nieuwste"),
        "units": _units(chosen, found),
        "facets": [
            _facet(chosen, name, counts[name])
            for name in names
            if len(counts[name]) > 1 or chosen.chosen(name)
        ],
        "histogram": histogram(chosen, counts.get("jaar", [])),
        "suggestions": [] if rows else _suggested(chosen, found),
        "not_here": [] if rows else not_here(chosen.parsed.query),
    }


def _likely_page(text: str) -> int:
    """The number of the page that is asked for, 1 for what is no number. Whether there is such a page, the total tells."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < LONGEST else 1


def _units(chosen: SearchFilter, found: Results) -> list[dict[str, Any]]:
    """Both units with their totals."""
    totals = {"sets": found.of(Unit.SETS).count(), "vragen": found.of(Unit.QUESTIONS).count()}
    now = "sets" if found.unit == Unit.SETS else "vragen"
    return [
        {"value": value, "label": label, "total": totals[value], "is_chosen": value == now,
         "address": chosen.address_with(eenheid="" if value == "sets" else value)}
        for value, label in UNIT_CHOICES
    ]  # fmt: skip


def _facet(chosen: SearchFilter, name: str, values: Sequence[Value]) -> dict[str, Any]:
    selected = chosen.chosen(name)
    rows = [
        {
            "label": value.label,
            "count": value.count,
            "is_chosen": value.value in selected,
            "address": chosen.toggled(name, value.value),
        }
        for value in values
        if value.count or value.value in selected
    ]
    ordered = [row for row in rows if row["is_chosen"]] + [row for row in rows if not row["is_chosen"]]
    if name in ("jaar", "vergaderjaar", "status", "soort"):
        ordered = rows
    return {
        "name": name,
        "label": FACET_LABELS[name],
        "few": ordered[:FEW],
        "more": ordered[FEW:],
        "is_chosen": bool(selected),
    }


def histogram(chosen: SearchFilter, years: Sequence[Value]) -> dict[str, Any] | None:
    """Bars by year, with the years in between that have none; each narrows to its year."""
    counts = {int(value.value): value.count for value in years if value.count}
    if not counts or max(counts) - min(counts) < FEWEST_YEARS - 1:
        return None
    first, last, most = min(counts), max(counts), max(counts.values())
    selected = chosen.chosen("jaar")
    bars = []
    for year in range(first, last + 1):
        count = counts.get(year, 0)
        height = max(round(TALLEST * count / most, 1), LOWEST) if count else 0
        bars.append(
            {
                "year": year,
                "count": count,
                "x": (year - first) * STEP,
                "y": TALLEST - height,
                "height": height,
                "is_chosen": str(year) in selected,
                "address": chosen.toggled("jaar", str(year)),
            }
        )
    return {
        "bars": bars,
        "width": len(bars) * STEP,
        "shown": len(bars) * WIDE,
        "height": TALLEST,
        "first": first,
        "last": last,
    }


def _suggested(chosen: SearchFilter, found: Results) -> list[dict[str, Any]]:
    """Queries that do find something, with the filters as they are; they are counted in sets, so that is what they lead to."""
    return [
        {
            "query": suggestion.query,
            "count": suggestion.count,
            "address": chosen.address_with(q=suggestion.query, eenheid=""),
        }
        for suggestion in suggestions(found)
    ]
