"""What a word of a query looks for, written out: the brute-force count of `test_run` asks `index_terms` as
well and cannot see it.
"""

from __future__ import annotations

import pytest

from questions.language.syntax import parse
from questions.search.query.compiler import ALL_PLACES
from questions.search.query.terms import IndexTerms, denies, index_terms, leaves


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


# --- which words of a query count -----------------------------------------------------------------


def words(text: str) -> list[tuple[str, tuple[str, ...]]]:
    found = leaves(parse(text).query, ALL_PLACES)
    return [(getattr(node, "text", str(node)), places) for node, places in found]


def test_words_are_sought_everywhere() -> None:
    both = ("stikstofnatuur", ALL_PLACES)
    assert words("stikstof natuur") == [("stikstof", ALL_PLACES), both, ("natuur", ALL_PLACES), both]


def test_a_place_holds_for_its_group() -> None:
    assert words("in:titel stikstof") == [("stikstof", ("title",))]
    assert words("(in:titel stikstof) natuur") == [("stikstof", ("title",)), ("natuur", ALL_PLACES)]


def test_two_places_are_either() -> None:
    assert words("in:titel in:noot stikstof") == [("stikstof", ("title", "note"))]


def test_what_is_denied_does_not_count() -> None:
    assert words("stikstof -natuur") == [("stikstof", ALL_PLACES)]


def test_conditions_are_no_words() -> None:
    assert words("minister:hoekstra stikstof") == [("stikstof", ALL_PLACES)]
    assert words("minister:hoekstra") == []
    assert list(leaves(None, ALL_PLACES)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", False), ("-a", True), ("a -b", True), ("a OF b", False), ("a (b -c)", True), ("", False)],
)
def test_whether_something_must_not_be_there(text: str, expected: bool) -> None:
    assert denies(parse(text).query) is expected


def test_an_abbreviation_is_found_by_its_long_form_faintly() -> None:
    sought_terms = sought("azc")
    assert sought_terms.terms == ("azc",)
    assert sought_terms.faint or sought_terms.faint_phrases


def test_a_quoted_word_is_sought_as_written() -> None:
    assert sought('"huizen"').terms == ("=huizen",)
    assert sought("=huizen").terms == ("=huizen",)
    assert sought("huizen").terms == ("huis",)


def test_words_near_each_other_are_sought_in_any_form() -> None:
    assert sought("huizen NABIJ/4 scholen").near == ("huis", "school", 4)
    assert sought("de NABIJ/4 scholen").near == ("=de", "=scholen", 4)
