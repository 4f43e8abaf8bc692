"""The words that stand in the database, in the index and in our JSON: they may never change."""

from __future__ import annotations

import pytest

from questions.vocabulary import kinds
from questions.vocabulary.kinds import Chamber, KeyKind, Kind, ReplyState, Role, Status, Unit

STORED = {
    "Chamber": ["tk", "ek"],
    "Role": ["minister", "staatssecretaris", "minister-president"],
    "Kind": ["answer", "questions", "postponement", "withdrawal", "further_answer", "correction"],
    "KeyKind": ["case", "identifier", "key", "content", "address"],
    "ReferenceKind": ["see_also", "mention"],
    "BodyKind": ["minister", "member", "party", "ministry"],
    "SourceStatus": ["loaded", "failed"],
    "Effect": ["created", "updated", "unchanged", "failed"],
    "CorrectionStatus": ["active", "outdated", "withdrawn", "replaced"],
    "ActionKind": ["merge", "split", "join", "take_out", "hide", "show"],
    "ProblemStatus": ["open", "resolved", "dismissed"],
    "Unit": ["sets", "questions"],
}


@pytest.mark.parametrize("name", STORED)
def test_stored_values_stay(name: str) -> None:
    assert [member.value for member in getattr(kinds, name)] == STORED[name]


@pytest.mark.parametrize(
    "enumeration",
    [Chamber, Role, Kind, Status, ReplyState, KeyKind, kinds.BodyKind, kinds.ProblemKind, kinds.ActionKind],
)
def test_each_has_a_dutch_word_of_its_own(enumeration: type[kinds.Labelled]) -> None:
    labels = [member.label for member in enumeration]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("enumeration", [Kind, Status])
def test_words_of_addresses_are_small_letters(enumeration: type[Kind] | type[Status]) -> None:
    slugs = [member.slug for member in enumeration]
    assert all(slug.isascii() and slug.isalpha() and slug.islower() for slug in slugs)
    assert len(set(slugs)) == len(slugs)


def test_a_member_is_its_value() -> None:
    assert Kind.ANSWER == "answer"
    assert f"{Kind.ANSWER}" == "answer"
    assert Kind("answer") is Kind.ANSWER


@pytest.mark.parametrize(
    ("kind", "answers", "ends_term"),
    [
        (Kind.ANSWER, True, True),
        (Kind.CORRECTION, True, True),
        (Kind.FURTHER_ANSWER, True, False),
        (Kind.QUESTIONS, False, False),
        (Kind.POSTPONEMENT, False, False),
        (Kind.WITHDRAWAL, False, False),
    ],
)
def test_which_documents_answer(kind: Kind, answers: bool, ends_term: bool) -> None:
    assert kind.answers is answers
    assert kind.ends_term is ends_term


def test_the_groups_follow_from_the_kinds() -> None:
    assert set(kinds.ANSWERING_KINDS) == {kind for kind in Kind if kind.answers}
    assert set(kinds.TERM_ENDING_KINDS) == {kind for kind in Kind if kind.ends_term}


def test_facets_list_every_kind_once() -> None:
    assert sorted(kinds.LISTED_KINDS) == sorted(Kind)


def test_a_value_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="brief"):
        Kind("brief")


def test_units_name_themselves() -> None:
    assert [str(unit) for unit in Unit] == ["sets", "questions"]
