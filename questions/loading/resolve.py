"""Finds the person behind a printed name: by name, portfolio and date; what does not fit becomes a new, unconfirmed one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import connection

from questions.models import Member, Membership, Minister, Ministry, NameChoice, Office, Party, Portfolio
from questions.models.addresses import row_at
from questions.models.editing import choice_keys
from questions.names import folded, name_key, portfolio_key, surname_of

# A document may be signed some days before or after the printed date of a change of office.
TOLERANCE = dt.timedelta(days=21)
PARTY_NAME, SURNAME = 100, 120  # letters of a name that are kept
# Groups that sit in parliament as one; a member of either signs for both.
JOINT_PARTIES = {"groenlinkspvda": {"groenlinks", "pvda"}}


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
        return (self.since is None or self.since - TOLERANCE <= day) and (self.until is None or day <= self.until + TOLERANCE)

    @property
    def open_ended(self) -> bool:
        return self.since is None and self.until is None


@dataclass(slots=True)
class MemberFact:
    member_id: int
    first_name: str
    initials: str
    parties: set[str] = field(default_factory=set)
    is_confirmed: bool = True


Fact = TypeVar("Fact", OfficeFact, MemberFact)


@dataclass(frozen=True, slots=True)
class Report:
    """Something about people that an editor should look at; `cause` is the same for the same thing."""

    kind: str
    cause: str
    message: str


class Directory:
    """All people, ministries and parties in memory, for one process; call `forget` after a rollback.

    What an editor should look at gathers in `reports`, until `take_reports`. One that only looks (`makes=False`) finds
    nobody for a name that fits nobody.
    """

    def __init__(self, makes: bool = True) -> None:
        self.makes = makes
        self.forget()

    def forget(self) -> None:
        self._loaded = False
        self.reports: list[Report] = []

    def _load(self) -> None:
        if self._loaded:
            return
        self.offices: dict[str, list[OfficeFact]] = defaultdict(list)
        self.by_portfolio: dict[str, list[OfficeFact]] = defaultdict(list)
        self.portfolios: dict[str, list[tuple[int, dt.date | None, dt.date | None]]] = defaultdict(list)
        self.members: dict[str, list[MemberFact]] = defaultdict(list)
        self.parties: dict[str, int] = {}
        self.unknown_portfolios: set[str] = set()
        self.choices = {(c.kind, c.name_key, c.detail_key): c.target_id for c in NameChoice.objects.all()}
        for portfolio in Portfolio.objects.all():
            self.portfolios[portfolio_key(portfolio.name)].append((portfolio.ministry_id, portfolio.since, portfolio.until))
        for ministry in Ministry.objects.all():
            self.portfolios[portfolio_key(ministry.name)].append((ministry.pk, None, None))
        for office in Office.objects.select_related("minister"):
            self._add_office(office)
        for party in Party.objects.all():
            self._add_party(party)
        names = {pk: portfolio_key(name) for pk, name in Party.objects.values_list("pk", "name")}
        parties: dict[int, set[str]] = defaultdict(set)
        for member_id, party_id in Membership.objects.values_list("member_id", "party_id"):
            parties[member_id].add(names[party_id])
        for member in Member.objects.all():
            self._add_member(member, parties[member.pk])
        self._loaded = True

    def _add_office(self, office: Office) -> None:
        fact = OfficeFact(
            office.minister_id, office.minister.initials, office.role, portfolio_key(office.portfolio), office.ministry_id,
            office.since, office.until, office.minister.is_confirmed,
        )  # fmt: skip
        self.offices[office.minister.surname_key].append(fact)
        self.by_portfolio[fact.portfolio].append(fact)

    def _add_party(self, party: Party) -> None:
        for name in [party.name, *party.aliases]:
            self.parties[portfolio_key(name) or folded(name)] = party.pk

    def _add_member(self, member: Member, parties: Iterable[str]) -> None:
        first = member.name.split(" ")[0] if " " in member.name else ""
        fact = MemberFact(member.pk, name_key(first), member.initials, set(parties), member.is_confirmed)
        self.members[member.surname_key].append(fact)

    def take_reports(self) -> list[Report]:
        """What came up since the last time."""
        taken, self.reports = self.reports, []
        return taken

    def _report(self, kind: str, cause: str, message: str) -> None:
        self.reports.append(Report(kind, cause[:300], message))

    # --- what editors chose -------------------------------------------------------------------------------------

    def chosen(self, kind: str, slug: str | None) -> int | None:
        """The minister or member whom an editor put beside a name; found again under a former address."""
        if slug is None:
            return None
        row = row_at(Minister, slug) if kind == "minister" else row_at(Member, slug)
        return row.pk if row else None

    def _choice(self, kind: str, name: str | None, detail: str | None = None) -> int | None:
        """Whom a printed name means by an editor's word, with this portfolio or party."""
        return self.choices.get((kind, *choice_keys(kind, name, detail))) if self.choices and name else None

    def _choice_for_any(self, kind: str, name: str) -> int | None:
        """Whom an editor chose for a name with whatever stands beside it; asked when nobody fits."""
        return self.choices.get((kind, *choice_keys(kind, name, ""))) if self.choices else None

    # --- ministries ---------------------------------------------------------------------------------------------

    def ministry(self, portfolio: str | None, on: dt.date | None) -> int | None:
        """The ministry of a portfolio on a day; None when it is not known."""
        self._load()
        choice = self._choice("ministry", portfolio)
        if choice:
            return choice
        rows = self.portfolios.get(portfolio_key(portfolio), [])
        fitting = [row for row in rows if _within(on, row[1], row[2])]
        dated = [row for row in fitting if row[1]]
        chosen = (dated or fitting or rows)[:1]
        if portfolio and not rows and portfolio_key(portfolio) not in self.unknown_portfolios:
            self.unknown_portfolios.add(portfolio_key(portfolio))
            self._report(
                "unknown_ministry", portfolio_key(portfolio), f"Portefeuille «{portfolio}» hoort bij geen bekend ministerie."
            )
        return chosen[0][0] if chosen else None

    # --- ministers ----------------------------------------------------------------------------------------------

    def minister(self, name: str, role: str, portfolio: str | None, on: dt.date | None) -> int:
        """The minister who signs so; makes an unconfirmed one, and a problem for an editor, when none fits."""
        self._load()
        choice = self._choice("minister", name, portfolio)
        if choice:
            return choice
        first, surname = _parts(name)
        found = self._fitting_minister(first, surname, portfolio, on) or self._choice_for_any("minister", name)
        return found or (self._new_minister(name, first, surname, role, portfolio, on) if self.makes else 0)

    def office_holder(self, role: str, portfolio: str | None, on: dt.date | None) -> int | None:
        """Who held an office on a day; None unless it was one person."""
        self._load()
        if on is None or (not portfolio and role != "minister-president"):
            return None
        key = portfolio_key(portfolio) or "algemenezaken"
        exact = [
            f for f in self.by_portfolio.get(key, []) if f.role == role and not f.open_ended and _within(on, f.since, f.until)
        ]
        people = {fact.minister_id for fact in exact}
        return people.pop() if len(people) == 1 else None

    def _fitting_minister(self, first: str, surname: str, portfolio: str | None, on: dt.date | None) -> int | None:
        facts = [f for f in self.offices.get(name_key(surname), []) if _same_initials(first, f.initials)]
        ministry = self.ministry(portfolio, on)
        key = portfolio_key(portfolio)
        same_office = [f for f in facts if f.portfolio == key or (ministry and f.ministry_id == ministry)]
        if on is None:
            return _only(same_office)
        in_office = [f for f in facts if f.covers(on) and not f.open_ended]
        return (
            _only([f for f in same_office if f.covers(on) and not f.open_ended])
            or _only(in_office)
            or _only([f for f in same_office if f.open_ended])
        )

    def _new_minister(self, name: str, first: str, surname: str, role: str, portfolio: str | None, on: dt.date | None) -> int:
        lock_people()
        key = name_key(surname)
        self.offices[key] = []
        for office in Office.objects.select_related("minister").filter(minister__surname_key=key):
            self._add_office(office)  # another process may have made this person since
        found = self._fitting_minister(first, surname, portfolio, on)
        if found:
            return found
        initials = first if first.endswith(".") else ""
        minister = Minister.objects.create(name=name[:200], surname=surname, initials=initials[:40], is_confirmed=False)
        office = Office.objects.create(
            minister=minister, role=role, portfolio=(portfolio or "")[:200], ministry_id=self.ministry(portfolio, on)
        )
        self._add_office(office)
        self._report(
            "unknown_minister",
            f"{key}|{portfolio_key(portfolio)}",
            f"{role.capitalize()} {name} ({portfolio or 'portefeuille onbekend'}) past bij geen bekende bewindspersoon"
            f"{f' op {on:%d-%m-%Y}' if on else ''}.",
        )
        return minister.pk

    # --- members ------------------------------------------------------------------------------------------------

    def party(self, name: str | None) -> int | None:
        """The party of that name; made when it is new."""
        self._load()
        if not name:
            return None
        name = name[:PARTY_NAME]
        choice = self._choice("party", name)
        if choice:
            return choice
        key = portfolio_key(name) or folded(name)
        if key not in self.parties:
            lock_people()
            for party in Party.objects.filter(name__iexact=name):
                self._add_party(party)
        if key not in self.parties and not self.makes:
            return None
        if key not in self.parties:
            self._add_party(Party.objects.create(name=name))
        return self.parties[key]

    def member(self, name: str, party: str | None) -> int:
        """The member of that name and party; makes an unconfirmed one when none, or more than one, fits."""
        self._load()
        choice = self._choice("member", name, party)
        if choice:
            return choice
        first, surname = _parts(name)
        party_key = self._party_key(party)
        found = self._fitting_member(first, surname, party_key) or self._choice_for_any("member", name)
        return found or (self._new_member(name, first, surname, party, party_key) if self.makes else 0)

    def _party_key(self, party: str | None) -> str:
        party_id = self.party(party)
        return next((key for key, pk in self.parties.items() if pk == party_id), "") if party_id else ""

    def _fitting_member(self, first: str, surname: str, party: str) -> int | None:
        candidates = [m for m in self.members.get(name_key(surname), []) if _same_first_name(first, m)]
        kin = JOINT_PARTIES.get(party, set()) | {party}
        same_party = _confirmed_first([m for m in candidates if m.parties & kin])
        if same_party:
            return same_party[0].member_id if len(same_party) == 1 else None
        partyless = [m for m in candidates if not m.parties]
        in_full = [m for m in candidates if first and not first.endswith(".") and m.first_name == name_key(first)]
        alone = partyless if len(candidates) == 1 else in_full if len(in_full) == 1 else []
        return alone[0].member_id if alone else None

    def _new_member(self, name: str, first: str, surname: str, party: str | None, party_key: str) -> int:
        lock_people()
        key = name_key(surname)
        self.members[key] = []
        for known in Member.objects.filter(surname_key=key).prefetch_related("memberships__party"):
            self._add_member(known, {portfolio_key(m.party.name) for m in known.memberships.all()})
        found = self._fitting_member(first, surname, party_key)
        if found:
            return found
        initials = first if first.endswith(".") else ""
        member = Member.objects.create(name=name[:200], surname=surname, initials=initials[:40], is_confirmed=False)
        party_id = self.party(party)
        if party_id:
            Membership.objects.create(member=member, party_id=party_id)
        self._add_member(member, {party_key} if party_key else ())
        self._report(
            "unknown_member", f"{name_key(surname)}|{party_key}", f"Kamerlid {name} ({party or 'zonder partij'}) is niet bekend."
        )
        return member.pk


def _parts(name: str) -> tuple[str, str]:
    """What stands before the surname, and as much of the surname as is kept: a longer one must be found again too."""
    first, surname = surname_of(name)
    return first, surname[:SURNAME]


def _within(on: dt.date | None, since: dt.date | None, until: dt.date | None) -> bool:
    return on is None or ((since is None or since <= on) and (until is None or on < until))


def _confirmed_first(facts: list[Fact]) -> list[Fact]:
    """Whom loading made gives way to somebody whom an editor knows."""
    return [fact for fact in facts if fact.is_confirmed] or facts


def _only(facts: Iterable[OfficeFact]) -> int | None:
    people = {fact.minister_id for fact in _confirmed_first(list(facts))}
    return people.pop() if len(people) == 1 else None


def _same_initials(printed: str, known: str) -> bool:
    """Initials that are printed must fit; a printed first name need only share its first letter."""
    return not printed or not known or folded(printed)[:1] == folded(known)[:1] or not printed.endswith(".")


def _same_first_name(printed: str, member: MemberFact) -> bool:
    if not printed:
        return True
    if printed.endswith("."):
        return not member.initials or folded(printed)[:1] == folded(member.initials)[:1]
    return not member.first_name or member.first_name == name_key(printed)


def lock_people() -> None:
    """One process at a time makes people; held until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kamerarchief.people'))")
