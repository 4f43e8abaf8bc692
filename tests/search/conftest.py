"""What the tests of searching share: an index of the samples, and answers worked out without one."""

from __future__ import annotations

import pytest

from questions.language.syntax import parse
from questions.search.page.run import run
from questions.search.query.plan import Plan


@pytest.fixture
def found(db: None):
    """The keys of the sets that a query finds, in order."""

    def keys(text: str, **criteria: object) -> list[str]:
        page = run(Plan(query=parse(text).query, **criteria), size=1000)
        return [card.key for card in page.rows]

    return keys
