"""Addresses and names: a former one leads to the present one."""

from __future__ import annotations

from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import iri_to_uri

from questions.models import Inquiry, InquiryKey, Member, Minister, Ministry, Party
from questions.models.addresses import row_at
from questions.parsing.wording.identifiers import canonical, cited
from questions.vocabulary.kinds import KeyKind

M = TypeVar("M", Minister, Ministry, Member, Party)


def with_query(request: HttpRequest, moved: HttpResponse) -> HttpResponse:
    """A redirect that takes along what was asked: the words of a search, filters, a page."""
    asked = request.META.get("QUERY_STRING", "")
    if asked and moved.has_header("Location"):
        moved["Location"] = f"{moved['Location']}?{iri_to_uri(asked)}"
    return moved


def by_slug(request: HttpRequest, model: type[M], slug: str) -> M | HttpResponse:
    """The row at an address, or a redirect from a former one; raises Http404 for an address that never was.

    So it does for who is only known from sets that were taken from view.
    """
    found = row_at(model, slug)
    if found is None or not model.objects.public().filter(pk=found.pk).exists():
        raise Http404
    return found if found.slug == slug else with_query(request, redirect(found, permanent=True))


def set_known_as(name: str) -> Inquiry | None:
    """The set with this case number, document number, former key or citation; None when there is none."""
    name = name[:120].replace("\0", "")
    wanted = canonical(cited(name) or name)
    names = {wanted, wanted.removeprefix("kv-tk-"), wanted.removeprefix("kv-")} - {""}
    found = InquiryKey.objects.filter(value__in=names).exclude(kind=KeyKind.CONTENT).select_related("inquiry")
    best = min(
        found, key=lambda key: key.kind == KeyKind.ADDRESS, default=None
    )  # its own number goes before another's mistake
    return best.inquiry if best else None
