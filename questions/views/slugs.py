"""Addresses and names: a former one leads to the present one."""

from __future__ import annotations

from typing import TypeVar

from django.http import Http404

from questions.models import Inquiry, InquiryKey, Member, Minister, Ministry, Party
from questions.models.addresses import row_at
from questions.parsing.wording.identifiers import canonical, cited
from questions.vocabulary.kinds import KeyKind
from questions.vocabulary.letters import visible

from .exceptions import Moved

MAX_NAME_CHARS = 120
M = TypeVar("M", Minister, Ministry, Member, Party)


def by_slug(model: type[M], slug: str) -> M:
    """The row at an address; raises Moved for a former one, and Http404 for an address that never was.

    So it does for who is only known from sets that were taken from view.
    """
    found = row_at(model, slug)
    if found is None or not model.objects.public().filter(pk=found.pk).exists():
        raise Http404
    if found.slug != slug:
        raise Moved(found.get_absolute_url())
    return found


def set_known_as(name: str) -> Inquiry | None:
    """The set with this case number, document number, former key or citation; None when there is none."""
    name = visible(name[:MAX_NAME_CHARS].replace("\0", "")).strip()
    wanted = canonical(cited(name) or name)
    names = {wanted, wanted.removeprefix("kv-tk-"), wanted.removeprefix("kv-")} - {""}
    found = InquiryKey.objects.filter(value__in=names).exclude(kind=KeyKind.CONTENT).select_related("inquiry")
    # its own number goes before another's mistake
    best = min(found, key=lambda key: key.kind == KeyKind.ADDRESS, default=None)
    return best.inquiry if best else None
