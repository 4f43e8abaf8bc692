"""What an editor may correct of a set, as plain JSON values by place; puts them in the place of the source's values.

A place is the handle of a document ("" for the set itself) and a field, such as ("", "subject"), ("", "questions/3/text") or
("ah-tk-20232024-1062", "answers/2, 3/pairing"). An answer is named by the numbers that its source gives it, so that a
correction cannot move to another answer when a new version has one more. All of this is pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from questions.models.contents import numbers_in
from questions.models.documents import KIND_CHOICES
from questions.parsing.wording import identifiers

from .compose import AddresseeState, AskerState, DocumentState, InquiryState, SignatoryState, derived, original_of
from .keys import Key, fitting

Value = Any  # text, number or None; for people a list of objects
Place = tuple[str, str]
Values = dict[Place, Value]
SET_TEXTS = ("subject", "case_number")
DOCUMENT_TEXTS = ("kind", "identifier", "session_year", "number", "explanation", "notice")
LONGEST_NAME = 50  # letters of the name of an answer within a place
DOCUMENT_DATES = ("received_on", "published_on")


@dataclass(frozen=True, slots=True)
class InForce:
    """A correction as loading needs it: where, what the source said when it was made, and what holds instead."""

    id: int
    place: Place
    source: Value
    value: Value


def values_of(state: InquiryState, source: InquiryState | None = None) -> Values:
    """Every value that can be corrected, as JSON, by place; for an edited state the `source` names the answers."""
    names = {document.handle: answer_names(document) for document in (source or state).documents}
    found: Values = {("", name): getattr(state, name) or "" for name in SET_TEXTS}
    found["", "submitted_on"] = _from_date(state.submitted_on)
    found["", "askers"] = [
        _without_none({"name": a.name[:120], "party": (a.party or "")[:100], "member": a.member}) for a in state.askers
    ]
    found["", "addressees"] = [
        _without_none({"role": o.role, "portfolio": (o.portfolio or "")[:200], "minister": o.minister}) for o in state.addressees
    ]
    for question in state.questions:
        found["", f"questions/{question.number}/text"] = question.text
    for document in state.documents:
        found |= {(document.handle, name): value for name, value in _document_values(document, names[document.handle]).items()}
    return found


def _document_values(document: DocumentState, names: list[str]) -> dict[str, Value]:
    found: dict[str, Value] = {name: getattr(document, name) or "" for name in DOCUMENT_TEXTS}
    found |= {name: _from_date(getattr(document, name)) for name in DOCUMENT_DATES}
    found["signatories"] = [
        _without_none({
            "name": (s.name or "")[:120],
            "role": s.role,
            "portfolio": (s.portfolio or "")[:200],
            "on_behalf": s.on_behalf,
            "minister": s.minister,
        })
        for s in sorted(document.signatories, key=lambda s: s.on_behalf)
    ]  # fmt: skip
    named = [("see_also", name) for name in document.see_also] + [("mention", name) for name in document.mentions]
    found["references"] = [{"kind": kind, "identifier": name[:60]} for kind, name in sorted(named)]
    for name, answer in zip(names, document.answers, strict=True):
        found[f"answers/{name}/text"] = answer.text
        found[f"answers/{name}/pairing"] = ", ".join(answer.numbers)[:400]
    for note in document.footnotes:
        found[f"footnotes/{note.mark[:12]}/text"] = note.text
    return found


def answer_names(document: DocumentState) -> list[str]:
    """The name of each answer: its numbers ("2, 3"), cut when they are many; of equal ones the second is "2, 3 (2)"."""
    names: list[str] = []
    for answer in document.answers:
        numbers = ", ".join(answer.numbers) or "zonder nummer"
        name = numbers if len(numbers) <= LONGEST_NAME else f"{answer.numbers[0]} … {answer.numbers[-1]}"
        doubles = sum(other == name or other.startswith(f"{name} (") for other in names)
        names.append(f"{name} ({doubles + 1})" if doubles else name)
    return names


def enforce(state: InquiryState, corrections: Iterable[InForce]) -> tuple[InquiryState, dict[int, Value]]:
    """The state with the corrections in it, and those whose source says something else now: id → what it says.

    A correction that the source has come to agree with stays in force. One whose place is gone is outdated, with None.
    """
    source = values_of(state)
    wanted: Values = {}
    outdated: dict[int, Value] = {}
    for correction in corrections:
        now = source.get(correction.place)
        if correction.place in source and now in (correction.source, correction.value) and _fits(state, correction):
            wanted[correction.place] = correction.value
        else:
            outdated[correction.id] = now
    return corrected(state, wanted), outdated


def _fits(state: InquiryState, correction: InForce) -> bool:
    """A number that was given by an editor must not be that of another document which has come since."""
    handle, name = correction.place
    if name != "identifier" or not correction.value:
        return True
    value = identifiers.canonical(correction.value)
    others = [d for d in state.documents if d.handle != handle]
    return not any(value in (d.handle, identifiers.canonical(d.identifier or "")) for d in others)


def corrected(state: InquiryState, values: Mapping[Place, Value]) -> InquiryState:
    """The state with these values, and all that follows from them; every place must be one of `values_of(state)`."""
    if not values:
        return state
    documents = tuple(
        corrected_document(d, {name: value for (handle, name), value in values.items() if handle == d.handle})
        for d in state.documents
    )
    handles = {d.handle for d in documents}
    documents = tuple(replace(d, replaces=original_of(d.handle, d.kind, handles)) for d in documents)
    own = {name: value for (handle, name), value in values.items() if not handle}
    changed = replace(
        state, documents=documents, **{name: SETTERS[name](value) for name, value in own.items() if name in SETTERS}
    )
    texts = {name.split("/")[1]: value for name, value in own.items() if name.startswith("questions/")}
    changed = replace(changed, questions=tuple(replace(q, text=texts.get(q.number, q.text)) for q in state.questions))
    return derived(_renumbered(state, changed))


def corrected_document(document: DocumentState, values: Mapping[str, Value]) -> DocumentState:
    """The document with these values, by field."""
    if not values:
        return document
    plain = {name: SETTERS[name](value) for name, value in values.items() if name in SETTERS}
    answers = tuple(
        replace(
            answer,
            text=values.get(f"answers/{name}/text", answer.text),
            numbers=numbers_in(values[place]) if (place := f"answers/{name}/pairing") in values else answer.numbers,
        )
        for name, answer in zip(answer_names(document), document.answers, strict=True)
    )
    notes = tuple(replace(n, text=values.get(f"footnotes/{n.mark[:12]}/text", n.text)) for n in document.footnotes)
    changed = replace(document, answers=answers, footnotes=notes, **plain)
    if "references" not in values:
        return changed
    named = [(row["kind"], row["identifier"]) for row in values["references"]]
    return replace(
        changed,
        see_also=tuple(name for kind, name in named if kind == "see_also"),
        mentions=tuple(name for kind, name in named if kind == "mention"),
    )


def _renumbered(before: InquiryState, after: InquiryState) -> InquiryState:
    """A number that was corrected is how the set is known from now on; the wrong one stays an address, no more."""
    numbers_before, numbers = _official(before), _official(after)
    gone, new = numbers_before - numbers, numbers - numbers_before
    if not (gone or new):
        return after
    if new and new <= set(before.keys):  # two sets that were joined: both numbers are right, one goes first
        gone = set()
    keys = tuple(sorted((set(before.keys) - gone) | new))
    key = fitting(after.case_number or before.key)
    if not after.case_number and before.key.lower() in {key.value for key in gone}:
        identified = sorted(d.identifier for d in after.documents if d.identifier)
        key = (
            identifiers.canonical(identified[0])
            if identified
            else f"v-{next(k.value for k in keys if k.kind == 'content')[1:13]}"
        )
    return replace(after, key=key, keys=keys, former_keys=tuple(sorted(gone)))


def _official(state: InquiryState) -> set[Key]:
    cases = {Key("case", state.case_number.lower())} if state.case_number else set()
    return cases | {Key("identifier", identifiers.canonical(d.identifier)) for d in state.documents if d.identifier}


def _from_date(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _to_date(value: str) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _without_none(row: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in row.items() if value is not None}


def _text(value: str) -> str:
    return value


def _text_or_none(value: str) -> str | None:
    return value or None


SETTERS: dict[str, Callable[[Any], Any]] = {
    "subject": _text,
    "case_number": _text_or_none,
    "submitted_on": _to_date,
    "askers": lambda rows: tuple(AskerState(r["name"], r["party"] or None, r.get("member")) for r in rows),
    "addressees": lambda rows: tuple(AddresseeState(r["role"], r["portfolio"] or None, r.get("minister")) for r in rows),
    "kind": _text,
    "identifier": _text_or_none,
    "session_year": _text_or_none,
    "number": lambda value: value or None,
    "received_on": _to_date,
    "published_on": _to_date,
    "explanation": _text,
    "notice": _text,
    "signatories": lambda rows: tuple(
        SignatoryState(r["name"] or None, r["role"], r["portfolio"] or None, r["on_behalf"], r.get("minister")) for r in rows
    ),
}

KINDS = {kind: str(name) for kind, name in KIND_CHOICES}


def shown(field: str, value: Value) -> str:
    """A value as a person reads it: a day as 3-2-2025, people in a row, nothing as a dash."""
    if isinstance(value, list):
        return "; ".join(_shown_row(row) for row in value) or "–"
    if not value:
        return "–"
    if field in (*DOCUMENT_DATES, "submitted_on"):
        day = dt.date.fromisoformat(value)
        return f"{day.day}-{day.month}-{day.year}"
    return str(KINDS.get(value, value)) if field == "kind" else str(value)


def _shown_row(row: Mapping[str, Value]) -> str:
    if "identifier" in row:
        return str(row["identifier"])
    before = "mede namens " if row.get("on_behalf") else ""
    who = " ".join(filter(None, (str(row.get("role") or ""), str(row.get("name") or ""))))
    detail = row.get("party") or row.get("portfolio")
    return f"{before}{who} ({detail})" if detail else before + who
