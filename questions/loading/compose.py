"""What a set should look like, as a pure function of the readings of all its sources: order of arrival does
not matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import TypeVar

from questions.parsing import Asker, Footnote, Office, Signatory
from questions.parsing.dispatch import RANK
from questions.parsing.repair.text import without_marks
from questions.parsing.wording import identifiers
from questions.parsing.wording.dates import session_year_of
from questions.vocabulary import lengths
from questions.vocabulary.days import can_be, can_be_reply
from questions.vocabulary.kinds import Kind

from .grouping import Group, Reading, grouped
from .keys import address_safe, keys_of, text_hash
from .states import (
    ActorState,
    AddresseeState,
    AskerState,
    DocumentState,
    InquiryState,
    QuestionState,
    SignatoryState,
)

T = TypeVar("T", str, dt.date)
# Which document speaks for the set where several do; an answer repeats the questions in their final wording.
KIND_ORDER = (
    Kind.CORRECTION, Kind.ANSWER, Kind.QUESTIONS, Kind.POSTPONEMENT, Kind.WITHDRAWAL, Kind.FURTHER_ANSWER,
)  # fmt: skip
MAX_OPENING_CHARS = 110


def compose(readings: Iterable[Reading], today: dt.date = dt.date.max) -> InquiryState:
    """The state of the set that these readings make up; at least one reading is needed.

    A day after `today`, or that cannot be for another reason, is kept apart, as printed.
    """
    groups = grouped(readings)
    speaking = sorted(
        groups, key=lambda group: (-group.readings[0].rank, KIND_ORDER.index(group.kind), group.handle)
    )
    case_number = _first(speaking, "case_number")
    submitted_on, doubtful = _day(
        [reading.parsed.submitted_on for group in speaking for reading in group.readings],
        lambda day: can_be(day, today),
    )
    return derived(InquiryState(
        key=_key(case_number, speaking),
        case_number=str(case_number) if case_number else None,
        chamber=speaking[0].readings[0].parsed.chamber,
        subject=str(_first(speaking, "subject") or ""),
        opening="",
        submitted_on=submitted_on,
        doubtful_submitted_on=doubtful,
        session_year=None,
        is_answered=False,
        answered_on=None,
        is_postponed=False,
        postponed_on=None,
        is_withdrawn=False,
        askers=_askers(speaking),
        addressees=_addressees(speaking),
        questions=_questions(speaking),
        documents=tuple(_document(group, groups, submitted_on, today) for group in groups),
        keys=tuple(
            sorted({key for group in groups for reading in group.readings for key in keys_of(reading.parsed)})
        ),
        actors=_actors(groups),
    ))  # fmt: skip


def derived(state: InquiryState) -> InquiryState:
    """The state with all that follows from its subject, texts, dates and documents."""
    answered = [d for d in state.documents if d.kind.ends_term and (d.answers or d.is_registered)]
    # A further answer says that there was an answer, also when that is not here.
    further = [d for d in state.documents if d.kind == Kind.FURTHER_ANSWER]
    postponed = [d for d in state.documents if d.kind == Kind.POSTPONEMENT]
    return replace(
        state,
        opening=_opening(state.questions[0].text) if state.questions and not state.subject else "",
        session_year=session_year_of(state.submitted_on)
        if state.submitted_on
        else _earliest(d.session_year for d in state.documents),
        is_answered=bool(answered or further),
        answered_on=_earliest(d.received_on for d in answered),
        is_postponed=bool(postponed),
        postponed_on=_earliest(d.received_on for d in postponed),
        is_withdrawn=any(d.kind == Kind.WITHDRAWAL for d in state.documents),
    )


def _opening(text: str) -> str:
    """The first words of a question, cut at a word: a title for a set without a subject."""
    return shorten(without_marks(text), MAX_OPENING_CHARS, placeholder=" …")


def _first(groups: Sequence[Group], name: str) -> object:
    return next((value for group in groups if (value := group.first(name))), None)


def _earliest(values: Iterable[T | None]) -> T | None:
    return min((value for value in values if value), default=None)


def _key(case_number: object, groups: Sequence[Group]) -> str:
    if case_number:
        return address_safe(str(case_number))
    identified = sorted(group.handle for group in groups if group.first("identifier"))
    return (
        address_safe(identified[0])
        if identified
        else "v-" + min(text_hash(r.parsed) for g in groups for r in g.readings)[1:13]
    )


def _day(
    printed: Iterable[dt.date | None], can: Callable[[dt.date], bool]
) -> tuple[dt.date | None, dt.date | None]:
    """(the first of the days that can be, None), or (None, the first) when none can."""
    days = [day for day in printed if day]
    possible = next(filter(can, days), None)
    return possible, None if possible else next(iter(days), None)


def _document(
    group: Group, groups: Sequence[Group], submitted_on: dt.date | None, today: dt.date
) -> DocumentState:
    content = group.content()
    texts = (
        [q.text for q in content.questions]
        + [a.text for a in content.answers]
        + [n.text for n in content.footnotes]
    )
    own = {key.value for reading in group.readings for key in keys_of(reading.parsed)}
    see_also = group.first("see_also") or ()
    named = identifiers.mentions("\n".join([*texts, content.explanation or "", content.notice or ""]))
    identified = [r for r in group.readings if r.parsed.identifier]
    final = next(
        (r for r in identified if identifiers.series_of(r.parsed.identifier)),
        identified[0] if identified else None,
    )
    assert isinstance(see_also, tuple)
    is_reply = group.kind in (Kind.ANSWER, Kind.POSTPONEMENT)
    received_on, doubtful = _day(
        [reading.parsed.received_on for reading in group.readings],
        lambda day: can_be(day, today) and (not is_reply or can_be_reply(day, submitted_on)),
    )
    published_on = group.first("published_on")
    assert published_on is None or isinstance(published_on, dt.date)
    number = group.first("number")
    return DocumentState(
        handle=group.handle,
        kind=group.kind,
        identifier=final.parsed.identifier if final else None,
        chamber=group.readings[0].parsed.chamber,
        session_year=_text(group.first("session_year")),
        number=number if isinstance(number, int) else None,
        received_on=received_on,
        doubtful_received_on=doubtful,
        published_on=published_on,
        explanation=_text(group.first("explanation")) or "",
        notice=_text(group.first("notice")) or "",
        replaces=original_of(group.handle, group.kind, {other.handle for other in groups}),
        signatories=_signatories(group),
        answers=content.answers,
        footnotes=_unique_marks(content.footnotes),
        see_also=_references(see_also),
        mentions=_references(name for name in named if identifiers.canonical(name) not in own),
        source_ids=tuple(reading.source_id for reading in group.readings),
        is_registered=any(reading.rank == RANK["case"] for reading in group.readings),
    )


def _text(value: object) -> str | None:
    return str(value) if value else None


def _askers(speaking: Sequence[Group]) -> tuple[AskerState, ...]:
    found: Sequence[Asker] = _first(speaking, "askers") or ()  # type: ignore[assignment]
    return tuple(
        AskerState(asker.name[: lengths.MAX_PRINTED_NAME_CHARS], _cut(asker.party, lengths.MAX_PARTY_CHARS))
        for asker in found
    )


def _actors(groups: Iterable[Group]) -> tuple[ActorState, ...]:
    """Who asked by the Chamber's latest word, which is the reading that knows ids of people."""
    known = [
        reading
        for group in groups
        for reading in group.readings
        if any(asker.person for asker in reading.parsed.askers)
    ]
    latest = max(known, key=lambda reading: reading.source_id, default=None)
    return tuple(
        ActorState(
            asker.name[: lengths.MAX_PRINTED_NAME_CHARS],
            _cut(asker.party, lengths.MAX_PARTY_CHARS),
            asker.person,
        )
        for asker in (latest.parsed.askers if latest else ())
    )


def _addressees(speaking: Sequence[Group]) -> tuple[AddresseeState, ...]:
    found: Sequence[Office] = _first(speaking, "addressees") or ()  # type: ignore[assignment]
    return tuple(
        AddresseeState(office.role, _cut(office.portfolio, lengths.MAX_PORTFOLIO_CHARS)) for office in found
    )


def _signatories(group: Group) -> tuple[SignatoryState, ...]:
    """Who signed, and then those on whose behalf."""
    signed: Sequence[Signatory] = group.first("answered_by") or ()  # type: ignore[assignment]
    on_behalf: Sequence[Signatory] = group.first("on_behalf_of") or ()  # type: ignore[assignment]
    return tuple(
        SignatoryState(
            _cut(person.name, lengths.MAX_PRINTED_NAME_CHARS),
            person.role,
            _cut(person.portfolio, lengths.MAX_PORTFOLIO_CHARS),
            is_on_behalf,
        )
        for people, is_on_behalf in ((signed, False), (on_behalf, True))
        for person in people
    )


def _cut(text: str | None, max_chars: int) -> str | None:
    return text[:max_chars] if text else text


def _references(names: Iterable[str]) -> tuple[str, ...]:
    """Each publication that is named, once, in one spelling."""
    return tuple(dict.fromkeys(identifiers.canonical(name)[: lengths.MAX_IDENTIFIER_CHARS] for name in names))


def _unique_marks(footnotes: Iterable[Footnote]) -> tuple[Footnote, ...]:
    cut = [replace(note, mark=note.mark[: lengths.MAX_MARK_CHARS]) for note in footnotes]
    return tuple({note.mark: note for note in cut}.values())


def original_of(handle: str, kind: Kind, handles: Collection[str]) -> str | None:
    """The document that a reprint ("-h1") takes the place of, if it is among these."""
    base = identifiers.VERSION.sub("", handle)
    return base if kind == Kind.CORRECTION and base != handle and base in handles else None


def _questions(groups: Sequence[Group]) -> tuple[QuestionState, ...]:
    """Each question once, with the text of the best document that has it; in the order of the best
    document.
    """
    found: dict[str, QuestionState] = {}
    for group in groups:
        for question in group.content().questions:
            known = found.get(question.number)
            if known is None or (not known.text and question.text):
                found[question.number] = QuestionState(question.number, question.text, group.handle)
    return tuple(found.values())
