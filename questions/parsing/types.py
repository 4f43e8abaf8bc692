"""The frozen dataclasses that a parser returns; their JSON shape is in `formats/json_lines.py`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from questions.vocabulary.kinds import Chamber, Kind, Role


class ParseError(ValueError):
    """The bytes cannot be read as a publication; the message says why, in Dutch, for an editor."""


def refusal(reason: str, error: Exception) -> ParseError:
    """`reason` says in Dutch what is wrong and what to do; what a library says stands behind it."""
    detail = (str(error).split("\n")[0] or type(error).__name__)[:120]
    return ParseError(f"{reason} (Technisch: {detail})")


@dataclass(frozen=True, slots=True)
class Asker:
    """A member as printed: the surname with its prefix (or more), and the party on that day. `person` is who
    it is by the Chamber's own id, where it says so.
    """

    name: str
    party: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """To whom a question is put: a role, and the portfolio printed after "van" or "voor"."""

    role: Role
    portfolio: str | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs an answer or a notice; `name` is None where only the office is printed."""

    name: str | None
    role: Role
    portfolio: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `number` is a label ("1", "1a"), not a count."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, to one or more questions."""

    numbers: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote; its reference stands in a text as `[^mark]`."""

    mark: str
    text: str
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What one publication says; absent is None or empty, nothing is guessed from outside it."""

    kind: Kind
    identifier: str | None = None
    number: int | None = None
    session_year: str | None = None
    chamber: Chamber = Chamber.TK
    case_number: str | None = None
    subject: str | None = None
    askers: tuple[Asker, ...] = ()
    addressees: tuple[Office, ...] = ()
    answered_by: tuple[Signatory, ...] = ()
    on_behalf_of: tuple[Signatory, ...] = ()
    submitted_on: dt.date | None = None
    received_on: dt.date | None = None
    published_on: dt.date | None = None
    see_also: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    answers: tuple[Answer, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    explanation: str | None = None
    notice: str | None = None
    warnings: tuple[str, ...] = ()
