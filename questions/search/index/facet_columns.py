"""The numbers that facets are counted by: what a set has of each facet packed into a few columns, and the
counts unpacked.

tantivy counts a column with one number per set ten times faster than a column with several. Each distinct
number costs as much as some hundred sets. The first two values of a facet therefore get a column each,
facets with few values are packed into the one number `marks`, and what is left over goes into `more`. All
facets are counted at once, because looking for a phrase again takes longer. 0 means no value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from questions.language.fields import KIND_SLUGS, STATUS_SLUGS

SPREAD_VALUES = 2  # of a set that need no `more`
SPREAD = {
    name: tuple(f"{name}_{place}" for place in range(SPREAD_VALUES))
    for name in ("ministry", "minister", "asker", "party")
}
MARKED_FACETS = ("year", "session_year", "kind", "state")  # together in `marks`, with so many bits each
MARK_BITS, CODE_SHIFT_BITS = 12, 40
MARKS, MORE = "marks", "more"
FACET_COLUMNS = (MARKS, MORE, *chain.from_iterable(SPREAD.values()))
# Every set and question has this column, and its numbers are small: the fastest to count rows by.
NARROWEST = FACET_COLUMNS[-1]
MAX_BUCKETS = 60_000  # different numbers that tantivy returns for a column; more than there are
Counts = dict[Any, int]


def packed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a set, of which `facts` has the values of each facet."""
    year, session_year = ((*facts[name], 0)[0] for name in ("year", "session_year"))
    columns = {
        MARKS: _joined(
            (year, session_year, _bits(facts["kind"], KIND_SLUGS), _bits(facts["state"], STATUS_SLUGS))
        )
    }
    for name, spread in SPREAD.items():
        columns |= zip(spread, (*facts[name], *[0] * SPREAD_VALUES), strict=False)
    more = [
        pk | code << CODE_SHIFT_BITS for code, name in enumerate(SPREAD) for pk in facts[name][SPREAD_VALUES:]
    ]
    return {**columns, **({MORE: more} if more else {})}


def request(names: Iterable[str]) -> dict[str, Any]:
    """What to ask of tantivy about the sets that are counted."""
    columns = {column for name in names for column in _columns(name)}
    return {column: {"terms": {"field": column, "size": MAX_BUCKETS}} for column in columns}


def counted(answer: Mapping[str, Any], names: Sequence[str]) -> dict[str, Counts]:
    """The sets of each value of each facet, from the answer."""
    counts: dict[str, Counts] = {name: {} for name in (*SPREAD, *MARKED_FACETS)}
    for name, columns in SPREAD.items():
        found = counts[name]
        for bucket in chain.from_iterable(_buckets(answer, column) for column in columns):
            value = bucket["key"]
            found[value] = found.get(value, 0) + bucket["doc_count"]
    spread = [counts[name] for name in SPREAD]
    for bucket in _buckets(answer, MORE):
        found, value = spread[bucket["key"] >> CODE_SHIFT_BITS], bucket["key"] & (1 << CODE_SHIFT_BITS) - 1
        found[value] = found.get(value, 0) + bucket["doc_count"]
    for bucket in _buckets(answer, MARKS):
        for name, value in _marks(bucket["key"]):
            counts[name][value] = counts[name].get(value, 0) + bucket["doc_count"]
    for each in counts.values():
        each.pop(0, None)
    return {name: counts[name] for name in names}


def _buckets(answer: Mapping[str, Any], column: str) -> list[dict[str, int]]:
    found: list[dict[str, int]] = answer[column]["buckets"] if column in answer else []
    return found


def _columns(name: str) -> tuple[str, ...]:
    return (*SPREAD[name], MORE) if name in SPREAD else (MARKS,)


@lru_cache(4096)
def _marks(number: int) -> list[tuple[str, Any]]:
    """The facets of which all sets have few, and their values in one number of `marks`."""
    year, session_year, kinds, states = (
        number >> MARK_BITS * place & (1 << MARK_BITS) - 1 for place in range(len(MARKED_FACETS))
    )
    found: list[tuple[str, Any]] = [("year", year), ("session_year", session_year)]
    found += [("kind", kind) for place, kind in enumerate(KIND_SLUGS) if kinds >> place & 1]
    return found + [("state", state) for place, state in enumerate(STATUS_SLUGS) if states >> place & 1]


def _joined(values: Iterable[int]) -> int:
    """Several numbers as one, the first in the lowest bits."""
    return sum(value << (MARK_BITS * place) for place, value in enumerate(values))


def _bits(values: Iterable[str], names: Sequence[str]) -> int:
    return sum(1 << names.index(value) for value in values)
