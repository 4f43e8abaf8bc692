"""By what documents of one set find each other."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from questions.parsing import ParsedDocument
from questions.parsing.repair.text import without_marks
from questions.parsing.wording import identifiers
from questions.vocabulary.kinds import KeyKind
from questions.vocabulary.lengths import MAX_KEY_CHARS
from questions.vocabulary.names import folded, name_key


@dataclass(frozen=True, order=True, slots=True)
class Key:
    """`value` is in small letters."""

    kind: KeyKind
    value: str


def keys_of(document: ParsedDocument) -> tuple[Key, ...]:
    """The keys of one document: official numbers, and who asked what on which day."""
    found: list[Key] = []
    if document.case_number:
        found.append(Key(KeyKind.CASE, document.case_number.lower()))
    if document.identifier:
        found.append(Key(KeyKind.IDENTIFIER, identifiers.canonical(document.identifier)))
    numbered = series_identifier(document)
    if numbered:
        found.append(Key(KeyKind.IDENTIFIER, numbered))
    signature = signature_of(document)
    if signature:
        found.append(Key(KeyKind.CONTENT, signature))
    if not found:
        found.append(Key(KeyKind.CONTENT, text_hash(document)))
    return tuple(dict.fromkeys(found))


def series_identifier(document: ParsedDocument) -> str | None:
    """The final identifier that a provisional one ("ah-1151601") will get: its number and year are known."""
    if document.identifier and identifiers.series_of(document.identifier):
        return None
    if document.identifier and document.number and document.session_year:
        return identifiers.identifier_of(document.chamber, document.session_year, document.number)
    return None


def signature_of(document: ParsedDocument) -> str | None:
    """Day, askers and subject, hashed; letters only, so that spaces and quotes that were lost do not
    matter.
    """
    if not (document.submitted_on and document.askers and document.subject):
        return None
    askers = ",".join(sorted(name_key(asker.name) for asker in document.askers))
    text = f"{document.submitted_on}|{askers}|{_letters(document.subject)}"
    return "s" + hashlib.sha256(text.encode()).hexdigest()[:24]


def text_hash(document: ParsedDocument) -> str:
    """A document without any number or preamble is known by what it says."""
    parts = [question.text for question in document.questions] or [answer.text for answer in document.answers]
    text = _letters(without_marks(" ".join([*parts, document.notice or ""])))
    return "t" + hashlib.sha256(text.encode()).hexdigest()[:24]


def address_safe(key: str) -> str:
    """A key as it can stand in an address: letters, digits, "_", "." and "-"."""
    return re.sub(r"[^\w.-]+", "-", key)[:MAX_KEY_CHARS]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(text))
