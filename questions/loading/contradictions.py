"""Whether two documents that bear one number can be of one set, by what they say: members, day, subject,
questions. Pure.

A number may be mistyped, and a set with the answers of another is worse than two sets. What a document does
not say contradicts nothing.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from questions.parsing import ParsedDocument
from questions.parsing.repair.text import without_marks
from questions.parsing.wording import identifiers
from questions.vocabulary.names import folded, name_key, surname_of

from .keys import series_identifier

WORD = re.compile(r"[a-z0-9]{4,}")
MIN_WORDS = 3  # of a text that can be compared
ALIKE, UNLIKE = 0.5, 0.3  # share of the words of the shorter text that the longer has


class Comparison(NamedTuple):
    """What two documents agree on, and what not."""

    agreed: tuple[str, ...]
    contradicted: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return bool(self.agreed) and not self.is_contradiction

    @property
    def is_contradiction(self) -> bool:
        """Their questions decide, where both have them; else what most of the rest says.

        A subject alone may be worded otherwise, and a letter gives the day on which it was asked for.
        """
        if QUESTIONS in self.agreed:
            return False
        if QUESTIONS in self.contradicted:
            return len(self.contradicted) > 1 or len(self.agreed) < MIN_AGREED
        weighs = len(self.contradicted) > 1 or MEMBERS in self.contradicted
        return weighs and len(self.contradicted) > len(self.agreed)


MEMBERS, DAY, SUBJECT, QUESTIONS = "indieners", "dag van indiening", "onderwerp", "vragen"
MIN_AGREED = 3  # members, day and subject, against questions that are worded otherwise


def contradiction(document: ParsedDocument, others: Iterable[ParsedDocument]) -> tuple[str, ...]:
    """What a document contradicts in a set with these documents; empty when it agrees with any of them, or
    nothing can be compared.
    """
    found: dict[str, None] = {}
    for other in others:
        compared = compare(document, other)
        if not compared.is_contradiction:
            if compared.agreed:
                return ()
            continue
        found |= dict.fromkeys(compared.contradicted)
    return tuple(found)


def compare(one: ParsedDocument, other: ParsedDocument) -> Comparison:
    """Field by field; a field that one of them lacks, or that is neither alike nor unlike, is left out."""
    said = {
        MEMBERS: _members(one, other),
        DAY: one.submitted_on == other.submitted_on if one.submitted_on and other.submitted_on else None,
        SUBJECT: _alike(_words(one.subject or ""), _words(other.subject or ""), 1),
        QUESTIONS: _alike(_question_words(one), _question_words(other), MIN_WORDS),
    }
    return Comparison(
        tuple(field for field, same in said.items() if same),
        tuple(field for field, same in said.items() if same is False),
    )


def _members(one: ParsedDocument, other: ParsedDocument) -> bool | None:
    """Whether anybody asked both; "Anna de Wit" may be "De Wit" elsewhere."""
    own, others = (
        [name_key(surname_of(asker.name)[1]) for asker in document.askers] for document in (one, other)
    )
    if not own or not others:
        return None
    return any(a.endswith(b) or b.endswith(a) for a in own for b in others)


def _question_words(document: ParsedDocument) -> frozenset[str]:
    return _words(" ".join(question.text for question in document.questions))


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(folded(without_marks(text))))


def _alike(one: frozenset[str], other: frozenset[str], least: int) -> bool | None:
    shorter = min(len(one), len(other))
    if shorter < least:
        return None
    share = len(one & other) / shorter
    return True if share >= ALIKE else False if share < UNLIKE else None


def undisputed(document: ParsedDocument, disputed: Collection[str]) -> ParsedDocument:
    """The document without the numbers that it prints and another set has (in small letters)."""
    if not disputed:
        return document
    own = identifiers.canonical(document.identifier) if document.identifier else ""
    loses_case = (document.case_number or "").lower() in disputed
    loses_identifier = own in disputed or (series_identifier(document) or "") in disputed
    return dataclasses.replace(
        document,
        case_number=None if loses_case else document.case_number,
        identifier=None if loses_identifier else document.identifier,
        number=None if loses_identifier else document.number,
    )
