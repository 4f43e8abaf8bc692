"""Proves that the index says what the database says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import tantivy

from questions.models import Inquiry

from . import documents, ownership, storage


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of sets in which index and database differ."""

    missing: list[int]
    surplus: list[int]
    outdated: list[int]

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.outdated)


def check(progress: Callable[[int], None] = lambda _count: None) -> Difference:
    """Compares the files with their checksums, and what they hold with what the database says, set by set.

    Raises IndexMissing when there is no index, a file is damaged, or it belongs to another database.
    """
    opened = storage.open_index()
    storage.judge(opened.folder)
    ownership.check_own(opened.folder)
    indexed = dict(_columns(opened.sets, "id", "digest"))
    singles = Counter(_columns(opened.questions, "id", "digest"))
    missing, outdated, seen = [], [], set()
    reading = documents.SetReader()
    for ids in documents.batches(
        Inquiry.objects.shown().order_by("pk").values_list("pk", flat=True).iterator()
    ):
        for entry in reading.read(ids):
            seen.add(entry.id)
            digest = entry.facts["digest"]
            if entry.id not in indexed:
                missing.append(entry.id)
            elif indexed[entry.id] != digest or singles[entry.id, digest] != len(entry.questions):
                outdated.append(entry.id)
        progress(len(ids))
    surplus = sorted((set(indexed) | {pk for pk, _ in singles}) - seen)
    return Difference(missing, surplus, outdated)


def _columns(unit: storage.UnitIndex, *names: str) -> Iterator[tuple[Any, ...]]:
    """The values of these fields, row by row, of all that a unit holds."""
    total = max(unit.searcher.num_docs, 1)
    hits = unit.searcher.search(tantivy.Query.all_query(), limit=total, count=False, order_by_field="id").hits
    addresses = [address for _, address in hits]
    return zip(*(unit.searcher.fast_field_values(name, addresses) for name in names), strict=True)
