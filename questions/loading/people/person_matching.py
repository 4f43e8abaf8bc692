"""Which of the people that are known a printed name can mean, by first name, party, office and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import TypeVar

from questions.vocabulary.lengths import MAX_SURNAME_CHARS
from questions.vocabulary.names import folded, name_key, portfolio_key, surname_of
from questions.vocabulary.periods import is_near

# A document may be signed some days before or after the printed date of a change of office.
OFFICE_TOLERANCE = dt.timedelta(days=21)


@dataclass(slots=True)
class OfficeFact:
    minister_id: int
    initials: str
    role: str
    portfolio: str
    ministry_id: int | None
    since: dt.date | None
    until: dt.date | None
    is_confirmed: bool = True

    def covers(self, day: dt.date) -> bool:
        return is_near(day, self.since, self.until, OFFICE_TOLERANCE)

    @property
    def open_ended(self) -> bool:
        return self.since is None and self.until is None


@dataclass(slots=True)
class MemberFact:
    member_id: int
    first_name: str
    initials: str
    parties: list[tuple[int, dt.date | None, dt.date | None]] = field(default_factory=list)
    is_confirmed: bool = True

    def stood_for(self, parties: Set[int], on: dt.date | None) -> list[bool]:
        """Of each time in one of these parties that may be this day's, whether its days are known."""
        fitting = [
            (since, until)
            for party, since, until in self.parties
            if party in parties and is_near(on, since, until, OFFICE_TOLERANCE)
        ]
        return [bool(since or until) for since, until in fitting]


Fact = TypeVar("Fact", OfficeFact, MemberFact)


def fitting_member(
    known: Sequence[MemberFact], first: str, parties: Set[int], on: dt.date | None
) -> int | None:
    """The one of these namesakes who is meant by a first name (or initials, or nothing) and a party; None
    in doubt.

    Where nobody knows when he sat for the party, a namesake of no known party may be meant as well.
    """
    candidates = [m for m in known if _same_first_name(first, m)]
    fitting = [m for m in candidates if m.stood_for(parties, on)]
    partyless = [m for m in candidates if not m.parties]
    if fitting:
        certain = [m for m in fitting if m.is_confirmed and any(m.stood_for(parties, on))]
        chosen = certain or _confirmed_first(fitting)
        is_clear = len(chosen) == 1 and bool(certain or not partyless or not chosen[0].is_confirmed)
        # In doubt: the unconfirmed member that an earlier document with the same doubt already made.
        made = chosen if is_clear else [m for m in fitting if not m.is_confirmed]
        return made[0].member_id if len(made) == 1 else None
    in_full = [m for m in candidates if first and not first.endswith(".") and m.first_name == name_key(first)]
    alone = partyless if len(candidates) == 1 else in_full if len(in_full) == 1 else []
    return alone[0].member_id if alone else None


def parts_of(name: str) -> tuple[str, str]:
    """What stands before the surname, and as much of the surname as is kept: a longer one must be found
    again too.
    """
    first, surname = surname_of(name)
    return first, surname[:MAX_SURNAME_CHARS]


def party_key(name: str) -> str:
    """Letters only, unless it has none: "50+"."""
    return portfolio_key(name) or folded(name)


def _confirmed_first(facts: list[Fact]) -> list[Fact]:
    """Whom loading made gives way to somebody whom an editor knows."""
    return [fact for fact in facts if fact.is_confirmed] or facts


def only(facts: Iterable[OfficeFact]) -> int | None:
    people = {fact.minister_id for fact in _confirmed_first(list(facts))}
    return people.pop() if len(people) == 1 else None


def same_initials(printed: str, known: str) -> bool:
    """Initials that are printed must fit; a printed first name need only share its first letter."""
    return not printed or not known or folded(printed)[:1] == folded(known)[:1] or not printed.endswith(".")


def _same_first_name(printed: str, member: MemberFact) -> bool:
    if not printed:
        return True
    if printed.endswith("."):
        return not member.initials or folded(printed)[:1] == folded(member.initials)[:1]
    return not member.first_name or member.first_name == name_key(printed)
