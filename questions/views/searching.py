"""The search page, how to search, and names while someone types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from questions.search.page.named import as_rows, names
from questions.search.query.plan import Plan

from .help import FIELD_HELP, examples
from .results import OnlyList, list_page
from .showing import localized, show
from .slugs import set_known_as


@dataclass(frozen=True)
class SearchHelpPage:
    """Each example with its meaning and how many sets it finds, and the fields of the query language."""

    examples: Sequence[tuple[str, Any, int | None]]
    fields: Sequence[dict[str, Any]]


def search(request: HttpRequest) -> HttpResponse:
    """A number or a citation that is known leads straight to its set."""
    known = set_known_as(request.GET.get("q", ""))
    if known:
        return redirect(known)
    return show(request, "questions/search.html", OnlyList(list_page(request, Plan())))


def search_help(request: HttpRequest) -> HttpResponse:
    """How to search; each example says how many sets it finds here."""
    return show(request, localized("questions/search_help.html"), SearchHelpPage(examples(), FIELD_HELP))


def suggest(request: HttpRequest) -> JsonResponse:
    """Names for the word that is being typed, as conditions; nothing below two letters."""
    found = names(request.GET.get("q", "").replace("\0", ""))
    return JsonResponse({"names": as_rows(found.found), "replaces": found.replaces})
