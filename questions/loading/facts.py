"""Loads facts that help every archive: ministries, cabinets, ministers, parties and members; never changes a row."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from questions.models import Cabinet, Member, Membership, Minister, Ministry, MinistrySuccession, Office, Party, Portfolio
from questions.models.addresses import S, row_at, slug_of
from questions.names import portfolio_key

FACTS = Path(__file__).resolve().parent.parent / "facts"


@transaction.atomic
def load_facts(*files: Path) -> int:
    """Makes the rows of the fact files that are not there yet, and returns their number.

    A row that an editor changed or made is left alone. Raises KeyError or ValueError for a misshapen file.
    """
    before = _count()
    for file in files or sorted(FACTS.glob("*.json"), key=lambda f: f.name != "ministries.json"):
        _load(json.loads(file.read_text(encoding="utf-8")))
    return _count() - before


def _count() -> int:
    return sum(model.objects.count() for model in (Ministry, Portfolio, Cabinet, Minister, Office, Party, Member, Membership))


def _load(facts: dict[str, Any]) -> None:
    _ministries(facts)
    for row in facts.get("cabinets", []):
        Cabinet.objects.get_or_create(
            name=row["name"], defaults={"since": dt.date.fromisoformat(row["from"]), "until": _day(row.get("to"))}
        )
    cabinets = [row["name"] for row in facts.get("cabinets", [])]
    for row in facts.get("ministers", []):
        _minister(row, list(Cabinet.objects.filter(name__in=cabinets)))
    for row in facts.get("parties", []):
        if not _known(Party, row["name"]):
            Party.objects.create(name=row["name"], long_name=row.get("long", ""), aliases=row.get("aliases", []))
    for row in facts.get("members", []):
        _member(row)


def _ministries(facts: dict[str, Any]) -> None:
    by_abbreviation = {ministry.abbreviation: ministry for ministry in Ministry.objects.exclude(abbreviation="")}
    for row in facts.get("ministries", []):
        ministry = _known(Ministry, row["name"]) or Ministry.objects.create(name=row["name"], abbreviation=row["abbreviation"])
        by_abbreviation[row.get("key", row["abbreviation"])] = ministry  # two had the same abbreviation
    for row in facts.get("successions", []):
        MinistrySuccession.objects.get_or_create(
            predecessor=by_abbreviation[row["from"]], successor=by_abbreviation[row["to"]], on=dt.date.fromisoformat(row["on"])
        )
    for row in facts.get("portfolios", []):
        Portfolio.objects.get_or_create(
            name=row["name"],
            since=_day(row.get("from")),
            defaults={"ministry": by_abbreviation[row["ministry"]], "until": _day(row.get("to"))},
        )


def _minister(row: dict[str, Any], cabinets: list[Cabinet]) -> None:
    if _known(Minister, row["name"]):
        return
    minister = Minister.objects.create(name=row["name"], surname=row["surname"], initials=row.get("initials", ""))
    for office in row["offices"]:
        since, until = _day(office["from"]), _day(office.get("to"))
        Office.objects.create(
            minister=minister,
            role=office["role"],
            portfolio=office["portfolio"],
            ministry_id=_ministry_of(office["portfolio"], since),
            cabinet=next((c for c in cabinets if since and c.since <= since and (c.until is None or since < c.until)), None),
            since=since,
            until=until,
        )


def _ministry_of(portfolio: str, on: dt.date | None) -> int | None:
    key = portfolio_key(portfolio)
    for row in Portfolio.objects.order_by("-since"):
        fits = on is None or ((row.since is None or row.since <= on) and (row.until is None or on < row.until))
        if portfolio_key(row.name) == key and fits:
            return row.ministry_id
    return next((m.pk for m in Ministry.objects.all() if portfolio_key(m.name) == key), None)


def _member(row: dict[str, Any]) -> None:
    if _known(Member, row["name"]):
        return
    member = Member.objects.create(name=row["name"], surname=row["surname"], initials=row.get("initials", ""))
    for period in row["parties"]:
        party = _party(period["party"])
        since, until = _day(period.get("from")), _day(period.get("to"))
        Membership.objects.get_or_create(member=member, party=party, since=since, defaults={"until": until})


def _party(name: str) -> Party:
    """The party of that name or also written so; made when there is none."""
    known = Party.objects.filter(aliases__contains=[name]).first()
    return _known(Party, name) or known or Party.objects.create(name=name)


def _known(model: type[S], name: str) -> S | None:
    """The row of that name, or the one that an editor merged it into."""
    return model._default_manager.filter(name=name).first() or row_at(model, slug_of(name))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
