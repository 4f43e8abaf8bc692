"""What takes long to count is counted once for all readers, until a set changes or a day begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone

from .search import SearchChange

CACHE_SECONDS = 300  # what leaves no change (a reply term) is seen then
T = TypeVar("T")


def kept(name: str, count: Callable[[], T]) -> T:
    """The result of `count`, which can be pickled and is never None."""
    newest = SearchChange.objects.aggregate(newest=Max("id"))["newest"]
    key = f"{name}:{newest}:{timezone.localdate()}"
    found: T | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, CACHE_SECONDS)
    return found
