"""Names while someone types: people and bodies, with what tells them apart and in how many sets they are."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from questions.language.nodes import Condition
from questions.language.syntax import unparse
from questions.models import Member, Membership, Minister, Ministry, Office, Party
from questions.models.cached_counts import kept
from questions.vocabulary.letters import visible
from questions.vocabulary.names import folded

NAME_FIELDS: tuple[tuple[str, Any, Any], ...] = (
    ("minister", _("Bewindspersoon"), Minister),
    ("indiener", _("Kamerlid"), Member),
    ("ministerie", _("Ministerie"), Ministry),
    ("partij", _("Partij"), Party),
)
MIN_TYPED_CHARS, MAX_TYPED_CHARS = 2, 60
MAX_NAMES = 10
MIN_FORGIVEN_CHARS = 5  # in which one letter may be wrong, missing or too many
Period = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Named:
    """A person or body: the field and the slug that ask for it, the names by which it is found in plain small
    letters, what it was, and how many sets name it.
    """

    field: str
    slug: str
    name: str
    known_as: tuple[str, ...]
    about: str
    count: int


@dataclass(frozen=True, slots=True)
class Names:
    """What was found, best first, and how many of the typed characters it would take the place of."""

    found: Sequence[Named]
    replaces: int


def names(text: str) -> Names:
    """Whom the last words that were typed may name: of as many words as do name somebody."""
    typed = visible(text)[-MAX_TYPED_CHARS:]
    starts = [word.start() for word in re.finditer(r"\S+", typed)]
    for find, least in ((_beginning, MIN_TYPED_CHARS), (_nearly, MIN_FORGIVEN_CHARS)):
        for start in starts:
            tail = " ".join(folded(typed[start:]).split())
            if len(tail) >= least and (found := find(tail)):
                return Names(found, len(typed) - start)
    return Names([], 0)


def _beginning(typed: str) -> list[Named]:
    """Who has a name of which words begin so; first those whose name does, then who is in more sets."""
    fitting = [
        (not any(name.startswith(typed) for name in one.known_as), -one.count, one.name, one)
        for one in _all()
        if any(name.startswith(typed) or f" {typed}" in name for name in one.known_as)
    ]
    return [one for *_rank, one in sorted(fitting, key=lambda row: row[:3])][:MAX_NAMES]


def _nearly(typed: str) -> list[Named]:
    """As `_beginning`, with one mistake."""
    fitting = [one for one in _all() if any(_is_near(typed, tail) for tail in _tails(one.known_as))]
    return sorted(fitting, key=lambda one: (-one.count, one.name))[:MAX_NAMES]


def _tails(known_as: Iterable[str]) -> Iterable[str]:
    """A name from each of its words on."""
    for name in known_as:
        words = name.split()
        yield from (" ".join(words[start:]) for start in range(len(words)))


def _is_near(typed: str, name: str) -> bool:
    """Whether a name begins with what was typed, but for one letter: another, one more, one less, or two in
    each other's place.
    """
    if typed[0] != name[:1]:
        return False
    at = next((n for n, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b), len(typed))
    rest, left = typed[at:], name[at:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return any(
        (
            left.startswith(rest[1:]),
            left[1:].startswith(rest[1:]),
            left[1:].startswith(rest),
            left.startswith(swapped),
        )
    )


def _all() -> Sequence[Named]:
    """Everybody who is public."""
    return kept("named", _read)


def _read() -> Sequence[Named]:
    abouts = {Minister: _offices(), Member: _memberships()}
    found = []
    for field, _label, model in NAME_FIELDS:
        counts, about = model.objects.set_counts(), abouts.get(model, {})
        for row in model.objects.public():
            other = [row.abbreviation] if model is Ministry else row.aliases if model is Party else []
            known_as = tuple(dict.fromkeys(folded(name) for name in (row.name, *other) if name))
            found.append(Named(field, row.slug, row.name, known_as, about.get(row.pk, ""), counts[row.pk]))
    return found


def _offices() -> dict[int, str]:
    rows = Office.objects.select_related("ministry").order_by("since")
    return _told(
        (
            row.minister_id,
            (row.ministry.abbreviation or row.ministry.name) if row.ministry else "",
            (row.since, row.until),
        )
        for row in rows
    )


def _memberships() -> dict[int, str]:
    rows = Membership.objects.select_related("party").order_by("since")
    return _told((row.member_id, row.party.name, (row.since, row.until)) for row in rows)


def _told(rows: Iterable[tuple[int, str, Period]]) -> dict[int, str]:
    """ "VWS, BZK · 2010–2024", by person."""
    where: dict[int, dict[str, None]] = defaultdict(dict)
    periods: dict[int, list[Period]] = defaultdict(list)
    for pk, name, period in rows:
        where[pk] |= {name: None} if name else {}
        periods[pk].append(period)
    return {pk: " · ".join(filter(None, [", ".join(where[pk]), _years(periods[pk])])) for pk in periods}


def _years(periods: Sequence[Period]) -> str:
    first = min((since.year for since, _ in periods if since), default=None)
    last = (
        None
        if any(until is None for _, until in periods)
        else max(until.year for _, until in periods if until)
    )
    if first is None:
        return ""
    return str(first) if first == last else f"{first}–{last or ''}"


def as_rows(found: Iterable[Named]) -> list[dict[str, object]]:
    """As the page shows them: what to put into the query, and what is said beside the name."""
    labels = {field: str(label) for field, label, _ in NAME_FIELDS}
    return [
        {
            "value": unparse(Condition(one.field, one.slug)),
            "name": one.name,
            "kind": labels[one.field],
            "about": one.about,
            "count": one.count,
        }
        for one in found
    ]
