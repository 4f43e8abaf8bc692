"""Where in a set a value stands, and how it reads: as it is stored, and for a person. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .kinds import Kind

Value = Any  # as JSON: a text, a number or None; for people and references a list of objects
WHOLE_SET = ""  # in the place of a document
TITLES = {
    "subject": "onderwerp",
    "case_number": "vraagnummer",
    "submitted_on": "ingezonden",
    "askers": "indieners",
    "addressees": "gericht aan",
    "kind": "soort document",
    "identifier": "documentnummer",
    "session_year": "vergaderjaar",
    "number": "nummer",
    "received_on": "ontvangen",
    "published_on": "gepubliceerd",
    "explanation": "toelichting",
    "notice": "mededeling",
    "signatories": "ondertekenaars",
    "references": "verwijzingen",
}
PART_TITLES = {
    ("questions", "text"): "tekst van vraag {}",
    ("answers", "text"): "tekst van antwoord {}",
    ("answers", "pairing"): "vragen bij antwoord {}",
    ("footnotes", "text"): "voetnoot {}",
}
DATE_NAMES = ("submitted_on", "received_on", "published_on")
NOTHING = "–"


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A value of a document, by its handle within the set; of the set itself where that is empty.

    Of a question, an answer or a footnote, `part` says what it is and `label` which one. An answer is named
    by the numbers that its source gives it, so a correction cannot move to another answer when a new
    version has one more.
    """

    document: str
    name: str
    part: str = ""
    label: str = ""

    @classmethod
    def read(cls, document: str, field: str) -> Place:
        """The place of a stored field: "subject", "questions/3/text", "answers/2, 3/pairing"."""
        part, slash, rest = field.partition("/")
        if not slash:
            return cls(document, field)
        label, _, name = rest.rpartition("/")
        return cls(document, name, part, label)

    @property
    def field(self) -> str:
        """As it is stored, beside the document."""
        return f"{self.part}/{self.label}/{self.name}" if self.part else self.name

    @property
    def title(self) -> str:
        """What people call it: "tekst van vraag 3"."""
        return PART_TITLES[self.part, self.name].format(self.label) if self.part else TITLES[self.name]

    def said(self, value: Value) -> str:
        """A value that stands here, as a person reads it: a day as 3-2-2025, people in a row, nothing as a
        dash.
        """
        if isinstance(value, list):
            return "; ".join(map(_row_said, value)) or NOTHING
        if not value:
            return NOTHING
        if self.name in DATE_NAMES:
            day = dt.date.fromisoformat(value)
            return f"{day.day}-{day.month}-{day.year}"
        if self.name == "kind" and value in list(Kind):
            return Kind(value).label
        return str(value)


def _row_said(row: Mapping[str, Value]) -> str:
    if "identifier" in row:
        return str(row["identifier"])
    before = "mede namens " if row.get("on_behalf") else ""
    who = " ".join(filter(None, (str(row.get("role") or ""), str(row.get("name") or ""))))
    detail = row.get("party") or row.get("portfolio")
    return f"{before}{who} ({detail})" if detail else before + who
