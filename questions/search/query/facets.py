"""The facets of a result: which values its sets have, and how many sets have each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from questions.language.fields import KIND_SLUGS, STATUS_SLUGS
from questions.models.prepared_sql import prepared
from questions.vocabulary.kinds import Kind, Status

from ..index.facet_columns import Counts

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
MAX_FACET_VALUES = 25  # of years all are shown
KIND_LABELS = {
    Kind.ANSWER.slug: _("Antwoord"),
    Kind.QUESTIONS.slug: _("Vragen"),
    Kind.POSTPONEMENT.slug: _("Uitstel"),
    Kind.FURTHER_ANSWER.slug: _("Nader antwoord"),
    Kind.CORRECTION.slug: _("Herdruk"),
    Kind.WITHDRAWAL.slug: _("Intrekking"),
}
STATE_LABELS = {
    Status.ANSWERED.slug: _("Beantwoord"),
    Status.OPEN.slug: _("Open"),
    Status.POSTPONED.slug: _("Uitgesteld"),
    Status.LATE.slug: _("Nu te laat"),
    Status.WITHDRAWN.slug: _("Ingetrokken"),
}
TABLES = {"ministry": "ministry", "minister": "minister", "asker": "member", "party": "party"}
LABELS = " UNION ALL ".join(
    f"SELECT '{field}', id, slug, name FROM questions_{table}"  # noqa: S608  names of our own tables
    for field, table in TABLES.items()
)
FacetRows = list[tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: `value` as in the address, `label` as people read it."""

    value: str
    label: str
    count: int


def most_common(counts: Mapping[str, Counts], chosen: Mapping[str, Sequence[Any]]) -> dict[str, FacetRows]:
    """The values of each facet that are shown, with their counts: what most sets have, and what is chosen
    always among them.
    """
    return {
        facet: _most(found, chosen.get(facet, ()), MAX_FACET_VALUES if FACETS[facet] in TABLES else None)
        for facet, found in counts.items()
    }


def labelled(rows: Mapping[str, FacetRows], changed: int) -> dict[str, list[FacetValue]]:
    """The values by facet with the names that people know. `changed`: that of the index."""
    return {facet: _values(facet, found, changed) for facet, found in rows.items()}


def _most(found: Counts, chosen: Sequence[Any], limit: int | None) -> FacetRows:
    least = sorted(found.values())[-limit] if limit and limit < len(found) else 0
    enough = [row for row in found.items() if row[1] >= least]
    most = sorted(enough, key=lambda row: (-row[1], row[0]))[:limit]
    among = {value for value, _ in most}
    return [*most, *((value, found.get(value, 0)) for value in chosen if value not in among)]


def _values(facet: str, rows: FacetRows, changed: int) -> list[FacetValue]:
    match facet:
        case "soort":
            return _named(dict(rows), KIND_SLUGS, _labels(get_language()))
        case "status":
            return _named(dict(rows), STATUS_SLUGS, _labels(get_language()))
        case "jaar":
            return [FacetValue(str(year), str(year), count) for year, count in sorted(rows, reverse=True)]
        case "vergaderjaar":
            return [
                FacetValue(f"{y}-{y + 1}", f"{y}–{y + 1}", count) for y, count in sorted(rows, reverse=True)
            ]
    names = _names(changed)
    known = [(names.get((FACETS[facet], pk)), count) for pk, count in rows]
    return [FacetValue(*name, count) for name, count in known if name]


def _named(found: Counts, order: Sequence[str], labels: Mapping[str, str]) -> list[FacetValue]:
    return [FacetValue(value, labels[value], found[value]) for value in order if found.get(value)]


@cache
def _labels(language: str | None) -> dict[str, str]:
    """What kinds and states are called in a language."""
    return {value: str(label) for value, label in {**KIND_LABELS, **STATE_LABELS}.items()}


@lru_cache(2)
def _names(changed: int) -> dict[tuple[str, int], tuple[str, str]]:
    """The addresses and names of all people and bodies, read once until the index takes in a change; a new
    name is one.
    """
    return {(field, pk): (slug, name) for field, pk, slug, name in prepared(LABELS, [])}
