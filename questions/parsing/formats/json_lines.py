"""Our own JSON: one object a document, read and written (DESIGN.md section 4)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from functools import cache
from typing import Any

from ..types import (
    CHAMBERS,
    HIGHEST_NUMBER,
    KINDS,
    ROLES,
    Answer,
    Asker,
    Footnote,
    Office,
    ParsedDocument,
    ParseError,
    Question,
    Signatory,
    refusal,
)
from ..wording import identifiers
from ..wording.dates import iso_date

DATES = ("submitted_on", "received_on", "published_on")
TEXTS = ("identifier", "session_year", "case_number", "subject", "explanation", "notice")
NUMBER = re.compile(r"[\w.-]+")  # what can stand in an address
MAX_TEXT = 1_000_000


def to_dict(document: ParsedDocument) -> dict[str, Any]:
    """The JSON shape of a document: dates as YYYY-MM-DD, tuples as lists, every field present."""
    return {name: _plain(getattr(document, name)) for name in _names(ParsedDocument)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {name: _plain(getattr(value, name)) for name in _names(value.__class__)}


def parse(data: bytes) -> ParsedDocument:
    """Reads one JSON object; raises ParseError that names the field that is wrong."""
    try:
        row = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise refusal("De regel is geen geldige JSON; herstel haar of laat haar weg.", error) from None
    if not isinstance(row, dict):
        raise ParseError("De regel is geen JSON-object.")
    document = from_dict(row)
    labels = [*(question.number for question in document.questions), *(n for answer in document.answers for n in answer.numbers)]
    named = [("case_number", document.case_number), ("identifier", document.identifier), *(("number", label) for label in labels)]
    for name, value in named:
        if value and not NUMBER.fullmatch(value):  # they stand in addresses
            raise ParseError(f"Veld «{name}» mag alleen letters, cijfers, punten en streepjes bevatten: {value[:40]}")
    return document


def lines(data: bytes) -> tuple[str, ...]:
    """The object, a field a line; as it came when it is none."""
    try:
        return tuple(json.dumps(json.loads(data), ensure_ascii=False, indent=1).splitlines())
    except (ValueError, RecursionError):
        return tuple(data.decode(errors="replace").splitlines())


def from_dict(row: dict[str, Any]) -> ParsedDocument:
    """Raises ParseError for a missing or misshapen field."""
    kind = row.get("kind")
    if kind not in KINDS:
        raise ParseError(f"Veld «kind» is {str(kind)[:40]!r}; verwacht: {', '.join(KINDS)}.")
    chamber = row.get("chamber") or "tk"
    if chamber not in CHAMBERS:
        raise ParseError("Veld «chamber» moet tk of ek zijn.")
    texts = {name: _text(row, name) for name in TEXTS}
    dates = {name: _date(row, name) for name in DATES}
    number = row.get("number")
    if number is not None and (not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= HIGHEST_NUMBER):
        raise ParseError("Veld «number» moet een geheel getal zijn.")
    year = texts["session_year"]
    if year is not None and identifiers.session_year(year) != year:
        raise ParseError("Veld «session_year» moet de vorm 2023-2024 hebben.")
    return ParsedDocument(
        kind=kind,
        number=number,
        chamber=chamber,
        askers=tuple(Asker(_need(r, "name"), _text(r, "party")) for r in _rows(row, "askers")),
        addressees=tuple(Office(_role(r), _text(r, "portfolio")) for r in _rows(row, "addressees")),
        answered_by=_signatories(row, "answered_by"),
        on_behalf_of=_signatories(row, "on_behalf_of"),
        see_also=_strings(row, "see_also"),
        questions=tuple(Question(_need(r, "number"), _need(r, "text", empty=True)) for r in _rows(row, "questions")),
        answers=tuple(Answer(_strings(r, "numbers"), _need(r, "text", empty=True)) for r in _rows(row, "answers")),
        footnotes=tuple(
            Footnote(_need(r, "mark"), _need(r, "text", empty=True), _strings(r, "urls")) for r in _rows(row, "footnotes")
        ),
        warnings=_strings(row, "warnings"),
        **texts,  # type: ignore[arg-type]
        **dates,  # type: ignore[arg-type]
    )


def _signatories(row: dict[str, Any], name: str) -> tuple[Signatory, ...]:
    return tuple(Signatory(_text(r, "name"), _role(r), _text(r, "portfolio")) for r in _rows(row, name))


def _text(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is not None and (not isinstance(value, str) or len(value) > MAX_TEXT or "\0" in value):
        raise ParseError(f"Veld «{name}» moet tekst zijn.")
    return _valid(value, name) if value else None


def _valid(value: str, name: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ParseError(f"Veld «{name}» bevat ongeldige tekens.") from None
    return value


def _need(row: dict[str, Any], name: str, *, empty: bool = False) -> str:
    value = _text(row, name)
    if value is None and not (empty and row.get(name) == ""):
        raise ParseError(f"Veld «{name}» ontbreekt.")
    return value or ""


def _date(row: dict[str, Any], name: str) -> dt.date | None:
    value = row.get(name)
    date = iso_date(value) if isinstance(value, str) else None
    if value is not None and date is None:
        raise ParseError(f"Veld «{name}» moet een datum zijn (JJJJ-MM-DD).")
    return date


def _rows(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = row.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ParseError(f"Veld «{name}» moet een lijst van objecten zijn.")
    return value


def _strings(row: dict[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) and "\0" not in item for item in value):
        raise ParseError(f"Veld «{name}» moet een lijst van teksten zijn.")
    return tuple(_valid(item, name) for item in value)


def _role(row: dict[str, Any]) -> str:
    role = row.get("role")
    if role not in ROLES:
        raise ParseError(f"Veld «role» moet een van {', '.join(ROLES)} zijn.")
    return str(role)
