"""Questions above their answers, as they are read on the page of a set."""

from __future__ import annotations

import pytest

from questions.models import Document, Inquiry
from questions.parsing import Answer, Question
from questions.texts import Renderer
from questions.views.exchanges import Exchange, exchange
from tests.builders import ANSWERED, FURTHER, REPRINT, bent, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
THREE = tuple(Question(str(number), f"Vraag {number}?") for number in (1, 2, 3))


def of(*documents: object, number: str | None = None) -> list[Exchange]:
    for document in documents:
        take(document)
    inquiry = Inquiry.objects.get()
    return exchange(inquiry, list(Document.objects.order_by("pk")), Renderer(), number)


def numbers(found: list[Exchange]) -> list[list[str]]:
    return [[text.row.number for text in part.questions] for part in found]


def answers(found: list[Exchange]) -> list[list[str]]:
    return [[text.row.text for text in part.answers] for part in found]


def answered(*given: tuple[tuple[str, ...], str]) -> object:
    rows = tuple(Answer(labels, text) for labels, text in given)
    return bent(ANSWERED, questions=THREE, answers=rows, footnotes=())


def test_an_answer_to_each_question() -> None:
    found = of(answered((("1",), "Ja."), (("2",), "Nee."), (("3",), "Soms.")))
    assert numbers(found) == [["1"], ["2"], ["3"]]
    assert answers(found) == [["Ja."], ["Nee."], ["Soms."]]


def test_a_joint_answer_stands_once() -> None:
    found = of(answered((("1", "3"), "Ja."), (("2",), "Nee.")))
    assert numbers(found) == [["1", "3"], ["2"]]
    assert answers(found) == [["Ja."], ["Nee."]]


def test_a_question_without_an_answer_stands_alone() -> None:
    found = of(answered((("1",), "Ja.")))
    assert numbers(found) == [["1"], ["2"], ["3"]]
    assert answers(found) == [["Ja."], [], []]


def test_an_answer_to_no_known_question_stands_at_the_end() -> None:
    found = of(answered((("9",), "Los."), (("1",), "Ja.")))
    assert numbers(found)[-1] == []
    assert answers(found)[-1] == ["Los."]


def test_only_what_is_read_with_one_question() -> None:
    document = answered((("1", "3"), "Ja."), (("2",), "Nee."))
    assert numbers(of(document, number="3")) == [["1", "3"]]
    assert numbers(of(document, number="9")) == []


def test_what_a_reprint_replaced_is_left_out() -> None:
    found = of(ANSWERED, REPRINT)
    assert answers(found) == [["Nee."]]


def test_a_further_answer_comes_after_the_answer() -> None:
    further = bent(FURTHER, answers=(Answer(("1",), "Nader: toch niet."),), footnotes=())
    found = of(further, ANSWERED)
    first = next(part for part in found if part.questions[0].row.number == "1")
    assert [text.row.text for text in first.answers][-1] == "Nader: toch niet."


def test_an_answer_that_refers_to_another_has_it_beside_it() -> None:
    found = of(answered((("1",), "Dat is zo."), (("2",), "Zie het antwoord op vraag 1.")))
    folded = found[1].answers[0].folded
    assert [number for number, _ in folded] == ["1"]
    assert "Dat is zo." in folded[0][1]


def test_an_answer_that_refers_to_itself_folds_nothing() -> None:
    found = of(answered((("1",), "Zie het antwoord op vraag 1.")))
    assert found[0].answers[0].folded == []


def test_an_anchor_stands_once() -> None:
    further = bent(FURTHER, answers=(Answer(("1",), "Nader."),), footnotes=())
    found = of(answered((("1",), "Ja."), (("2",), "Nee.")), further)
    anchors = [anchor for part in found for text in part.answers for anchor in text.anchors]
    assert len(anchors) == len(set(anchors))


def test_ministers_are_compared_when_each_answers_in_a_document_of_its_own() -> None:
    one = answered((("1",), "Ja, zegt de een."))
    other = bent(answered((("1",), "Nee, zegt de ander.")), identifier="ah-tk-20232024-3002", number=3002)
    assert of(one, other)[0].is_compared
    assert not of(bent(one, answers=()))[1].is_compared


def test_whether_words_are_marked() -> None:
    (part, *_) = of(answered((("1",), "Ja.")))
    assert not part.is_marked
