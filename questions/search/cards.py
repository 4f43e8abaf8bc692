"""The rows of a page of results: what is shown of each set, in two queries however many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from questions.models.documents import STATUS_CHOICES, status_of, title_of
from questions.models.statements import prepared

from .highlights import Hit, Marker

CARDS = """
    SELECT inquiry.id, inquiry.key, inquiry.subject, inquiry.opening, inquiry.case_number, inquiry.chamber, inquiry.submitted_on,
        inquiry.answered_on, inquiry.is_answered, inquiry.is_postponed, inquiry.is_withdrawn, inquiry.question_count,
        ARRAY(SELECT name || E'\\t' || party_name FROM questions_asker WHERE inquiry_id = inquiry.id ORDER BY position),
        ARRAY(SELECT COALESCE(NULLIF(ministry.abbreviation, ''), ministry.name, NULLIF(addressee.portfolio, ''), addressee.role)
            FROM questions_addressee addressee LEFT JOIN questions_ministry ministry ON ministry.id = addressee.ministry_id
            WHERE addressee.inquiry_id = inquiry.id ORDER BY addressee.position),
        ARRAY(SELECT COALESCE(NULLIF(signatory.name, ''), signatory.role)
            FROM questions_signatory signatory JOIN questions_document document ON document.id = signatory.document_id
            WHERE document.inquiry_id = inquiry.id AND NOT signatory.on_behalf
                AND document.kind IN ('answer', 'further_answer', 'correction')
            ORDER BY document.id, signatory.position)
    FROM questions_inquiry inquiry WHERE inquiry.id = ANY(%s)
"""
STATUS_NAMES = dict(STATUS_CHOICES)
QUESTIONS = """
    SELECT question.id, question.number, question.text,
        ARRAY(SELECT answer.text FROM questions_answer_questions pair JOIN questions_answer answer ON answer.id = pair.answer_id
            WHERE pair.question_id = question.id AND NOT EXISTS (
                SELECT 1 FROM questions_document newer WHERE newer.replaces_id = answer.document_id)
            ORDER BY answer.document_id, answer.position)
    FROM questions_question question WHERE question.id = ANY(%s)
"""


@dataclass(slots=True)
class Card:
    """One set as a list shows it; `hits` are its best questions and `found` counts those that have the words."""

    id: int
    key: str
    title: str
    marked_title: SafeString
    case_number: str | None
    chamber: str
    submitted_on: dt.date | None
    answered_on: dt.date | None
    status: str
    status_name: str
    question_count: int
    askers: list[tuple[str, str]]
    addressees: list[str]
    answerers: list[str]
    hits: list[Hit] = field(default_factory=list)
    found: int = 0

    @property
    def more(self) -> int:
        """Questions that have the words and are not shown."""
        return self.found - len(self.hits)

    def get_absolute_url(self) -> str:
        return reverse("inquiry", args=[self.key])


def cards(ids: Sequence[int], marker: Marker) -> list[Card]:
    """The cards of these sets, in this order; a set that is gone meanwhile is left out."""
    found = {row[0]: _card(row, marker) for row in _rows(CARDS, ids)}
    return [found[pk] for pk in ids if pk in found]


def _card(row: tuple[Any, ...], marker: Marker) -> Card:
    pk, key, subject, opening, case, chamber, submitted, answered, is_answered, is_postponed, is_withdrawn, count = row[:12]
    askers = [(name, party) for name, _, party in (text.partition("\t") for text in row[12])]
    title, status = title_of(subject, opening, case), status_of(is_answered, is_postponed, is_withdrawn)
    return Card(
        pk, key, title, marker.html(title), case, chamber, submitted, answered, status, str(STATUS_NAMES[status]),
        count, askers, list(dict.fromkeys(row[13])), list(dict.fromkeys(row[14])),
    )  # fmt: skip


def hits(ids: Sequence[int], marker: Marker) -> dict[int, Hit]:
    """Questions with their answers, marked: the piece of each that shows most."""
    return {row[0]: _hit(row, marker) for row in _rows(QUESTIONS, ids)}


def _hit(row: tuple[Any, ...], marker: Marker) -> Hit:
    pk, number, text, answers = row
    question, _ = marker.fragment(text)
    best = max((marker.fragment(answer) for answer in answers), key=lambda piece: piece[1], default=(SafeString(""), 0))
    return Hit(pk, number, question, best[0])


def _rows(sql: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    return prepared(sql, [list(ids)]) if ids else []
