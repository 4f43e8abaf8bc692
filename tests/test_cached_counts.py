"""Counted once, until a set changes."""

import pytest

from questions.models import Inquiry
from questions.models.cached_counts import kept

pytestmark = pytest.mark.django_db


def test_counted_once_until_a_set_changes() -> None:
    calls: list[int] = []

    def count() -> int:
        calls.append(1)
        return len(calls)

    assert [kept("x", count), kept("x", count)] == [1, 1]
    Inquiry.objects.first().touch()
    assert kept("x", count) == 2
    assert kept("y", count) == 3
