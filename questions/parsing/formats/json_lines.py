"""Our own JSON: one object a document, read and written. `ParsedDocument` says which fields there are."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from questions.vocabulary import lengths
from questions.vocabulary.kinds import Chamber, Kind, Role
from questions.vocabulary.letters import as_letters

from ..types import ParsedDocument, ParseError, refusal
from ..wording import identifiers
from .encoding import decode

DATES = ("submitted_on", "received_on", "published_on")
# Where null and "" say the same: nothing.
OPTIONAL_TEXTS = {
    "identifier", "session_year", "case_number", "subject", "explanation", "notice", "chamber", "party",
    "portfolio", "person",
}  # fmt: skip
LEFT_OUT_IF_ABSENT = {"person"}  # which no publication says
NEEDED_TEXTS = {"name", "number", "mark"}  # which must say something where they stand
SIGNED = ("answered_by", "on_behalf_of")  # of whom only the office may be printed
EARLIEST_YEAR, LATEST_YEAR = 1800, 2200
IN_ADDRESS = re.compile(r"[\w.-]+")  # what can stand in an address
MAX_DEPTH = 4  # lists and objects within each other: an answer has a list of numbers

LISTS_OF_ROWS = (
    "askers", "addressees", "answered_by", "on_behalf_of", "questions", "answers", "footnotes",
)  # fmt: skip
LISTS_OF_TEXTS = ("see_also", "numbers", "urls", "warnings")
LISTS = LISTS_OF_ROWS + LISTS_OF_TEXTS
# What each field should hold, for who wrote the line.
EXPECTED = {
    "kind": f"een van {', '.join(Kind)}",
    "chamber": " of ".join(Chamber),
    "role": f"een van {', '.join(Role)}",
    "number": "een geheel getal; bij een vraag een tekst",
    **dict.fromkeys(DATES, "een datum (JJJJ-MM-DD)"),
    **dict.fromkeys(LISTS_OF_ROWS, "een lijst van objecten"),
    **dict.fromkeys(LISTS_OF_TEXTS, "een lijst van teksten"),
}
MISSING = re.compile(r"missing required field `(\w+)`")
PLACE = re.compile(r"at `\$\.?(.*)`$")


def to_dict(document: ParsedDocument) -> dict[str, Any]:
    """The JSON shape of a document: dates as YYYY-MM-DD, tuples as lists, every field present but those of
    `LEFT_OUT_IF_ABSENT`.
    """
    return {name: _plain(getattr(document, name)) for name in _names(ParsedDocument)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)  # of an enumeration the value
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {
        name: field
        for name in _names(value.__class__)
        if (field := _plain(getattr(value, name))) is not None or name not in LEFT_OUT_IF_ABSENT
    }


def parse(data: bytes) -> ParsedDocument:
    """Reads one JSON object; raises ParseError that names the field that is wrong."""
    try:
        row = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise refusal("De regel is geen geldige JSON; herstel haar of laat haar weg.", error) from None
    if not isinstance(row, dict):
        raise ParseError("De regel is geen JSON-object.")
    document = from_dict(row)
    _check_addresses(document)
    return document


def lines(data: bytes) -> tuple[str, ...]:
    """The object, a field a line; as it came when it is none."""
    try:
        return tuple(json.dumps(json.loads(data), ensure_ascii=False, indent=1).splitlines())
    except (ValueError, RecursionError):
        return tuple(data.decode(errors="replace").splitlines())


def from_dict(row: Mapping[str, Any]) -> ParsedDocument:
    """Raises ParseError for a missing or misshapen field; fields that we do not know are passed over."""
    known = _without_absent({name: _given(name, row[name]) for name in _names(ParsedDocument) if name in row})
    for name in SIGNED:
        if isinstance(known.get(name), list):
            known[name] = [_with_name(signed) for signed in known[name]]
    try:
        document = msgspec.convert(known, ParsedDocument)
    except msgspec.ValidationError as error:
        raise ParseError(_in_dutch(str(error))) from None
    _check_values(document)
    return document


def _given(name: str, value: Any, depth: int = 0) -> Any:
    """A value as it is to be read: without what is absent; raises ParseError for a text that cannot be
    stored.
    """
    if isinstance(value, str):
        return _valid(name, value[:10] if name in DATES else value)
    if isinstance(value, list) and depth < MAX_DEPTH:
        return [_given(name, item, depth + 1) for item in value]
    if isinstance(value, dict) and depth < MAX_DEPTH:
        return _without_absent({key: _given(key, item, depth + 1) for key, item in value.items()})
    return value


def _without_absent(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not _is_absent(name, value)}


def _is_absent(name: str, value: object) -> bool:
    return (
        value is None
        or (not value and name in LISTS)
        or (value == "" and name in OPTIONAL_TEXTS | NEEDED_TEXTS)
    )


def _with_name(signed: Any) -> Any:
    return {"name": None, **signed} if isinstance(signed, dict) else signed


def _valid(name: str, value: str) -> str:
    if len(value) > lengths.MAX_TEXT_CHARS:
        raise ParseError(f"Veld «{name}» is langer dan {lengths.MAX_TEXT_CHARS} tekens.")
    if "\0" in value or (not value.isprintable() and _has_surrogate(value)):
        raise ParseError(f"Veld «{name}» bevat ongeldige tekens.")
    return as_letters(value)


def _has_surrogate(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return False


def _in_dutch(said: str) -> str:
    """What the library says of a field, in words that its writer can act on."""
    place = PLACE.search(said)
    path = place[1] if place else ""
    missing = MISSING.search(said)
    if missing:
        return f"Veld «{'.'.join(filter(None, (path, missing[1])))}» ontbreekt."
    name = re.sub(r"\[.*", "", path.rsplit(".", 1)[-1])
    return f"Veld «{path}» moet {EXPECTED.get(name, 'tekst')} zijn."


def _check_values(document: ParsedDocument) -> None:
    """Raises ParseError for what has the right shape and cannot be true."""
    if document.number is not None and not 0 < document.number <= lengths.MAX_DOCUMENT_NUMBER:
        raise ParseError("Veld «number» moet een geheel getal zijn.")
    year = document.session_year
    if year is not None and identifiers.session_year(year) != year:
        raise ParseError("Veld «session_year» moet de vorm 2023-2024 hebben.")
    for name in DATES:
        day = getattr(document, name)
        if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise ParseError(f"Veld «{name}» moet een datum zijn (JJJJ-MM-DD).")


def _check_addresses(document: ParsedDocument) -> None:
    """Raises ParseError for a number that cannot stand in an address."""
    labels = [question.number for question in document.questions]
    labels += [number for answer in document.answers for number in answer.numbers]
    named = [("case_number", document.case_number), ("identifier", document.identifier)]
    for name, value in [*named, *(("number", label) for label in labels)]:
        if value and not IN_ADDRESS.fullmatch(value):
            raise ParseError(
                f"Veld «{name}» mag alleen letters, cijfers, punten en streepjes bevatten: {value[:40]}"
            )
