"""What must come first, and why: title above question above answer above footnote; the word itself above a
compound.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from questions.models import Answer, Document, Footnote, Inquiry, Question
from questions.search import rebuild
from questions.search.query.plan import Plan
from questions.vocabulary.kinds import Kind

Find = Callable[..., list[str]]
TABLE = Path(__file__).parent / "tables" / "relevance.txt"
ROWS = [
    line.split("\t")
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("text", "key"), ROWS)
def test_what_must_come_first(found: Find, text: str, key: str) -> None:
    assert found(text)[:1] == [key]


def make(key: str, submitted: str = "2024-01-01", **texts: str) -> None:
    """A set with one question; the word of a test stands in one of its texts, which are equally long."""
    filler = "een gewone zin over iets anders"
    inquiry = Inquiry.objects.create(key=key, subject=texts.get("title", filler), submitted_on=submitted)
    document = Document.objects.create(inquiry=inquiry, kind=Kind.ANSWER, handle=key)
    question = Question.objects.create(
        inquiry=inquiry, number="1", position=0, text=texts.get("question", filler)
    )
    answer = Answer.objects.create(
        document=document, position=0, label="1", text=texts.get("answer", f"{filler}[^1]")
    )
    answer.questions.add(question)
    Footnote.objects.create(document=document, position=0, mark="1", text=texts.get("note", filler))


@pytest.mark.usefixtures("empty")
def test_title_above_question_above_answer_above_footnote(found: Find) -> None:
    for place in ("note", "answer", "question", "title"):
        make(place, **{place: "een gewone zin over zandhagedissen[^1]"})
    rebuild()
    assert found("zandhagedis") == ["title", "question", "answer", "note"]


@pytest.mark.usefixtures("empty")
def test_a_compound_comes_below_the_word_itself(found: Find) -> None:
    make("compound", "2024-06-01", title="de stikstofdepositie van stikstofbronnen")
    make("word", "2020-01-01", note="een gewone zin over stikstof")
    rebuild()
    assert found("stikstof") == ["word", "compound"]


@pytest.mark.usefixtures("empty")
def test_recency_breaks_ties_and_no_more(found: Find) -> None:
    make("old", "2010-01-01", title="de zandhagedis")
    make("new", "2024-01-01", title="de zandhagedis")
    make("newest", "2025-01-01", answer="een gewone zin over een zandhagedis")
    rebuild()
    assert found("zandhagedis") == ["new", "old", "newest"]


def test_relevance_needs_words() -> None:
    assert Plan(order="relevantie").order_field == "newest"
