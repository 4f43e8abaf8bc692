"""The rows of a page, loaded in one statement, in the order in which they were found."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from questions.language.syntax import parse
from questions.models import Inquiry, Question
from questions.search.index import storage, word_cache
from questions.search.page.cards import cards, hits
from questions.search.page.highlights import Marker

pytestmark = pytest.mark.django_db


def marker(text: str = "") -> Marker:
    return Marker(parse(text).query, word_cache.of(storage.open_index().folder))


def ids(*keys: str) -> list[int]:
    found = dict(Inquiry.objects.values_list("key", "pk"))
    return [found[key] for key in keys]


def test_cards_come_in_the_order_that_was_asked() -> None:
    wanted = ids("2024Z99104", "2024Z99101", "2024Z99102")
    assert [card.id for card in cards(wanted, marker())] == wanted
    assert [card.id for card in cards(wanted[::-1], marker())] == wanted[::-1]


def test_a_card_says_what_its_set_says() -> None:
    inquiry = Inquiry.objects.get(key="2024Z99101")
    (card,) = cards([inquiry.pk], marker())
    assert (card.key, card.title, card.case_number) == (inquiry.key, inquiry.title, inquiry.case_number)
    assert (card.submitted_on, card.answered_on) == (inquiry.submitted_on, inquiry.answered_on)
    assert card.status == inquiry.status
    assert card.question_count == inquiry.questions.count()
    assert card.get_absolute_url() == inquiry.get_absolute_url()


def test_people_stand_in_the_order_of_the_document() -> None:
    inquiry = Inquiry.objects.get(key="2024Z99101")
    (card,) = cards([inquiry.pk], marker())
    assert card.askers == list(inquiry.askers.order_by("position").values_list("name", "party_name"))
    assert len(card.addressees) == len(set(card.addressees)) <= inquiry.addressees.count()


def test_a_set_that_is_gone_is_left_out() -> None:
    (known,) = ids("2024Z99101")
    assert [card.id for card in cards([known, 10**9], marker())] == [known]


def test_nothing_asked_is_no_statement() -> None:
    with CaptureQueriesContext(connection) as captured:
        assert cards([], marker()) == []
        assert hits([], marker()) == {}
    assert len(captured) == 0


def test_words_of_the_title_are_marked() -> None:
    (card,) = cards(ids("2024Z99101"), marker("nachttrein"))
    assert "<mark>Nachttrein</mark>" in card.marked_title
    assert "<mark>" not in card.title


def test_a_title_is_no_markup() -> None:
    inquiry = Inquiry.objects.get(key="2024Z99101")
    Inquiry.objects.filter(pk=inquiry.pk).update(subject="<script>alert(1)</script> nachttrein")
    (card,) = cards([inquiry.pk], marker("nachttrein"))
    assert "<script>" not in card.marked_title
    assert "&lt;script&gt;" in card.marked_title.lower()


def test_the_status_is_in_the_language_of_the_reader() -> None:
    wanted = ids("2024Z99101")
    with override("nl"):
        assert cards(wanted, marker())[0].status_name == "beantwoord"
    with override("en"):
        assert cards(wanted, marker())[0].status_name == "answered"


def test_hits_are_questions_with_the_answer_that_shows_most() -> None:
    question = Question.objects.filter(inquiry__key="2024Z99101", answers__isnull=False).first()
    assert question is not None
    found = hits([question.pk], marker("nachttrein"))
    hit = found[question.pk]
    assert hit.number == question.number
    assert hit.question
    assert hit.answer


def test_a_question_without_an_answer_is_a_hit_too() -> None:
    question = Question.objects.filter(answers__isnull=True).first()
    assert question is not None
    assert hits([question.pk], marker())[question.pk].answer == ""


def test_what_is_not_shown_is_counted() -> None:
    (card,) = cards(ids("2024Z99101"), marker("nachttrein"))
    card.found = 5
    assert card.more == 5
