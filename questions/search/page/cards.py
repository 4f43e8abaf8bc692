"""The rows of a page of results: what is shown of each set, in two queries however many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from questions.models.inquiries import status_of, title_of
from questions.models.prepared_sql import prepared
from questions.vocabulary.kinds import ANSWERING_KINDS, Status

from .highlights import Hit, Marker

# A ministry is looked up by itself: joined, the planner reads all of them for each set.
CARDS_SQL = """
    SELECT inquiry.id, inquiry.key, inquiry.subject, inquiry.opening, inquiry.case_number,
    inquiry.chamber, inquiry.submitted_on,
        inquiry.answered_on, inquiry.is_answered, inquiry.is_postponed, inquiry.is_withdrawn,
        inquiry.question_count,
        ARRAY(SELECT name || E'\\t' || party_name FROM questions_asker WHERE inquiry_id = inquiry.id
        ORDER BY position),
        ARRAY(SELECT COALESCE(
                (SELECT COALESCE(NULLIF(abbreviation, ''), name) FROM questions_ministry
                WHERE id = addressee.ministry_id),
                NULLIF(addressee.portfolio, ''), addressee.role
            ) FROM questions_addressee addressee WHERE addressee.inquiry_id = inquiry.id
            ORDER BY addressee.position),
        ARRAY(SELECT COALESCE(NULLIF(signatory.name, ''), signatory.role)
            FROM questions_signatory signatory
            JOIN questions_document document ON document.id = signatory.document_id
            WHERE document.inquiry_id = inquiry.id AND NOT signatory.on_behalf
                AND document.kind = ANY(%s)
            ORDER BY document.id, signatory.position)
    FROM questions_inquiry inquiry WHERE inquiry.id = ANY(%s::bigint[])
"""
# Questions and then their answers; an answer for each question would be asked for half as fast.
QUESTIONS_SQL = """
    SELECT id, number, text, 0, 0 FROM questions_question WHERE id = ANY(%s::bigint[])
    UNION ALL
    SELECT pair.question_id, NULL, answer.text, answer.document_id, answer.position
    FROM questions_answer_questions pair JOIN questions_answer answer ON answer.id = pair.answer_id
    WHERE pair.question_id = ANY(%s::bigint[])
        AND NOT EXISTS (SELECT 1 FROM questions_document newer WHERE newer.replaces_id = answer.document_id)
"""


@dataclass(slots=True)
class Card:
    """One set as a list shows it; `hits` are its best questions and `found` counts those that have the
    words. `missing` are words that it lacks, in a list of what has most of them.
    """

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
    missing: Sequence[str] = ()
    part: tuple[int, int] | None = None  # how many addressees answered, of how many, if not all did

    @property
    def more(self) -> int:
        """Questions that have the words and are not shown."""
        return self.found - len(self.hits)

    def get_absolute_url(self) -> str:
        return reverse("inquiry", args=[self.key])


def cards(ids: Sequence[int], marker: Marker) -> list[Card]:
    """The cards of these sets, in this order; a set that is gone meanwhile is left out."""
    status_names = _status_names(get_language())
    rows = prepared(CARDS_SQL, [list(ANSWERING_KINDS), list(ids)]) if ids else []
    titles = [title_of(subject, opening, case) for _, _, subject, opening, case, *_ in rows]
    marked = zip(rows, titles, marker.htmls(titles), strict=True)
    found = {row[0]: _card(row, title, html, status_names) for row, title, html in marked}
    return [found[pk] for pk in ids if pk in found]


@cache
def _status_names(language: str | None) -> dict[str, str]:
    """The names of all statuses in a language; to look each up for each page takes longer than to make the
    cards.
    """
    return {status: gettext(status.label) for status in Status}


def _card(row: tuple[Any, ...], title: str, html: SafeString, status_names: Mapping[str, str]) -> Card:
    pk, key, _, _, case, chamber, submitted, answered, is_answered, is_postponed, is_withdrawn, count = row[
        :12
    ]
    askers = [(name, party) for name, _, party in (text.partition("\t") for text in row[12])]
    status = status_of(is_answered, is_postponed, is_withdrawn)
    return Card(
        pk, key, title, html, case, chamber, submitted, answered, status, status_names[status],
        count, askers, list(dict.fromkeys(row[13])), list(dict.fromkeys(row[14])),
    )  # fmt: skip


def hits(ids: Sequence[int], marker: Marker) -> dict[int, Hit]:
    """Questions with their answers, marked: the piece of each that shows most."""
    rows = prepared(QUESTIONS_SQL, [list(ids), list(ids)]) if ids else []
    pieces = marker.fragments([text for _, _, text, *_ in rows])
    answers: dict[int, list[tuple[int, int, int, SafeString]]] = {}
    for (pk, number, _, document, position), (piece, marks) in zip(rows, pieces, strict=True):
        if number is None:
            answers.setdefault(pk, []).append((-marks, document, position, piece))
    return {
        pk: Hit(pk, number, question, min(answers[pk])[-1] if pk in answers else SafeString(""))
        for (pk, number, *_), (question, _) in zip(rows, pieces, strict=True)
        if number is not None
    }
