"""Of a set on a page, the questions that meet the words."""

from __future__ import annotations

import pytest

from questions.language.syntax import parse
from questions.models import Inquiry, Question
from questions.search.index import storage
from questions.search.page.best_questions import MAX_BEST_QUESTIONS, best_questions
from questions.search.query.plan import Plan

pytestmark = pytest.mark.django_db


def best(text: str, *keys: str) -> dict[str, tuple[list[int], int]]:
    ids = dict(Inquiry.objects.filter(key__in=keys).values_list("pk", "key"))
    plan = Plan(query=parse(text).query)
    found = best_questions(plan, storage.open_index().questions, list(ids))
    return {ids[pk]: rows for pk, rows in found.items()}


def texts(ids: list[int]) -> list[str]:
    rows = Question.objects.in_bulk(ids)
    return [" ".join([rows[pk].text, *rows[pk].answers.values_list("text", flat=True)]).lower() for pk in ids]


def test_the_questions_have_the_word() -> None:
    ids, count = best("nachttrein", "2024Z99101")["2024Z99101"]
    assert all("nachttrein" in text for text in texts(ids))
    assert count >= len(ids) > 0


def test_at_most_a_few_of_a_set_are_shown() -> None:
    ids, count = best("de OF het OF een OF u", "2024Z99101")["2024Z99101"]
    assert len(ids) <= MAX_BEST_QUESTIONS
    assert count <= Question.objects.filter(inquiry__key="2024Z99101").count()


def test_no_other_set_is_looked_at() -> None:
    assert set(best("bericht", "2024Z99101", "2024Z99102")) <= {"2024Z99101", "2024Z99102"}


@pytest.mark.parametrize("text", ["bestaatniet", "minister:defensie", "-nachttrein", ""])
def test_where_no_word_is_to_be_found(text: str) -> None:
    assert best(text, "2024Z99101") == {}


def test_without_sets_there_is_nothing() -> None:
    assert best("nachttrein") == {}


def test_words_of_the_title_alone_are_not_in_a_question() -> None:
    inquiry = Inquiry.objects.get(key="2024Z99101")
    for ids, _ in best("titel:nachttrein", "2024Z99101").values():
        assert set(ids) <= set(inquiry.questions.values_list("pk", flat=True))
