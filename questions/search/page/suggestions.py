"""What to try when nothing is found: a word that is nearly the same, or one condition less."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from django.utils.translation import gettext

from questions.language.analysis import EXACT, STOPWORDS
from questions.language.lexicon import fold
from questions.language.nodes import And, Condition, Node, Or, Word
from questions.language.syntax import parts, unparse, without
from questions.parsing.wording.identifiers import canonical, case_number, series_of
from questions.vocabulary.kinds import Unit
from questions.vocabulary.names import folded

from ..index import storage
from ..query.name_lookup import LOOKUPS
from ..query.plan import Plan
from .named import NAME_FIELDS
from .run import count

LEAST_LIKENESS = 0.75  # of two words, from 0 to 1
MAX_COMPARED_WORDS = 4000  # with the same beginning
MAX_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that does find something, and how many sets."""

    query: str
    count: int


def suggestions(plan: Plan) -> list[Suggestion]:
    """Queries near to one that found nothing, best first."""
    query = plan.query
    if query is None:
        return []
    tried = [
        _mended(query),
        *(rest for part in _commonest_first(query) if _says(rest := without(query, part))),
    ]
    counted = [
        Suggestion(unparse(node), count(plan.narrowed(query=node, unit=Unit.SETS)))
        for node in tried
        if node and node != query
    ]
    return [suggestion for suggestion in counted if suggestion.count][:MAX_SUGGESTIONS]


def _commonest_first(query: Node) -> list[Node]:
    """The parts that can be left out: the word that says least first."""
    found = parts(query)
    if len(found) < 2:
        return []
    return sorted(found, key=lambda part: -count(Plan(query=part)))


def _says(rest: Node | None) -> bool:
    """Whether more is left than words that only join."""
    return any(not isinstance(part, Word) or fold(part.text) not in STOPWORDS for part in parts(rest) if rest)


def _mended(node: Node) -> Node:
    """The query with words that occur nowhere put right."""
    match node:
        case Word(text, exact) if not exact and text.isalpha() and not _occurs(text):
            return Word(_nearest(text) or text)
        case And(items):
            return And(tuple(_mended(item) for item in items))
        case Or(items):
            return Or(tuple(_mended(item) for item in items))
    return node


def not_here(query: Node | None) -> list[tuple[str, str]]:
    """Names and numbers in a query that nobody and nothing in the archive has: what they should name, and
    what was typed.
    """
    labels = {field: str(label) for field, label, _ in NAME_FIELDS}
    found = []
    for part in parts(query) if query else ():
        match part:
            case Condition(field, value) if field in labels and not any(
                find(value) for _, find in LOOKUPS[field]
            ):
                found.append((labels[field], value))
            case Word(text) if case_number(text) or series_of(canonical(text)):
                found.append((gettext("Nummer"), text))
    return found


def _occurs(text: str) -> bool:
    return count(Plan(query=Word(text))) > 0


def _nearest(text: str) -> str | None:
    """The most common of the words most like this one, among those that begin with the same two letters (or
    one).
    """
    small = folded(text)
    searcher = storage.open_index().sets.searcher
    for letters in (2, 1):
        common: dict[str, int] = {}
        for place in ("answer_text", "question_text", "title_text"):
            for term, sets in searcher.terms_with_prefix(
                place, EXACT + small[:letters], limit=MAX_COMPARED_WORDS
            ):
                common[term[1:]] = common.get(term[1:], 0) + sets
        near = [word for word in common if abs(len(word) - len(small)) <= 2]
        found = difflib.get_close_matches(small, near, n=5, cutoff=LEAST_LIKENESS)
        if found:
            best = difflib.SequenceMatcher(None, small, found[0]).ratio()
            alike = [
                word for word in found if difflib.SequenceMatcher(None, small, word).ratio() >= best - 0.05
            ]
            return max(alike, key=lambda word: common[word])
    return None
