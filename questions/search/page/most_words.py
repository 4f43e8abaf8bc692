"""What has most of the words of a query, where few have them all: apart from the total of what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from tantivy import DocAddress, Query

from questions.language import dutch
from questions.language.analysis import STOPWORDS
from questions.language.lexicon import fold
from questions.language.nodes import And, Node, Or, Word

from ..query.compiler import ALL_PLACES, Compiler, either, every
from ..query.matching import Matching
from ..query.terms import index_terms, scope

FEW_ROWS = 10  # of what has all words; with as many, nobody needs more
MAX_COMBINATIONS = 60  # of words that are tried at a time
MAX_QUESTIONS_OF_SET = 200  # that are looked at for what is missing


@dataclass(frozen=True, slots=True)
class Nearly:
    """A row of an index with the words that it lacks."""

    address: DocAddress
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Split:
    """The words of a query that may be missing, and all else, which may not."""

    words: tuple[Word, ...]
    strict: tuple[Node, ...]

    @property
    def places(self) -> tuple[str, ...]:
        return scope(self.strict, ALL_PLACES)


def nearly(exact: Matching, found: Sequence[DocAddress], most: int) -> list[Nearly]:
    """At most so many rows that have at least half of the words; `found` are those that have all.

    Those with more words come first, and of as many the best. Quotes, fields, filters and what must not be
    there hold as ever.
    """
    split = _split(exact.plan.query)
    if split is None:
        return []
    known = {_place(address) for address in found}
    chosen: list[DocAddress] = []
    for query in _weaker(split):
        size = most + len(known)
        addresses, _ = Matching(exact.plan.narrowed(query=query), exact.index).page(0, size)
        new = [address for address in addresses if _place(address) not in known]
        chosen += new[: most - len(chosen)]
        known |= {_place(address) for address in chosen}
        if len(chosen) >= most:
            break
    return _with_missing(chosen, split, exact)


def _split(query: Node | None) -> _Split | None:
    """None for a query without words of which one could be missing, or be written apart."""
    items = query.items if isinstance(query, And) else (query,) if query else ()
    plain = [item for item in items if isinstance(item, Word) and not item.exact]
    words = tuple(dict.fromkeys(word for word in plain if fold(word.text) not in STOPWORDS))
    strict = tuple(item for item in items if item not in plain)
    return _Split(words, strict) if words else None


def _weaker(split: _Split) -> Iterator[Node]:
    """The query with a compound in two words that may stand anywhere; then without one of its words, without
    two, until half of them are left.
    """
    apart = [
        And((*split.strict, *(word for word in split.words if word != compound), *map(Word, halves)))
        for compound in split.words
        if (halves := dutch.halves(fold(compound.text)))
    ]
    if apart:
        yield Or(tuple(apart)) if len(apart) > 1 else apart[0]
    for left in range(len(split.words) - 1, (len(split.words) + 1) // 2 - 1, -1):
        if comb(len(split.words), left) > MAX_COMBINATIONS:
            return
        yield Or(tuple(And((*split.strict, *some)) for some in combinations(split.words, left)))


def _with_missing(addresses: Sequence[DocAddress], split: _Split, exact: Matching) -> list[Nearly]:
    ids = set(exact.column("id", addresses))
    if not ids:
        return []
    compiler = Compiler(exact.index, exact.plan.day)
    among = compiler.one_of("id", sorted(ids))
    has: dict[str, set[tuple[int, int]]] = {}
    for word in split.words:
        said = [compiler.text(index_terms(word), split.places), *_by_halves(word, compiler, split.places)]
        query = every([among, either(said)])
        hits = exact.index.searcher.search(query, limit=MAX_QUESTIONS_OF_SET * len(ids), count=False).hits
        has[word.text] = {_place(address) for _, address in hits}
    return [
        Nearly(address, tuple(text for text, places in has.items() if _place(address) not in places))
        for address in addresses
    ]


def _by_halves(word: Word, compiler: Compiler, places: tuple[str, ...]) -> list[Query]:
    """A compound is there, too, when both its words are."""
    halves = dutch.halves(fold(word.text))
    if halves is None:
        return []
    return [every([compiler.text(index_terms(Word(half)), places) for half in halves])]


def _place(address: DocAddress) -> tuple[int, int]:
    return address.segment_ord, address.doc
