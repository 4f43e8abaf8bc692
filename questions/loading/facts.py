"""Loads facts that help every archive: ministries, cabinets, ministers, parties and members; never changes
a row.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.db import transaction

from questions.models import (
    Cabinet,
    FormerSlug,
    Member,
    Membership,
    Minister,
    Ministry,
    MinistrySuccession,
    Office,
    Party,
    Portfolio,
)
from questions.models.addresses import S, first_free, led_to, slug_of
from questions.vocabulary.names import name_key, portfolio_key
from questions.vocabulary.periods import covers

from .people.directory import lock_people

FACTS = Path(__file__).resolve().parent.parent / "facts"
Row = dict[str, Any]
P = TypeVar("P", Minister, Member)


class RowsByName(Generic[S]):
    """All rows of a model by name and by address, read once; what is new is written together."""

    def __init__(self, model: type[S]) -> None:
        self.model = model
        rows = list(model._default_manager.all())
        self.by_name: dict[str, S] = {row.name: row for row in reversed(rows)}
        self.by_slug: dict[str, S] = {row.slug: row for row in rows}
        self.former = dict(
            FormerSlug.objects.filter(kind=model._meta.model_name).values_list("slug", "target")
        )
        self._taken = {*self.by_slug, *self.former}
        self._new: list[S] = []

    def named(self, name: str) -> S | None:
        """The row of that name, or the one that an editor merged it into."""
        return self.by_name.get(name) or led_to(slug_of(name), self.by_slug.get, self.former.get)

    def add(self, row: S) -> S:
        """Takes a new row; it is in the database after `save`."""
        row.slug = first_free(slug_of(row.name), self._taken)
        self._taken.add(row.slug)
        self.by_name[row.name] = self.by_slug[row.slug] = row
        self._new.append(row)
        return row

    def save(self) -> None:
        self.model._default_manager.bulk_create(self._new)
        self._new = []


@transaction.atomic
def load_facts(*files: Path) -> int:
    """Makes the rows of the fact files that are not there yet, and returns their number.

    A row that an editor changed or made is left alone. Raises KeyError or ValueError for a misshapen file.
    """
    lock_people()  # two first runs may begin at once
    before = _count()
    for file in files or sorted(FACTS.glob("*.json"), key=lambda f: f.name != "ministries.json"):
        _load(json.loads(file.read_text(encoding="utf-8")))
    return _count() - before


def _count() -> int:
    return sum(
        model.objects.count()
        for model in (Ministry, Portfolio, Cabinet, Minister, Office, Party, Member, Membership)
    )


def _load(facts: dict[str, Any]) -> None:
    _ministries(facts)
    cabinets = _cabinets(facts.get("cabinets", []))
    _ministers(facts.get("ministers", []), cabinets)
    _members(facts.get("members", []), _parties(facts.get("parties", [])))


def _ministries(facts: dict[str, Any]) -> None:
    ministries = RowsByName(Ministry)
    by_abbreviation = {
        ministry.abbreviation: ministry for ministry in ministries.by_slug.values() if ministry.abbreviation
    }
    for row in facts.get("ministries", []):
        ministry = ministries.named(row["name"]) or ministries.add(
            Ministry(name=row["name"], abbreviation=row["abbreviation"])
        )
        by_abbreviation[row.get("key", row["abbreviation"])] = ministry  # two had the same abbreviation
    ministries.save()
    for row in facts.get("successions", []):
        MinistrySuccession.objects.get_or_create(
            predecessor=by_abbreviation[row["from"]],
            successor=by_abbreviation[row["to"]],
            on=dt.date.fromisoformat(row["on"]),
        )
    for row in facts.get("portfolios", []):
        Portfolio.objects.get_or_create(
            name=row["name"],
            since=_day(row.get("from")),
            defaults={"ministry": by_abbreviation[row["ministry"]], "until": _day(row.get("to"))},
        )


def _cabinets(rows: list[Row]) -> list[Cabinet]:
    """The cabinets that a file names, of which its ministers are."""
    for row in rows:
        Cabinet.objects.get_or_create(
            name=row["name"],
            defaults={"since": dt.date.fromisoformat(row["from"]), "until": _day(row.get("to"))},
        )
    return list(Cabinet.objects.filter(name__in=[row["name"] for row in rows]))


def _ministers(rows: list[Row], cabinets: list[Cabinet]) -> None:
    ministers = RowsByName(Minister)
    new = [
        (ministers.add(_person(Minister, row)), row["offices"])
        for row in rows
        if not ministers.named(row["name"])
    ]
    ministers.save()
    ministries = _Ministries()
    offices = [_office(minister, office, cabinets, ministries) for minister, held in new for office in held]
    Office.objects.bulk_create(offices)


def _person(model: type[P], row: Row) -> P:
    surname = row["surname"]
    return model(
        name=row["name"], surname=surname, surname_key=name_key(surname), initials=row.get("initials", "")
    )


def _office(minister: Minister, row: Row, cabinets: list[Cabinet], ministries: _Ministries) -> Office:
    since = _day(row["from"])
    return Office(
        minister=minister,
        role=row["role"],
        portfolio=row["portfolio"],
        ministry_id=ministries.of(row["portfolio"], since),
        cabinet=next(
            (c for c in cabinets if since and c.since <= since and (c.until is None or since < c.until)), None
        ),
        since=since,
        until=_day(row.get("to")),
    )


class _Ministries:
    """Which ministry a portfolio belonged to."""

    def __init__(self) -> None:
        self.portfolios = [(portfolio_key(row.name), row) for row in Portfolio.objects.order_by("-since")]
        self.names = {
            portfolio_key(ministry.name): ministry.pk for ministry in reversed(Ministry.objects.all())
        }

    def of(self, portfolio: str, on: dt.date | None) -> int | None:
        key = portfolio_key(portfolio)
        for name, row in self.portfolios:
            if name == key and covers(on, row.since, row.until):
                return row.ministry_id
        return self.names.get(key)


def _parties(rows: list[Row]) -> RowsByName[Party]:
    parties = RowsByName(Party)
    for row in rows:
        if not parties.named(row["name"]):
            parties.add(
                Party(name=row["name"], long_name=row.get("long", ""), aliases=row.get("aliases", []))
            )
    return parties


def _members(rows: list[Row], parties: RowsByName[Party]) -> None:
    members = RowsByName(Member)
    aliases = {alias: party for party in reversed(parties.by_slug.values()) for alias in party.aliases}
    memberships: dict[tuple[str, str, dt.date | None], Membership] = {}
    for row in rows:
        if members.named(row["name"]):
            continue
        member = members.add(_person(Member, row))
        for period in row["parties"]:
            name = period["party"]
            party = parties.named(name) or aliases.get(name) or parties.add(Party(name=name))
            since = _day(period.get("from"))
            membership = Membership(member=member, party=party, since=since, until=_day(period.get("to")))
            memberships.setdefault((member.slug, party.slug, since), membership)
    parties.save()
    members.save()
    Membership.objects.bulk_create(memberships.values())


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
