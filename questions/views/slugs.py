"""Addresses of people, ministries and parties: a former one leads to the present one."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from questions.models import FormerSlug

M = TypeVar("M", bound=Model)
LONGEST_CHAIN = 10


def by_slug(model: type[M], slug: str) -> M | HttpResponse:
    """The row at an address, or a redirect from a former one; raises Http404 for an address that never was."""
    found = model._default_manager.filter(slug=slug).first()
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
