"""The order of relevance is that of tantivy's own weighing, page by page."""

from __future__ import annotations

import pytest

from questions.language.syntax import parse
from questions.search.index import storage
from questions.search.query import ranking
from questions.search.query.compiler import Compiler
from questions.search.query.ranking import ranked
from tests.search.brute_force import TODAY

pytestmark = pytest.mark.django_db
QUERIES = [
    "de",
    "gemeente",
    "vraag OF antwoord",
    "trein -school",
    "gem*",
    '"van de"',
    "kabinet NABIJ/5 de",
    "bestaatniet",
]


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("spare", [1, 4, 60])
@pytest.mark.parametrize("shelf", storage.UNITS)
def test_pages_are_in_the_order_of_tantivy(
    monkeypatch: pytest.MonkeyPatch, text: str, spare: int, shelf: str
) -> None:
    monkeypatch.setattr(ranking, "SPARE_HITS", spare)
    asked = getattr(storage.open_index(), shelf)
    query = Compiler(asked, TODAY).compile(parse(text).query)
    found = asked.searcher.search(query, limit=1000, count=True, weight_by_field="recency")
    expected = [(address.segment_ord, address.doc) for _, address in found.hits]
    for start in range(0, len(expected) + 1, 3):
        page, total = ranked(asked, query, start, 3)
        assert [(address.segment_ord, address.doc) for address in page] == expected[start : start + 3]
        assert total == found.count
