"""The facets of a result: which values its sets have, and how many sets have each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from django.utils.translation import gettext_lazy as _

from questions.language.fields import KINDS, STATES
from questions.models.statements import prepared

from .schema import JOINED

# The facets by their name in the address, with the field of the index.
FACETS = {
    "ministerie": "ministry",
    "bewindspersoon": "minister",
    "indiener": "asker",
    "partij": "party",
    "vergaderjaar": "session_year",
    "jaar": "year",
    "soort": "kind",
    "status": "state",
}
MOST = 25  # values of a facet that are shown; of years all
EVERY = 60_000  # buckets: all that there are
KIND_LABELS = {
    "antwoord": _("Antwoord"),
    "vragen": _("Vragen"),
    "uitstel": _("Uitstel"),
    "nader": _("Nader antwoord"),
    "herdruk": _("Herdruk"),
    "intrekking": _("Intrekking"),
}
STATE_LABELS = {
    "beantwoord": _("Beantwoord"),
    "open": _("Open"),
    "uitgesteld": _("Uitgesteld"),
    "telaat": _("Nu te laat"),
    "ingetrokken": _("Ingetrokken"),
}
TABLES = {"ministry": "ministry", "minister": "minister", "asker": "member", "party": "party"}
LABELS = " UNION ALL ".join(
    f"SELECT '{field}', id, slug, name FROM questions_{table} WHERE id = ANY(%s)"  # noqa: S608  names of our own tables
    for field, table in TABLES.items()
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: `value` as in the address, `label` as people read it."""

    value: str
    label: str
    count: int


def request(names: Sequence[str]) -> dict[str, Any]:
    """What to ask of tantivy: the counts of these facets."""
    return {column: {"terms": {"field": column, "size": EVERY}} for name in names for column in _columns(name)}


def _columns(name: str) -> list[str]:
    field = FACETS[name]
    return [f"{field}_all"] if field in JOINED else [f"{field}_first", f"{field}_others"]


def counted(answer: Mapping[str, Any], names: Sequence[str]) -> dict[str, dict[str, int]]:
    """The sets of each value, from the columns in which tantivy counted."""
    counts: dict[str, dict[str, int]] = {}
    for name in names:
        found = counts[name] = {}
        for column in _columns(name):
            for bucket in answer[column]["buckets"]:
                key, count = bucket["key"], bucket["doc_count"]
                for value in key.split(",") if "," in key else (key,):
                    found[value] = found.get(value, 0) + count
        found.pop("", None)  # sets that have none
    return counts


def labelled(counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, Sequence[Any]]) -> dict[str, list[Value]]:
    """Counts by facet with the names that people know; one query for all names. What is chosen is always among them."""
    rows = {
        facet: _most(found, [str(value) for value in chosen.get(facet, ())], MOST if FACETS[facet] in TABLES else None)
        for facet, found in counts.items()
    }
    names = _names({FACETS[facet]: [int(key) for key, _ in rows[facet]] for facet in counts if FACETS[facet] in TABLES})
    return {facet: _values(facet, rows[facet], names) for facet in counts}


def _most(found: Mapping[str, int], chosen: Sequence[str], limit: int | None) -> list[tuple[str, int]]:
    most = nsmallest(limit or len(found), found.items(), key=lambda row: (-row[1], row[0]))
    shown = {value for value, _ in most}
    return [*most, *((value, found.get(value, 0)) for value in chosen if value not in shown)]


def _values(facet: str, rows: Sequence[tuple[str, int]], names: Mapping[tuple[str, int], tuple[str, str]]) -> list[Value]:
    match facet:
        case "soort":
            found = dict(rows)
            return [Value(kind, str(KIND_LABELS[kind]), found[kind]) for kind in KINDS if found.get(kind)]
        case "status":
            found = dict(rows)
            return [Value(state, str(STATE_LABELS[state]), found[state]) for state in STATES if found.get(state)]
        case "jaar":
            return [Value(year, year, count) for year, count in sorted(rows, reverse=True)]
        case "vergaderjaar":
            ordered = sorted(rows, reverse=True)
            return [Value(f"{int(y)}-{int(y) + 1}", f"{int(y)}–{int(y) + 1}", count) for y, count in ordered]
    known = [(names.get((FACETS[facet], int(key))), count) for key, count in rows]
    return [Value(*name, count) for name, count in known if name]


def _names(ids: Mapping[str, Sequence[int]]) -> dict[tuple[str, int], tuple[str, str]]:
    if not any(ids.values()):
        return {}
    rows = prepared(LABELS, [list(ids.get(field, ())) for field in TABLES])
    return {(field, pk): (slug, name) for field, pk, slug, name in rows}
