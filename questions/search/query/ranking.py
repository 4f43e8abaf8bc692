"""A page of hits in order: by the value of a field, or by what the words score, with a bonus for recency
that parts near ties.

tantivy can weigh each hit by its recency, which doubles the time of a search for common words. A bonus of
at most 2 % moves a hit by few places, so the first pages are ranked by words alone and put in order here.
Whether more hits could have come forward is seen from the score of the last, and if so tantivy weighs them
all; the order is the same.
"""

from __future__ import annotations

import math
from array import array
from typing import Any, cast

from tantivy import DocAddress, Order, Query

from ..index.storage import UnitIndex

SPARE_HITS = 20  # hits after a page that may come forward
SHALLOW_HITS = 200  # hits that are put in order here; of more, tantivy is quicker


def ranked(
    index: UnitIndex, query: Query, start: int, size: int, *, are_alike: bool = False
) -> tuple[list[DocAddress], int]:
    """The hits of a page, best first, and how many there are in all.

    `are_alike`: too many will score the same.
    """
    searcher, end = index.searcher, start + size
    if end <= SHALLOW_HITS and not are_alike:
        found = cast(Any, searcher.search(query, limit=end + SPARE_HITS, count=True))
        hits = _in_order(index, found.hits)
        if len(hits) < end + SPARE_HITS or found.hits[-1][0] * _weight(index.most_recent) < hits[end - 1][0]:
            return [address for _, address in hits[start:end]], found.count
    return _page(searcher.search(query, limit=size, offset=start, count=True, weight_by_field="recency"))


def ordered(
    index: UnitIndex, query: Query, start: int, size: int, field: str
) -> tuple[list[DocAddress], int]:
    """The hits of a page by one of `schema.ORDER_FIELDS`, and how many there are in all."""
    order = Order.Asc if field == "oldest" else Order.Desc
    return _page(
        index.searcher.search(query, limit=size, offset=start, count=True, order_by_field=field, order=order)
    )


def _page(found: Any) -> tuple[list[DocAddress], int]:
    return [address for _, address in found.hits], found.count


def _in_order(index: UnitIndex, hits: list[tuple[float, DocAddress]]) -> list[tuple[float, DocAddress]]:
    """Best first, equals in the order of the index; in numbers of 32 bits, as tantivy calculates."""
    recencies = index.searcher.fast_field_values("recency", [address for _, address in hits]) if hits else []
    weights = array("f", map(_weight, recencies))
    scores = array("f", [score * weight for (score, _), weight in zip(hits, weights, strict=True)])
    weighted = zip(scores, [address for _, address in hits], strict=True)
    return sorted(weighted, key=lambda hit: (-hit[0], hit[1].segment_ord, hit[1].doc))


def _weight(recency: float | None) -> float:
    """What tantivy makes of a field that it weighs by."""
    return math.log2(2 + (recency or 0))
