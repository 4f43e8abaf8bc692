"""Compares the rows that are there with those that should be: what to make, to change and to take away."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Changes(Generic[K, R]):
    """`create` and `update` hold field values; a row that is as it should be is in none of the three."""

    create: dict[K, dict[str, Any]]
    update: dict[K, tuple[R, dict[str, Any]]]
    delete: dict[K, R]

    def __bool__(self) -> bool:
        return bool(self.create or self.update or self.delete)


def changes(existing: Mapping[K, R], desired: Mapping[K, dict[str, Any]]) -> Changes[K, R]:
    """Rows are matched by key, so that one that stays keeps its id."""
    create = {key: values for key, values in desired.items() if key not in existing}
    delete = {key: row for key, row in existing.items() if key not in desired}
    update: dict[K, tuple[R, dict[str, Any]]] = {}
    for key, values in desired.items():
        if key in existing:
            row = existing[key]
            different = {name: value for name, value in values.items() if getattr(row, name) != value}
            if different:
                update[key] = (row, different)
    return Changes(create, update, delete)
