"""Finds the person behind a printed name: by name, portfolio and date; what does not fit becomes a new,
unconfirmed one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection

from questions.models import Member, Membership, Minister, Ministry, NameChoice, Office, Party, Portfolio
from questions.models.addresses import row_at
from questions.models.editing import choice_keys
from questions.vocabulary import lengths
from questions.vocabulary.kinds import ProblemKind, Role
from questions.vocabulary.names import PREFIXES, name_key, portfolio_key
from questions.vocabulary.periods import covers

from ..problems import Report
from .chamber_seats import ChamberSeats
from .person_matching import MemberFact, OfficeFact, fitting_member, only, parts_of, party_key, same_initials

# Groups that sit in parliament as one; a member of either signs for both.
JOINT_PARTIES = {"groenlinkspvda": {"groenlinks", "pvda"}}


class Directory:
    """All people, ministries and parties in memory, for one process; call `forget` after a rollback.

    What an editor should look at gathers in `reports`, until `take_reports`. One that only looks
    (`makes=False`) finds nobody for a name that fits nobody.
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
            self.portfolios[portfolio_key(portfolio.name)].append(
                (portfolio.ministry_id, portfolio.since, portfolio.until)
            )
        for ministry in Ministry.objects.all():
            self.portfolios[portfolio_key(ministry.name)].append((ministry.pk, None, None))
        for office in Office.objects.select_related("minister"):
            self._add_office(office)
        for party in Party.objects.all():
            self._add_party(party)
        self.first_names: set[str] = set()
        memberships: dict[int, list[Membership]] = defaultdict(list)
        for membership in Membership.objects.all():
            memberships[membership.member_id].append(membership)
        for member in Member.objects.all():
            self._add_member(member, memberships[member.pk])
        self.chamber = ChamberSeats()
        self._loaded = True

    def _add_office(self, office: Office) -> None:
        fact = OfficeFact(
            office.minister_id, office.minister.initials, office.role, portfolio_key(office.portfolio),
            office.ministry_id,
            office.since, office.until, office.minister.is_confirmed,
        )  # fmt: skip
        self.offices[office.minister.surname_key].append(fact)
        self.by_portfolio[fact.portfolio].append(fact)

    def _add_party(self, party: Party) -> None:
        for name in [party.name, *party.aliases]:
            self.parties[party_key(name)] = party.pk

    def _add_member(self, member: Member, memberships: Iterable[Membership]) -> None:
        first = name_key(member.name.split(" ")[0]) if " " in member.name else ""
        parties = [(membership.party_id, membership.since, membership.until) for membership in memberships]
        self.members[member.surname_key].append(
            MemberFact(member.pk, first, member.initials, parties, member.is_confirmed)
        )
        if member.is_confirmed and first and not member.surname_key.startswith(first):
            self.first_names.add(first)

    def take_reports(self) -> list[Report]:
        """What came up since the last time."""
        taken, self.reports = self.reports, []
        return taken

    def _report(self, kind: ProblemKind, cause: str, message: str) -> None:
        self.reports.append(Report(kind, cause[: lengths.MAX_CAUSE_CHARS], message))

    # --- what editors chose ---------------------------------------------------------------------------

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

    # --- ministries -----------------------------------------------------------------------------------

    def ministry(self, portfolio: str | None, on: dt.date | None) -> int | None:
        """The ministry of a portfolio on a day; None when it is not known."""
        self._load()
        choice = self._choice("ministry", portfolio)
        if choice:
            return choice
        rows = self.portfolios.get(portfolio_key(portfolio), [])
        fitting = [row for row in rows if covers(on, row[1], row[2])]
        dated = [row for row in fitting if row[1]]
        chosen = (dated or fitting or rows)[:1]
        if portfolio and not rows and portfolio_key(portfolio) not in self.unknown_portfolios:
            self.unknown_portfolios.add(portfolio_key(portfolio))
            self._report(
                ProblemKind.UNKNOWN_MINISTRY,
                portfolio_key(portfolio),
                f"Portefeuille «{portfolio}» hoort bij geen bekend ministerie.",
            )
        return chosen[0][0] if chosen else None

    # --- ministers ------------------------------------------------------------------------------------

    def minister(self, name: str, role: str, portfolio: str | None, on: dt.date | None) -> int:
        """The minister who signs so; makes an unconfirmed one, and a problem for an editor, if none fits."""
        self._load()
        choice = self._choice("minister", name, portfolio)
        if choice:
            return choice
        first, surname = parts_of(name)
        found = self._fitting_minister(first, surname, portfolio, on) or self._choice_for_any(
            "minister", name
        )
        return found or (self._new_minister(name, first, surname, role, portfolio, on) if self.makes else 0)

    def office_holder(self, role: str, portfolio: str | None, on: dt.date | None) -> int | None:
        """Who held an office on a day; None unless it was one person."""
        self._load()
        if on is None or (not portfolio and role != Role.PREMIER):
            return None
        key = portfolio_key(portfolio) or "algemenezaken"
        exact = [
            f
            for f in self.by_portfolio.get(key, [])
            if f.role == role and not f.open_ended and covers(on, f.since, f.until)
        ]
        people = {fact.minister_id for fact in exact}
        return people.pop() if len(people) == 1 else None

    def _fitting_minister(
        self, first: str, surname: str, portfolio: str | None, on: dt.date | None
    ) -> int | None:
        facts = [f for f in self.offices.get(name_key(surname), []) if same_initials(first, f.initials)]
        ministry = self.ministry(portfolio, on)
        key = portfolio_key(portfolio)
        same_office = [f for f in facts if f.portfolio == key or (ministry and f.ministry_id == ministry)]
        if on is None:
            return only(same_office)
        in_office = [f for f in facts if f.covers(on) and not f.open_ended]
        return (
            only([f for f in same_office if f.covers(on) and not f.open_ended])
            or only(in_office)
            or only([f for f in same_office if f.open_ended])
        )

    def _new_minister(
        self, name: str, first: str, surname: str, role: str, portfolio: str | None, on: dt.date | None
    ) -> int:
        lock_people()
        key = name_key(surname)
        self.offices[key] = []
        for office in Office.objects.select_related("minister").filter(minister__surname_key=key):
            self._add_office(office)  # another process may have made this person since
        found = self._fitting_minister(first, surname, portfolio, on)
        if found:
            return found
        minister = Minister.objects.create(**_unconfirmed(name, first, surname))
        office = Office.objects.create(
            minister=minister,
            role=role,
            portfolio=(portfolio or "")[: lengths.MAX_PORTFOLIO_CHARS],
            ministry_id=self.ministry(portfolio, on),
        )
        self._add_office(office)
        self._report(
            ProblemKind.UNKNOWN_MINISTER,
            f"{key}|{portfolio_key(portfolio)}",
            f"{role.capitalize()} {name} ({portfolio or 'portefeuille onbekend'}) past bij geen "
            f"bekende bewindspersoon"
            f"{f' op {on:%d-%m-%Y}' if on else ''}.",
        )
        return minister.pk

    # --- members --------------------------------------------------------------------------------------

    def party(self, name: str | None) -> int | None:
        """The party of that name; made when it is new."""
        self._load()
        if not name:
            return None
        name = name[: lengths.MAX_PARTY_CHARS]
        choice = self._choice("party", name)
        if choice:
            return choice
        key = party_key(name)
        if key not in self.parties:
            lock_people()
            for party in Party.objects.filter(name__iexact=name):
                self._add_party(party)
        if key not in self.parties and not self.makes:
            return None
        if key not in self.parties:
            self._add_party(Party.objects.create(name=name))
        return self.parties[key]

    def party_on(self, member_id: int | None, on: dt.date | None) -> int | None:
        """The party for which a member sat on a day by the Chamber's word; None when it does not say so."""
        self._load()
        return self.chamber.party_on(member_id, on)

    def sat_for(self, member_id: int, party_id: int, on: dt.date) -> bool:
        """Whether a member sat for a party on or near a day, or for one of which it is a joint group."""
        kin = self._kin(party_id)
        return any(other in kin or party_id in self._kin(other) for other in self.chamber.near(member_id, on))

    def member_by_editor(self, name: str, party: str | None) -> int | None:
        """Whom an editor put behind a name with a party."""
        self._load()
        return self._choice("member", name, party)

    @property
    def knows_chamber(self) -> bool:
        """Whether anything is known by the Chamber's word."""
        self._load()
        return bool(self.chamber)

    def by_chamber(self, person: str | None) -> int | None:
        """The member whom the Chamber knows by an id."""
        self._load()
        return self.chamber.members.get(person) if person else None

    def member(self, name: str, party: str | None, on: dt.date | None = None) -> int:
        """The member of that name and party on a day; makes an unconfirmed one when none, or more than one,
        fits.
        """
        self._load()
        choice = self._choice("member", name, party)
        if choice:
            return choice
        first, surname = self._member_parts(name)
        party_id = self.party(party)
        found = self._fitting_member(first, surname, party_id, on) or self._choice_for_any("member", name)
        return found or (self._new_member(name, first, surname, party, party_id, on) if self.makes else 0)

    def _member_parts(self, name: str) -> tuple[str, str]:
        """As `_parts`; who has a namesake is printed with a first name, "Daniëlle Jansen (NSC)"."""
        first, surname = parts_of(name)
        before, _, rest = surname.partition(" ")
        is_first = (
            bool(rest)
            and not first
            and name_key(before) in self.first_names
            and not re.fullmatch(PREFIXES, before, re.I)
        )
        return (before, rest) if is_first else (first, surname)

    def _kin(self, party_id: int | None) -> set[int]:
        """A party, and those of which it is a joint group."""
        if party_id is None:
            return set()
        parts = {
            part
            for name, parts in JOINT_PARTIES.items()
            if self.parties.get(name) == party_id
            for part in parts
        }
        return {party_id} | {self.parties[part] for part in parts if part in self.parties}

    def _fitting_member(
        self, first: str, surname: str, party_id: int | None, on: dt.date | None
    ) -> int | None:
        return fitting_member(self.members.get(name_key(surname), []), first, self._kin(party_id), on)

    def _new_member(
        self, name: str, first: str, surname: str, party: str | None, party_id: int | None, on: dt.date | None
    ) -> int:
        lock_people()
        key = name_key(surname)
        self.members[key] = []
        for known in Member.objects.filter(surname_key=key).prefetch_related("memberships"):
            # another process may have made this person since
            self._add_member(known, known.memberships.all())
        found = self._fitting_member(first, surname, party_id, on)
        if found:
            return found
        member = Member.objects.create(**_unconfirmed(name, first, surname))
        memberships = [Membership.objects.create(member=member, party_id=party_id)] if party_id else []
        self._add_member(member, memberships)
        self._report(
            ProblemKind.UNKNOWN_MEMBER,
            f"{key}|{party_key(party) if party else ''}",
            f"Kamerlid {name} ({party or 'zonder partij'}) is niet bekend.",
        )
        return member.pk


def lock_people() -> None:
    """One process at a time makes people; held until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kamerarchief.people'))")


def _unconfirmed(name: str, first: str, surname: str) -> dict[str, Any]:
    """The columns of a person whom nobody has looked at yet; what stands before a surname may be initials."""
    initials = first if first.endswith(".") else ""
    return {
        "name": name[: lengths.MAX_NAME_CHARS],
        "surname": surname,
        "initials": initials[: lengths.MAX_INITIALS_CHARS],
        "is_confirmed": False,
    }
