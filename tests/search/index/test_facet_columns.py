"""Facets are counted from packed numbers: what was packed comes out again, counted."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.language.fields import KIND_SLUGS, STATUS_SLUGS
from questions.search.index import facet_columns

FACETS = (*facet_columns.SPREAD, *facet_columns.MARKED_FACETS)
SETS = st.lists(
    st.fixed_dictionaries(
        {name: st.lists(st.integers(1, 1 << 33), unique=True, max_size=6) for name in facet_columns.SPREAD}
        | {
            "year": st.lists(st.integers(1995, 2095), max_size=1),
            "session_year": st.lists(st.integers(1995, 2095), max_size=1),
        }
        | {
            "kind": st.lists(st.sampled_from(KIND_SLUGS), unique=True),
            "state": st.lists(st.sampled_from(STATUS_SLUGS), unique=True),
        }
    ),
    max_size=12,
)


def answer(rows: list[dict[str, object]]) -> dict[str, object]:
    """What tantivy says of these columns."""
    found: dict[str, object] = {}
    for column in facet_columns.FACET_COLUMNS:
        values = [value for row in rows for value in _several(row.get(column, []))]
        found[column] = {
            "buckets": [{"key": key, "doc_count": count} for key, count in Counter(values).items()]
        }
    return found


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


@pytest.mark.slow
@given(SETS)
def test_counts_are_those_of_the_sets(facts: list[dict[str, list[object]]]) -> None:
    counts = facet_columns.counted(answer([facet_columns.packed(fact) for fact in facts]), FACETS)
    assert counts == {name: dict(Counter(value for fact in facts for value in fact[name])) for name in FACETS}


def test_only_the_columns_that_are_needed_are_asked_for() -> None:
    assert set(facet_columns.request(["year", "kind"])) == {"marks"}
    assert set(facet_columns.request(["party"])) == {"party_0", "party_1", "more"}
