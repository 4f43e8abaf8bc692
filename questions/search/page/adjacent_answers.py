"""The sets that the same minister answered just before and just after one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tantivy import Order

from questions.models import Inquiry

from ..index import storage
from ..index.documents import order_of
from ..query.compiler import Compiler, every

FIRST_ANSWERED = 1 << 32  # the least value of a set whose day of answer is known


def adjacent_answers(minister_id: int, inquiry: Inquiry) -> tuple[Inquiry | None, Inquiry | None]:
    """(before, after), by day of answer; None where there is none, and for both while there is no index."""
    if inquiry.answered_on is None:
        return None, None
    here = order_of(inquiry.answered_on, inquiry.pk, 0)
    try:
        index = storage.open_index().sets
    except storage.IndexMissing:
        return None, None
    compiler = Compiler(index, dt.date.min)
    mine = compiler.one_of("answering_minister", [minister_id])
    found = [
        _first(index, every([mine, compiler.between("latest_answer", bounds)]), order)
        for bounds, order in (((FIRST_ANSWERED, here - 1), Order.Desc), ((here + 1, None), Order.Asc))
    ]
    rows = Inquiry.objects.shown().in_bulk([pk for pk in found if pk])
    before, after = (rows.get(pk) if pk else None for pk in found)
    return before, after


def _first(index: storage.UnitIndex, query: Any, order: Order) -> int | None:
    hits = index.searcher.search(
        query, limit=1, count=False, order_by_field="latest_answer", order=order
    ).hits
    addresses = [address for _, address in hits]
    return int(index.searcher.fast_field_values("id", addresses)[0] or 0) if addresses else None
