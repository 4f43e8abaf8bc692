"""A query and its filters as a question to tantivy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import tantivy
from tantivy import Occur, Query

from questions.language import fields
from questions.language.analysis import EXACT, STRIDE
from questions.language.nodes import (
    And,
    Condition,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Together,
    Where,
    Word,
)

from ..index import schema
from ..index.storage import UnitIndex
from .name_lookup import LOOKUPS
from .terms import IndexTerms, index_terms, scope, widened

ALL_PLACES = tuple(schema.TEXT_WEIGHTS)
FAINT_WEIGHT = 0.01  # a compound or an abbreviation counts for less than any hit of the word itself
FEW_VALUES = 50  # up to which each is looked up for itself, which takes a tenth of the time
INTEGER = tantivy.FieldType.Integer


class Compiler:
    """Makes questions for one index; `today` tells what is late; words are sought `among` these sets only,
    if they are given.
    """

    def __init__(self, index: UnitIndex, today: dt.date, among: Sequence[int] | None = None) -> None:
        self.schema = index.schema
        self.searcher = index.searcher
        self.today = today
        self._among = None if among is None else Query.const_score_query(self.one_of("id", among), 0.0)

    def compile(self, node: Node | None) -> Query:
        """All sets (or questions) for an empty query."""
        return self._node(node, ALL_PLACES) if node else Query.all_query()

    def _node(self, node: Node, places: tuple[str, ...]) -> Query:
        match node:
            case And(items):
                return self._all(widened(items), scope(items, places))
            case Or(items):
                return either([self._node(item, places) for item in items])
            case Not() | Where():
                return self._all((node,), places)
            case Condition(field, value):
                return Query.const_score_query(self._condition(field, value), 0.0)
            case Word() | Together() | Prefix() | Phrase() | Near():
                return self.text(index_terms(node), places)

    def _all(self, items: Sequence[Node], places: tuple[str, ...]) -> Query:
        clauses = [
            (Occur.Must, self._node(item, places)) for item in items if not isinstance(item, Not | Where)
        ]
        denied = [(Occur.MustNot, self._node(item.item, places)) for item in items if isinstance(item, Not)]
        if not clauses:
            clauses = [(Occur.Must, Query.const_score_query(Query.all_query(), 0.0))]
        return Query.boolean_query([*clauses, *denied]) if len(clauses) + len(denied) > 1 else clauses[0][1]

    def text(self, word: IndexTerms, places: tuple[str, ...], *, titles: bool = True) -> Query:
        """What has the word in one of these places.

        A restriction to few sets stands with each place and not around all: only so are other sets passed
        over, which for a phrase is a hundredth of the time.
        """
        sought = [place for place in places if titles or place != "title"]
        found = [
            query for place in sought for query in self._in(f"{place}_text", schema.TEXT_WEIGHTS[place], word)
        ]
        return either([every([self._among, query]) for query in found] if self._among else found)

    def _in(self, field: str, weight: float, word: IndexTerms) -> Iterable[Query]:
        for term in word.terms:
            if self.searcher.doc_freq(field, term):
                yield Query.boost_query(Query.term_query(self.schema, field, term, "freq"), weight)
        for phrase in word.phrases:
            yield from (Query.boost_query(query, weight) for query in self._phrase(field, phrase))
        known = [term for term in word.faint if self.searcher.doc_freq(field, term)]
        faint = [Query.term_query(self.schema, field, term, "basic") for term in known]
        faint += [query for phrase in word.faint_phrases for query in self._phrase(field, phrase)]
        for query in faint:
            yield Query.const_score_query(query, FAINT_WEIGHT * weight)
        if word.prefix and self.searcher.terms_with_prefix(field, word.prefix, limit=1):
            yield Query.const_score_query(_beginning(field, word.prefix), weight)
        if word.near:
            yield from (Query.boost_query(query, weight) for query in self._near(field, *word.near))

    def _phrase(self, field: str, terms: tuple[str, ...]) -> Iterable[Query]:
        """The terms one after the other, if all occur; how a word is written stands one place behind its
        stem.
        """
        if not all(self.searcher.doc_freq(field, term) for term in terms):
            return
        if len(terms) == 1:
            yield Query.term_query(self.schema, field, terms[0], "freq")
        else:
            placed = [(STRIDE * n + term.startswith(EXACT), term) for n, term in enumerate(terms)]
            yield Query.phrase_query(self.schema, field, list[str | tuple[int, str]](placed))

    def _near(self, field: str, left: str, right: str, distance: int) -> Iterable[Query]:
        """With a slop of n a phrase of two terms has the second 1 - n to 1 + n places after the first."""
        if not (self.searcher.doc_freq(field, left) and self.searcher.doc_freq(field, right)):
            return
        if left == right:
            yield Query.term_query(self.schema, field, left, "freq")
            return
        for first, second in ((left, right), (right, left)):
            yield Query.phrase_query(self.schema, field, [first, second], STRIDE * distance - 1)

    def _condition(self, field: str, value: str) -> Query:
        if field in LOOKUPS:
            return either([self.one_of(column, ids(value)) for column, ids in LOOKUPS[field]])
        match field:
            case "ingezonden":
                return self.between("submitted", fields.day_range(value))
            case "beantwoord":
                return self.between("answered", fields.day_range(value))
            case "antwoordtijd":
                return self.between("days", fields.number_range(value))
            case "jaar":
                return self.one_of("year", [int(value)])
            case "vergaderjaar":
                year = fields.session_year(value)
                return self.one_of("session_year", [year] if year else [])
            case "soort":
                return self.one_of("kind", [value])
            case "status":
                return self.state(value)
        return self.one_of("key", [f"{field}:{value}"])

    def one_of(self, field: str, values: Sequence[int | str]) -> Query:
        """Any of the values; nothing when there are none."""
        if len(values) > FEW_VALUES:
            return Query.term_set_query(self.schema, field, list(values))
        return either([Query.term_query(self.schema, field, value, "basic") for value in values])

    def between(self, field: str, bounds: fields.Bounds | None) -> Query:
        if bounds is None:
            return Query.empty_query()
        least, most = bounds
        return Query.range_query(self.schema, field, INTEGER, least, most)

    def state(self, name: str) -> Query:
        """What is late is worked out when it is asked: open, and the term is over."""
        if name == "telaat":
            return self.between("due", (None, self.today.toordinal() - 1))
        return self.one_of("state", [name])


@lru_cache(64)
def _beginning(field: str, prefix: str) -> Query:
    """What has a word that begins so; costly to make, and the same for both indexes and for every page of a
    result.
    """
    pattern = re.sub(r"([^\w=])", r"\\\1", prefix) + ".*"
    return Query.regex_query(schema.build(), field, pattern)


def either(queries: Sequence[Query]) -> Query:
    """At least one of them."""
    if not queries:
        return Query.empty_query()
    return (
        Query.boolean_query([(Occur.Should, query) for query in queries]) if len(queries) > 1 else queries[0]
    )


def every(queries: Sequence[Query]) -> Query:
    """All of them."""
    if not queries:
        return Query.all_query()
    return Query.boolean_query([(Occur.Must, query) for query in queries]) if len(queries) > 1 else queries[0]
