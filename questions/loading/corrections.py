"""What an editor may correct of a set, as plain JSON values by place; puts them where the source's values
are. Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from questions.models.contents import label_of_numbers, numbers_in
from questions.parsing import Answer, Footnote
from questions.parsing.wording import identifiers
from questions.vocabulary.kinds import KeyKind, Kind, ReferenceKind, Role
from questions.vocabulary.places import WHOLE_SET, Place, Value

from .compose import derived, original_of
from .keys import Key, address_safe
from .states import AddresseeState, AskerState, DocumentState, InquiryState, SignatoryState

Values = dict[Place, Value]
SET_TEXTS = ("subject", "case_number")
DOCUMENT_TEXTS = ("kind", "identifier", "session_year", "number", "explanation", "notice")
DOCUMENT_DATES = ("received_on", "published_on")
MAX_ANSWER_NAME_CHARS = 50  # within a place


@dataclass(frozen=True, slots=True)
class InForce:
    """A correction as loading needs it: where, what the source said when it was made, and what holds
    instead.
    """

    id: int
    place: Place
    source: Value
    value: Value


def values_of(state: InquiryState) -> Values:
    """Every value that can be corrected, as JSON, by place."""
    found: Values = {Place(WHOLE_SET, name): getattr(state, name) or "" for name in SET_TEXTS}
    found[Place(WHOLE_SET, "submitted_on")] = from_date(state.submitted_on)
    found[Place(WHOLE_SET, "askers")] = [
        _without_none({"name": asker.name, "party": asker.party or "", "member": asker.member})
        for asker in state.askers
    ]
    found[Place(WHOLE_SET, "addressees")] = [
        _without_none(
            {"role": str(office.role), "portfolio": office.portfolio or "", "minister": office.minister}
        )
        for office in state.addressees
    ]
    for question in state.questions:
        found[Place(WHOLE_SET, "text", "questions", question.number)] = question.text
    for document in state.documents:
        found |= _document_values(document)
    return found


def _document_values(document: DocumentState) -> Values:
    handle = document.handle
    found: Values = {Place(handle, name): _plain(getattr(document, name)) for name in DOCUMENT_TEXTS}
    found |= {Place(handle, name): from_date(getattr(document, name)) for name in DOCUMENT_DATES}
    found[Place(handle, "signatories")] = [
        _without_none({
            "name": person.name or "",
            "role": str(person.role),
            "portfolio": person.portfolio or "",
            "on_behalf": person.on_behalf,
            "minister": person.minister,
        })
        for person in sorted(document.signatories, key=lambda person: person.on_behalf)
    ]  # fmt: skip
    named = [(ReferenceKind.SEE_ALSO.value, name) for name in document.see_also]
    named += [(ReferenceKind.MENTION.value, name) for name in document.mentions]
    found[Place(handle, "references")] = [{"kind": kind, "identifier": name} for kind, name in sorted(named)]
    for name, answer in zip(answer_names(document), document.answers, strict=True):
        found[Place(handle, "text", "answers", name)] = answer.text
        found[Place(handle, "pairing", "answers", name)] = label_of_numbers(answer.numbers)
    for note in document.footnotes:
        found[Place(handle, "text", "footnotes", note.mark)] = note.text
    return found


def answer_names(document: DocumentState) -> list[str]:
    """The name of each answer: its numbers ("2, 3"), cut when they are many.

    Of answers with the same name the second is "2, 3 (2)".
    """
    names: list[str] = []
    for answer in document.answers:
        numbers = ", ".join(answer.numbers) or "zonder nummer"
        is_long = len(numbers) > MAX_ANSWER_NAME_CHARS
        name = f"{answer.numbers[0]} … {answer.numbers[-1]}" if is_long else numbers
        doubles = sum(other == name or other.startswith(f"{name} (") for other in names)
        names.append(f"{name} ({doubles + 1})" if doubles else name)
    return names


def enforce(state: InquiryState, corrections: Iterable[InForce]) -> tuple[InquiryState, dict[int, Value]]:
    """The state with the corrections in it, and those whose source says something else now: id → what it
    says.

    A correction that the source has come to agree with stays in force. One whose place is gone is outdated,
    with None.
    """
    source = values_of(state)
    holding: Values = {}
    outdated: dict[int, Value] = {}
    for correction in corrections:
        now = source.get(correction.place)
        is_known = correction.place in source and now in (correction.source, correction.value)
        if is_known and _is_free(state, correction):
            holding[correction.place] = correction.value
        else:
            outdated[correction.id] = now
    return corrected(state, holding), outdated


def _is_free(state: InquiryState, correction: InForce) -> bool:
    """A number that was given by an editor must not be that of another document which has come since."""
    place = correction.place
    if place.part or place.name != "identifier" or not correction.value:
        return True
    value = identifiers.canonical(correction.value)
    others = [d for d in state.documents if d.handle != place.document]
    return not any(value in (d.handle, identifiers.canonical(d.identifier or "")) for d in others)


def corrected(state: InquiryState, values: Mapping[Place, Value]) -> InquiryState:
    """The state with these values, and all that follows from them; every place must be one of
    `values_of(state)`.
    """
    if not values:
        return state
    documents = tuple(_corrected_document(document, values) for document in state.documents)
    handles = {d.handle for d in documents}
    documents = tuple(replace(d, replaces=original_of(d.handle, d.kind, handles)) for d in documents)
    questions = tuple(
        replace(q, text=values.get(Place(WHOLE_SET, "text", "questions", q.number), q.text))
        for q in state.questions
    )
    changed = replace(state, documents=documents, questions=questions, **_plain_values(WHOLE_SET, values))
    return derived(_renumbered(state, changed))


def _plain_values(document: str, values: Mapping[Place, Value]) -> dict[str, Any]:
    """The fields of a set or a document itself, as a state holds them."""
    own = {p.name: value for p, value in values.items() if p.document == document and not p.part}
    return {name: SETTERS[name](value) for name, value in own.items() if name in SETTERS}


def _corrected_document(document: DocumentState, values: Mapping[Place, Value]) -> DocumentState:
    handle = document.handle
    answers = tuple(
        _corrected_answer(answer, handle, name, values)
        for name, answer in zip(answer_names(document), document.answers, strict=True)
    )
    notes = tuple(_corrected_note(note, handle, values) for note in document.footnotes)
    changed = replace(document, answers=answers, footnotes=notes, **_plain_values(handle, values))
    references = Place(handle, "references")
    if references not in values:
        return changed
    named = [(row["kind"], row["identifier"]) for row in values[references]]
    return replace(
        changed,
        see_also=tuple(name for kind, name in named if kind == ReferenceKind.SEE_ALSO),
        mentions=tuple(name for kind, name in named if kind == ReferenceKind.MENTION),
    )


def _corrected_answer(answer: Answer, handle: str, name: str, values: Mapping[Place, Value]) -> Answer:
    pairing = Place(handle, "pairing", "answers", name)
    return replace(
        answer,
        text=values.get(Place(handle, "text", "answers", name), answer.text),
        numbers=numbers_in(values[pairing]) if pairing in values else answer.numbers,
    )


def _corrected_note(note: Footnote, handle: str, values: Mapping[Place, Value]) -> Footnote:
    return replace(note, text=values.get(Place(handle, "text", "footnotes", note.mark), note.text))


def _renumbered(before: InquiryState, after: InquiryState) -> InquiryState:
    """A number that was corrected is how the set is known from now on; the wrong one stays an address, no
    more.
    """
    numbers_before, numbers = _official(before), _official(after)
    gone, new = numbers_before - numbers, numbers - numbers_before
    if not (gone or new):
        return after
    if new and new <= set(before.keys):  # two sets that were joined: both numbers are right, one goes first
        gone = set()
    keys = tuple(sorted((set(before.keys) - gone) | new))
    key = address_safe(after.case_number or before.key)
    if not after.case_number and before.key.lower() in {key.value for key in gone}:
        identified = sorted(d.identifier for d in after.documents if d.identifier)
        content = next((k.value for k in keys if k.kind == KeyKind.CONTENT), "")
        key = identifiers.canonical(identified[0]) if identified else f"v-{content[1:13]}"
    return replace(after, key=key, keys=keys, former_keys=tuple(sorted(gone)))


def _official(state: InquiryState) -> set[Key]:
    cases = {Key(KeyKind.CASE, state.case_number.lower())} if state.case_number else set()
    named = [d.identifier for d in state.documents if d.identifier]
    return cases | {Key(KeyKind.IDENTIFIER, identifiers.canonical(name)) for name in named}


def from_date(day: dt.date | None) -> str:
    """A day as JSON."""
    return day.isoformat() if day else ""


def _plain(value: object) -> Value:
    return str(value) if isinstance(value, str) else value or ""


def _to_date(value: str) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _without_none(row: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in row.items() if value is not None}


def _text(value: str) -> str:
    return value


def _text_or_none(value: str) -> str | None:
    return value or None


def _askers(rows: Iterable[Mapping[str, Value]]) -> tuple[AskerState, ...]:
    return tuple(AskerState(row["name"], row["party"] or None, row.get("member")) for row in rows)


def _addressees(rows: Iterable[Mapping[str, Value]]) -> tuple[AddresseeState, ...]:
    return tuple(
        AddresseeState(Role(row["role"]), row["portfolio"] or None, row.get("minister")) for row in rows
    )


def _signatories(rows: Iterable[Mapping[str, Value]]) -> tuple[SignatoryState, ...]:
    return tuple(
        SignatoryState(
            row["name"] or None,
            Role(row["role"]),
            row["portfolio"] or None,
            row["on_behalf"],
            row.get("minister"),
        )
        for row in rows
    )


SETTERS: dict[str, Callable[[Any], Any]] = {
    "subject": _text,
    "case_number": _text_or_none,
    "submitted_on": _to_date,
    "askers": _askers,
    "addressees": _addressees,
    "kind": Kind,
    "identifier": _text_or_none,
    "session_year": _text_or_none,
    "number": lambda value: value or None,
    "received_on": _to_date,
    "published_on": _to_date,
    "explanation": _text,
    "notice": _text,
    "signatories": _signatories,
}
