"""Reads who asks, whom, and who answers from the wording of a preamble."""

from __future__ import annotations

import re
from itertools import zip_longest

from questions.vocabulary.kinds import Role

from ..repair.text import one_line
from ..types import Asker, Office, Signatory
from . import portfolios

MAX_OFFICES = 40  # that share a portfolio, or stand in a row; a cabinet has some thirty
ROLE = re.compile(
    r"\b(?P<role>(?:vice-?)?minister[-\s]?president|ministers?|minster|staatss?ecretaris(?:sen)?)\b(?!\s*-)",
    re.IGNORECASE,
)
# "de Minister van Economische Zaken, bij afwezigheid van de Staatssecretaris van Financiën,"
# (kv-tk-2024Z18776)
ABSENT = re.compile(r",?\s*bij\s+afwezigheid\s+van\b.*?(?=,|$)", re.IGNORECASE)
TRAILING_JOIN = re.compile(r"(?:^|\s*,\s*|\s+)(?:en)?\s*(?:aan)?\s*(?:de)?$", re.IGNORECASE)
SHARED_PARTY = re.compile(r"^(?:beiden?|allen|alle|beide)\s+", re.IGNORECASE)
# "mede ondertekend door de minister van Sociale Zaken en Werkgelegenheid" (ah-tk-20122013-2844)
ON_BEHALF = re.compile(r",?\s*(?:(?:(?:mede|ook)\s+)?namens|mede\s+ondertekend\s+door)\s+", re.IGNORECASE)
# "en antwoord van Staatssecretaris Coenradie (…)" (ah-tk-20242025-558)
# "en van Minister Hermans (…)" (ah-tk-20242025-564)
NEXT_SIGNATORY = re.compile(
    r"\s*(?:,|\ben\b|,\s*en\b)\s*(?:(?:antwoord|mededeling)(?:en)?\s+)?(?:van\s+)?(?:de\s+)?"
    r"(?=(?:minister|staatss?ecretaris)[\w-]*\s+(?-i:[A-ZÀ-Þ'’‘`]))",
    re.IGNORECASE,
)
HONORIFIC = re.compile(r"^(?:de\s+)?(?:heer|mevrouw|dr\.|drs\.|mr\.|prof\.)\s+", re.IGNORECASE)


def role_of(word: str) -> Role:
    word = word.lower()
    if "president" in word:
        return Role.PREMIER
    return Role.STATE_SECRETARY if word.startswith("staats") else Role.MINISTER


def askers(text: str) -> tuple[Asker, ...]:
    """ "Podt (D66), Bushoff en Kröger (beiden GroenLinks-PvdA)" → three members with their party.

    A party in brackets belongs to every name since the bracket before it; a name without one has no party.
    """
    found: list[Asker] = []
    names, *groups = one_line(text).split("(")
    for group in groups:
        bracket, _, following = group.partition(")")
        party = one_line(SHARED_PARTY.sub("", bracket)) or None
        found += [Asker(name, party) for name in _names(names)]
        names = following
    return tuple(found + [Asker(name) for name in _names(names)])


def _names(text: str) -> list[str]:
    parts = re.split(r"\s*,\s*(?:en\s+)?|\s+en\s+|^en\s+", text.strip(" ,;."))
    names = [
        re.sub(r"^(?:het\s+lid|de\s+leden|leden|lid)\s+", "", part.strip(), flags=re.IGNORECASE)
        for part in parts
    ]
    return [_respaced(name) for name in names if re.search(r"[A-ZÀ-Þ]", name)]


def _respaced(name: str) -> str:
    """ "DaniëlleJansen" → "Daniëlle Jansen" (ah-tk-20242025-594); "McDonald" has only one small letter
    before.
    """
    name = re.sub(r"(?<=[a-zà-ÿ]{3})(?=[A-ZÀ-Þ][a-zà-ÿ])", " ", one_line(name))
    return re.sub(r"^(Van|De|Den|Der|Ten|Ter|El|Van den|Van der|Van de)(?=[A-Z][a-z])", r"\1 ", name)


def offices(text: str) -> tuple[Office, ...]:
    """ "de Minister-President en de Ministers van Financiën en voor Rechtsbescherming" → three offices."""
    text = portfolios.respace(ABSENT.sub("", one_line(text)))
    roles = list(ROLE.finditer(text))
    found: list[Office] = []
    # of "de Minister en de Staatssecretaris van X" the first shares the second's portfolio
    waiting: list[Role] = []
    for here, following in zip_longest(roles, roles[1:]):
        role = role_of(here["role"])
        rest = text[here.end() : following.start() if following else len(text)]
        names = portfolios.split(TRAILING_JOIN.sub("", rest.strip(" ,")))
        if (
            role is Role.MINISTER
            and found
            and _is_premier_waiting(found[-1])
            and names == ("Algemene Zaken",)
        ):
            found[-1] = Office(Role.PREMIER, "Algemene Zaken")
            continue
        if not names and role != Role.PREMIER:
            waiting = [*waiting[-MAX_OFFICES:], role]
            continue
        names = names[:MAX_OFFICES]
        found += [Office(earlier, name) for earlier in waiting for name in names]
        waiting = []
        found += [Office(role, name) for name in names] or [Office(role)]
    return tuple(dict.fromkeys([*found, *(Office(role) for role in waiting)]))


def _is_premier_waiting(office: Office) -> bool:
    return office == Office(Role.PREMIER)


def signatories(text: str) -> tuple[tuple[Signatory, ...], tuple[Signatory, ...]]:
    """Who answers and on whose behalf: "Minister Klever (X), mede namens de Minister van Y" → ((Klever,),
    (Y,)).
    """
    signed: list[Signatory] = []
    behalf: list[Signatory] = []
    for part in NEXT_SIGNATORY.split(_mend_brackets(one_line(text))):
        own, *others = ON_BEHALF.split(part)
        signatory = _signatory(own)
        if signatory:
            signed.append(signatory)
        for other in others:
            behalf += _represented(other)
    return tuple(dict.fromkeys(signed)), tuple(dict.fromkeys(behalf))


def _mend_brackets(text: str) -> str:
    """Closes a bracket that was left open: "(Volksgezondheid, Welzijn en Sport"."""
    return text + ")" * max(0, text.count("(") - text.count(")"))


def _signatory(text: str) -> Signatory | None:
    role = ROLE.search(text)
    if not role:
        return None
    rest = text[role.end() :].strip(" ,")
    bracket = re.match(r"([^()]*?)\s*\((.*)\)", rest)
    if bracket:
        name = one_line(HONORIFIC.sub("", bracket[1].strip(" ,")))
        portfolio = one_line(portfolios.respace(bracket[2]).strip(" ()"))
        return Signatory(
            _respaced(name) or None, role_of(role["role"]), portfolios.canonical(portfolio) or None
        )
    office = re.match(r"(?:van|voor)\s+(.*)$", rest)
    if office:
        return Signatory(
            None, role_of(role["role"]), portfolios.canonical(portfolios.respace(office[1].strip(" ,.")))
        )
    return Signatory(_respaced(rest) or None, role_of(role["role"]))


def _represented(text: str) -> list[Signatory]:
    """ "de Ministers voor X en van Y" or "Minister Van Weel (Y)"."""
    named = _signatory(text) if "(" in text else None
    if named and named.name:
        return [named]
    return [Signatory(None, office.role, office.portfolio) for office in offices(text)]
