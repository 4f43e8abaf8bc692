"""What a word of a query looks for, written out: the brute-force count of `test_equality` asks `wanted` as
well and cannot see it.
"""

from __future__ import annotations

import pytest

from questions.language.syntax import parse
from questions.search.query.terms import IndexTerms, index_terms


def sought(text: str) -> IndexTerms:
    return index_terms(parse(text).query)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("nrc.nl", ("nrc", "nederland")),
        ("2.5", ("2", "5")),
        ("5.1.2e", ("5", "1", "2e")),
        ("niet-EU", ("=niet", "eu")),
        ("te-veel", ("=te", "veel")),
    ],
)
def test_a_word_of_several_pieces_is_found_by_all_of_them(text: str, phrase: tuple[str, ...]) -> None:
    assert phrase in sought(text).phrases
    assert not set(sought(text).terms) & set(phrase)


def test_a_hyphenated_word_is_its_joined_form_too() -> None:
    assert sought("wiskunde-onderwijs").terms == sought("wiskundeonderwijs").terms
    assert sought("wiskunde-ond*").prefix == sought("wiskundeond*").prefix
