"""The fields of the query language: their names in Dutch and English, and the values that they take."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from questions.vocabulary.kinds import LISTED_KINDS, Status
from questions.vocabulary.translation import gettext_noop as _

PLACE_FIELDS = {
    "vraag": "question", "antwoord": "answer", "titel": "title", "noot": "note",
    "question": "question", "answer": "answer", "title": "title", "note": "note",
}  # fmt: skip
STATUS_SLUGS = tuple(status.slug for status in Status)
KIND_SLUGS = tuple(kind.slug for kind in LISTED_KINDS)
PARTS_TO_HAVE = ("noot", "antwoord", "vraag", "toelichting")
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
RANGE = re.compile(r"(?P<sign>>=|<=|>|<)?(?P<value>[^.<>=]*)(?:\.\.(?P<end>[^.<>=]*))?")
SESSION_YEAR = re.compile(r"(\d{4})(?:[-/–](\d{4}|\d{2}))?")
Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Field:
    """`accepts` tells whether a value can be understood; `help` how it should look."""

    name: str
    help: str
    accepts: Callable[[str], bool]


def day_bounds(text: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a year, month or day; None if it is none."""
    found = DAY.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        first = dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    last_month = month or 12
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def day_range(text: str) -> Bounds | None:
    """First and last day as ordinals: "2024-01..2024-06", ">=2024-03-01", "2024"; None if it is no range."""
    return _range(
        text,
        lambda value: (days[0].toordinal(), days[1].toordinal()) if (days := day_bounds(value)) else None,
    )


def number_range(text: str) -> Bounds | None:
    """Least and most: ">42", "10..20", "42"."""
    return _range(
        text, lambda value: (int(value), int(value)) if re.fullmatch(r"\d{1,5}", value.strip()) else None
    )


def _range(text: str, read: Callable[[str], tuple[int, int] | None]) -> Bounds | None:
    found = RANGE.fullmatch(text.strip())
    if not found or (found["sign"] and found["end"] is not None):
        return None
    first = read(found["value"]) if found["value"] else None
    if found["end"] is not None:
        last = read(found["end"]) if found["end"] else None
        wrong = (found["value"] and not first) or (found["end"] and not last) or not (first or last)
        return None if wrong else (first[0] if first else None, last[1] if last else None)
    if not first:
        return None
    least, most = first
    by_sign = {
        ">=": (least, None),
        "<=": (None, most),
        ">": (most + 1, None),
        "<": (None, least - 1),
        None: first,
    }
    return by_sign[found["sign"]]


def session_year(text: str) -> int | None:
    """The first year of "2023-2024", "2023/24" or "2023"."""
    found = SESSION_YEAR.fullmatch(text.strip())
    if not found or (found[2] and (int(found[1]) + 1) % 100 != int(found[2]) % 100):
        return None
    return int(found[1])


def _any(text: str) -> bool:
    return bool(re.search(r"\w", text))


def _one_of(*names: str) -> Callable[[str], bool]:
    return lambda text: text.lower() in names


DAY_EXAMPLES = _(
    "een jaar, maand of dag (2024, 2024-03, 2024-03-01), een reeks (2024-01..2024-06) of >=2024-03-01"
)
FIELDS_BY_NAMES = {
    ("in", "where"): Field("in", _("vraag, antwoord, titel of noot"), _one_of(*PLACE_FIELDS)),
    ("minister", "bewindspersoon"): Field("minister", _("een naam"), _any),
    ("ministerie", "ministry"): Field("ministerie", _("een naam of afkorting"), _any),
    ("indiener", "lid", "asker"): Field("indiener", _("een naam"), _any),
    ("partij", "party"): Field("partij", _("een naam"), _any),
    ("kabinet", "cabinet"): Field("kabinet", _("een naam, zoals rutte-iv"), _any),
    ("gericht", "addressed"): Field("gericht", _("een bewindspersoon of ministerie"), _any),
    ("beantwoorder", "answerer"): Field("beantwoorder", _("een bewindspersoon of ministerie"), _any),
    ("ingezonden", "submitted"): Field("ingezonden", DAY_EXAMPLES, lambda text: day_range(text) is not None),
    ("beantwoord", "answered"): Field("beantwoord", DAY_EXAMPLES, lambda text: day_range(text) is not None),
    ("jaar", "year"): Field("jaar", _("een jaar"), lambda text: bool(re.fullmatch(r"\d{4}", text))),
    ("vergaderjaar", "session"): Field("vergaderjaar", _("een vergaderjaar, zoals 2023-2024"),
    lambda t: bool(session_year(t))),
    ("nr", "no"): Field("nr", _("een nummer"), lambda text: bool(re.fullmatch(r"\d{1,6}", text))),
    ("kenmerk", "id"): Field("kenmerk", _("een vraagnummer of documentnummer"),
    lambda text: bool(re.fullmatch(r"[\w-]+", text))),
    ("soort", "kind"): Field("soort", ", ".join(KIND_SLUGS), _one_of(*KIND_SLUGS)),
    ("status", "state"): Field("status", ", ".join(STATUS_SLUGS), _one_of(*STATUS_SLUGS)),
    ("antwoordtijd", "days"): Field("antwoordtijd", _("een aantal dagen, zoals >42"),
    lambda t: number_range(t) is not None),
    ("heeft", "has"): Field("heeft", ", ".join(PARTS_TO_HAVE), _one_of(*PARTS_TO_HAVE)),
    ("bron", "source"): Field("bron", _("een website, zoals nrc.nl"),
    lambda text: bool(re.fullmatch(r"[\w.-]+", text))),
}  # fmt: skip
SEARCH_FIELDS = {name: field for names, field in FIELDS_BY_NAMES.items() for name in names}
