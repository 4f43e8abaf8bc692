"""What a set should look like: everything that its rows say, as plain values. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from questions.parsing import Answer, Footnote
from questions.vocabulary.kinds import Chamber, Kind, Role

from .keys import Key


@dataclass(frozen=True, slots=True)
class QuestionState:
    number: str
    text: str
    handle: str


@dataclass(frozen=True, slots=True)
class AskerState:
    """A member as printed; `member` is the slug of the one whom an editor chose for the name."""

    name: str
    party: str | None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class ActorState:
    """A member who asked by the Chamber's word: the surname, the party, and its own id of the person."""

    name: str
    party: str | None
    person: str | None


@dataclass(frozen=True, slots=True)
class AddresseeState:
    """An office as printed; `minister` is the slug of an editor's choice."""

    role: Role
    portfolio: str | None
    minister: str | None = None


@dataclass(frozen=True, slots=True)
class SignatoryState:
    """Who signed a document, or (`on_behalf`) for whom it was signed; `minister` is the slug of an editor's
    choice.
    """

    name: str | None
    role: Role
    portfolio: str | None
    on_behalf: bool = False
    minister: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentState:
    """One document of a set; `handle` names it within the set."""

    handle: str
    kind: Kind
    identifier: str | None
    chamber: Chamber
    session_year: str | None
    number: int | None
    received_on: dt.date | None
    doubtful_received_on: dt.date | None  # as printed, and cannot be
    published_on: dt.date | None
    explanation: str
    notice: str
    replaces: str | None
    signatories: tuple[SignatoryState, ...]
    answers: tuple[Answer, ...]
    footnotes: tuple[Footnote, ...]
    see_also: tuple[str, ...]
    mentions: tuple[str, ...]
    source_ids: tuple[int, ...]
    is_registered: bool = False  # by the Chamber: it is there, whether or not its text is here


@dataclass(frozen=True, slots=True)
class InquiryState:
    """One set: everything that its rows should say."""

    key: str
    case_number: str | None
    chamber: Chamber
    subject: str
    opening: str
    submitted_on: dt.date | None
    doubtful_submitted_on: dt.date | None  # as printed, and cannot be
    session_year: str | None
    is_answered: bool
    answered_on: dt.date | None
    is_postponed: bool
    postponed_on: dt.date | None
    is_withdrawn: bool
    askers: tuple[AskerState, ...]
    addressees: tuple[AddresseeState, ...]
    questions: tuple[QuestionState, ...]
    documents: tuple[DocumentState, ...]
    keys: tuple[Key, ...]
    actors: tuple[ActorState, ...] = ()  # beside those that are printed, where the Chamber's case is here
    former_keys: tuple[Key, ...] = ()  # by which it was wrongly known: addresses only
