"""The rows that a set should have, as plain values by key; the keys say which row is which for ever."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import Any

from questions.models.contents import label_of_numbers
from questions.vocabulary.kinds import ReferenceKind, Role

from .asking import identified
from .people.directory import Directory
from .states import DocumentState, InquiryState, SignatoryState

Rows = dict[Any, dict[str, Any]]

INQUIRY_FIELDS = (
    "key", "case_number", "chamber", "subject", "opening", "submitted_on",
    "doubtful_submitted_on", "session_year",
    "is_answered", "answered_on", "is_postponed",
    "postponed_on", "is_withdrawn",
)  # fmt: skip
DOCUMENT_FIELDS = (
    "handle", "kind", "identifier", "chamber", "session_year", "number", "received_on",
    "doubtful_received_on", "published_on", "explanation", "notice",
)  # fmt: skip
PORTFOLIO_OF_PREMIER = "Algemene Zaken"  # the portfolio that is not printed with "Minister-President"


def inquiry(state: InquiryState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in INQUIRY_FIELDS} | {"question_count": len(state.questions)}


def keys(state: InquiryState, inquiry_id: int) -> Rows:
    return {
        (key.kind, key.value): {"inquiry_id": inquiry_id, "kind": key.kind, "value": key.value}
        for key in state.keys
    }


def askers(state: InquiryState, inquiry_id: int, directory: Directory) -> Rows:
    """Names and parties as printed, beside who that is, and the party for which he sat on that day."""
    return {
        position: {
            "inquiry_id": inquiry_id,
            "position": position,
            "name": one.asker.name,
            "party_name": one.asker.party or "",
            "member_id": one.member_id,
            "party_id": directory.party_on(one.member_id, state.submitted_on)
            or directory.party(one.asker.party or (one.actor.party if one.actor else None)),
        }
        for position, one in enumerate(identified(state, directory))
    }


def addressees(state: InquiryState, inquiry_id: int, directory: Directory) -> Rows:
    return {
        position: {
            "inquiry_id": inquiry_id,
            "position": position,
            "role": office.role,
            "portfolio": office.portfolio or "",
            "ministry_id": directory.ministry(_portfolio(office.role, office.portfolio), state.submitted_on),
            "minister_id": directory.chosen("minister", office.minister)
            or directory.office_holder(office.role, office.portfolio, state.submitted_on),
        }
        for position, office in enumerate(state.addressees)
    }


def document(state: DocumentState, inquiry_id: int) -> dict[str, Any]:
    return {name: getattr(state, name) for name in DOCUMENT_FIELDS} | {"inquiry_id": inquiry_id}


def signatories(
    set_state: InquiryState, state: DocumentState, document_id: int, directory: Directory
) -> Rows:
    on = state.received_on or set_state.submitted_on
    rows: Rows = {}
    positions = {False: itertools.count(), True: itertools.count()}
    for person in state.signatories:
        portfolio = _portfolio(person.role, person.portfolio)
        position = next(positions[person.on_behalf])
        rows[person.on_behalf, position] = {
            "document_id": document_id,
            "position": position,
            "on_behalf": person.on_behalf,
            "name": person.name or "",
            "role": person.role,
            "portfolio": person.portfolio or "",
            "ministry_id": directory.ministry(portfolio, on),
            "minister_id": directory.chosen("minister", person.minister)
            or _signer(person, portfolio, on, directory),
        }
    return rows


def _signer(
    person: SignatoryState, portfolio: str | None, on: dt.date | None, directory: Directory
) -> int | None:
    signed = directory.minister(person.name, person.role, portfolio, on) if person.name else None
    return signed or directory.office_holder(person.role, person.portfolio, on)


def _portfolio(role: Role, portfolio: str | None) -> str | None:
    return portfolio or (PORTFOLIO_OF_PREMIER if role == Role.PREMIER else None)


def questions(state: InquiryState, inquiry_id: int, document_ids: Mapping[str, int]) -> Rows:
    return {
        question.number: {
            "inquiry_id": inquiry_id,
            "number": question.number,
            "position": position,
            "text": question.text,
            "document_id": document_ids[question.handle],
        }
        for position, question in enumerate(state.questions)
    }


def answers(state: DocumentState, document_id: int) -> Rows:
    return {
        (document_id, position): {
            "document_id": document_id,
            "position": position,
            "label": label_of_numbers(answer.numbers),
            "text": answer.text,
        }
        for position, answer in enumerate(state.answers)
    }


def pairs(state: DocumentState, answer_ids: Mapping[int, int], question_ids: Mapping[str, int]) -> Rows:
    """Which answers go with which questions, from the position of an answer and the number of a question."""
    wanted = [
        (answer_ids[position], question_ids[number])
        for position, answer in enumerate(state.answers)
        for number in answer.numbers
        if number in question_ids
    ]
    return {pair: {"answer_id": pair[0], "question_id": pair[1]} for pair in wanted}


def footnotes(state: DocumentState, document_id: int) -> Rows:
    return {
        note.mark: {
            "document_id": document_id,
            "position": position,
            "mark": note.mark,
            "text": note.text,
            "urls": list(note.urls),
        }
        for position, note in enumerate(state.footnotes)
    }


def references(state: DocumentState, document_id: int, targets: Mapping[str, int]) -> Rows:
    """`targets` gives the set of an identifier in small letters, where it is here."""
    named = [(ReferenceKind.SEE_ALSO.value, name) for name in state.see_also] + [
        (ReferenceKind.MENTION.value, name) for name in state.mentions
    ]
    return {
        (kind, name): {
            "document_id": document_id,
            "kind": kind,
            "identifier": name,
            "target_id": targets.get(name.lower()),
        }
        for kind, name in named
    }
