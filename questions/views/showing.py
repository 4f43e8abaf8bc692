"""Shows a page: what its template may name is a frozen dataclass."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def show(
    request: HttpRequest,
    template: str | Sequence[str],
    page: DataclassInstance | None = None,
    status: int = 200,
) -> HttpResponse:
    """The template with the fields of the page."""
    context: dict[str, Any] = {}
    if page is not None:
        context = {field.name: getattr(page, field.name) for field in dataclasses.fields(page)}
    return render(request, template, context, status=status)


def localized(template: str) -> list[str]:
    """The names of a page of prose: in the reader's language if it exists ("about.en.html"), else Dutch."""
    stem = template.removesuffix(".html")
    return [f"{stem}.{get_language()}.html", template]
