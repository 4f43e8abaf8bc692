"""What to try when nothing is found: each suggestion finds what it says."""

from __future__ import annotations

import pytest

from questions.language.syntax import parse
from questions.search.page.run import count
from questions.search.page.suggestions import MAX_SUGGESTIONS, not_here, suggestions
from questions.search.query.plan import Plan

pytestmark = pytest.mark.django_db


def plan(text: str) -> Plan:
    return Plan(query=parse(text).query)


def suggested(text: str) -> list[str]:
    return [suggestion.query for suggestion in suggestions(plan(text))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("nachttrien", "nachttrein"), ("nachtrein", "nachttrein"), ("nachttreim", "nachttrein")],
)
def test_a_slip_is_put_right(typed: str, meant: str) -> None:
    assert suggested(typed)[0] == meant


def test_one_condition_less() -> None:
    assert "nachttrein" in suggested("nachttrein bestaatvolstrektniet")


def test_a_slip_within_a_longer_query() -> None:
    assert suggested("nachttrien jaar:2024")[0] == "nachttrein jaar:2024"


@pytest.mark.parametrize("text", ["nachttrien", "nachttrein xyzzy", "nachttrien OF xyzzy", "xyzzy"])
def test_each_finds_as_many_as_it_says(text: str) -> None:
    found = suggestions(plan(text))
    assert len(found) <= MAX_SUGGESTIONS
    for suggestion in found:
        assert suggestion.count == count(plan(suggestion.query)) > 0


@pytest.mark.parametrize("text", ["", "xyzzyxyzzy", '"volstrekt onbekend zinsdeel"', "=nachttrien"])
def test_where_there_is_nothing_to_suggest(text: str) -> None:
    assert suggested(text) == []


# --- names that nobody has ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("minister:nergens", "nergens"),
        ("partij:geenpartij", "geenpartij"),
        ("ministerie:toverkunst", "toverkunst"),
        ("indiener:niemand", "niemand"),
        ("2099Z00001", "2099Z00001"),
        ("ah-tk-20982099-1", "ah-tk-20982099-1"),
    ],
)
def test_what_is_not_here_is_said(text: str, typed: str) -> None:
    assert [value for _, value in not_here(parse(text).query)] == [typed]


@pytest.mark.parametrize("text", ["partij:sp", "ministerie:defensie", "stikstof", "jaar:2024", ""])
def test_what_is_here_is_not_said(text: str) -> None:
    assert not_here(parse(text).query) == []
