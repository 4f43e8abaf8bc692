"""What the tests of searching share: an index of the samples, and answers worked out without one."""

from __future__ import annotations

import pytest

from questions.language.syntax import parse
from questions.search.page.run import Criteria, Results


@pytest.fixture
def found(db: None):
    """The keys of the sets that a query finds, in order."""

    def keys(text: str, **criteria: object) -> list[str]:
        results = Results(Criteria(query=parse(text).query, **criteria))
        return [card.key for card in results[0:1000]]

    return keys
