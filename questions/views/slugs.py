"""Addresses and names: a former one leads to the present one."""

from __future__ import annotations

from typing import TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from questions.models import FormerSlug, Inquiry, InquiryKey, Member, Minister, Ministry, Party
from questions.parsing.identifiers import canonical, cited

M = TypeVar("M", Minister, Ministry, Member, Party)
LONGEST_CHAIN = 10


def by_slug(model: type[M], slug: str) -> M | HttpResponse:
    """The row at an address, or a redirect from a former one; raises Http404 for an address that never was."""
    found: M | None = model._default_manager.filter(slug=slug).first()
    if found is not None:
        return found
    kind, target = model._meta.model_name, slug
    for _ in range(LONGEST_CHAIN):
        former = FormerSlug.objects.filter(kind=kind, slug=target).values_list("target", flat=True).first()
        if former is None:
            raise Http404
        row = model._default_manager.filter(slug=former).first()
        if row is not None:
            return redirect(row, permanent=True)
        target = former
    raise Http404


def set_known_as(name: str) -> Inquiry | None:
    """The set with this case number, document number, former key or citation; None when there is none."""
    name = name[:120].replace("\0", "")
    wanted = canonical(cited(name) or name)
    names = {wanted, wanted.removeprefix("kv-tk-"), wanted.removeprefix("kv-")} - {""}
    found = InquiryKey.objects.filter(value__in=names).exclude(kind="content").select_related("inquiry").first()
    return found.inquiry if found else None
