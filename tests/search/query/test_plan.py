"""A plan says what is asked; it is never changed, only narrowed."""

from __future__ import annotations

import dataclasses

import pytest

from questions.language.syntax import parse
from questions.search.query.plan import Plan
from questions.vocabulary.kinds import Unit


def plan(text: str = "") -> Plan:
    return Plan(query=parse(text).query)


def test_a_plan_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan().order = "nieuw"  # type: ignore[misc]


def test_equal_plans_are_one_key() -> None:
    asked = plan("stikstof")
    assert {asked: 1}[dataclasses.replace(asked)] == 1


def test_choosing_leaves_the_first_as_it_was() -> None:
    whole = plan("stikstof")
    narrow = whole.choose("status", ["open"])
    assert whole.chosen == ()
    assert narrow.chosen == (("status", ("open",)),)


def test_choosing_nothing_is_the_same_plan() -> None:
    whole = plan()
    assert whole.choose("status", []) is whole


def test_choices_of_two_facets_hold_both() -> None:
    assert plan().choose("status", ["open"]).choose("jaar", [2023, 2024]).chosen == (
        ("status", ("open",)),
        ("jaar", (2023, 2024)),
    )


def test_another_unit_asks_the_same() -> None:
    asked = plan("stikstof").choose("status", ["open"])
    other = asked.of(Unit.QUESTIONS)
    assert (other.unit, other.query, other.chosen) == (Unit.QUESTIONS, asked.query, asked.chosen)
    assert asked.unit is Unit.SETS


@pytest.mark.parametrize(
    ("text", "by_words"),
    [
        ("", False),
        ("stikstof", True),
        ('"de nachttrein"', True),
        ("stikst*", True),
        ("minister:hoekstra", False),
        ("minister:hoekstra stikstof", True),
        ("-stikstof", False),
        ("stikstof OF jaar:2024", True),
        ("titel:stikstof", True),
    ],
)
def test_whether_there_are_words_to_rank_by(text: str, by_words: bool) -> None:
    assert plan(text).by_words is by_words


@pytest.mark.parametrize(
    ("text", "has_prefix"), [("stikst*", True), ("natuur stikst*", True), ("stikstof", False), ("", False)]
)
def test_words_by_their_beginning(text: str, has_prefix: bool) -> None:
    assert plan(text).has_prefix is has_prefix


def test_a_filter_set_may_ask_for_all() -> None:
    asked = plan("stikstof")
    assert asked.all() is asked
