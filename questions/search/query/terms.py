"""What each word of a query looks for in a field: terms and phrases of the index, the same for matching and
for marking.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from questions.language import dutch, lexicon
from questions.language.analysis import EXACT, PART, STOPWORDS, Chain, Form, typed
from questions.language.nodes import And, Near, Node, Not, Or, Phrase, Prefix, Together, Where, Word

Sought: TypeAlias = Word | Together | Prefix | Phrase | Near  # what is looked for in a text
MAX_LONG_FORM_WORDS = 8
MIN_HALF_CHARS = 3  # of a word that may be written as one with the next
LONG_NUMBER = re.compile(r"\d{5,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class IndexTerms:
    """Any of these finds the word: terms, sequences of terms, terms that begin so; `faint` terms count for
    less.
    """

    terms: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    faint: tuple[str, ...] = ()
    faint_phrases: tuple[tuple[str, ...], ...] = ()
    prefix: str | None = None
    near: tuple[str, str, int] | None = None


@lru_cache(1)
def _abbreviations() -> tuple[dict[str, list[tuple[str, ...]]], dict[tuple[str, ...], list[str]]]:
    """Long forms by abbreviation, as stems, and abbreviations by long form."""
    long_forms: dict[str, list[tuple[str, ...]]] = {}
    short_forms: dict[tuple[str, ...], list[str]] = {}
    for short, long in lexicon.table("abbreviations.tsv"):
        stems = _in_order(form for chain in typed(long) for form in chain.pieces)
        long_forms.setdefault(short, []).append(stems)
        short_forms.setdefault(stems, []).append(short)
    return long_forms, short_forms


@lru_cache(4096)
def index_terms(node: Sought) -> IndexTerms:
    """What finds a word; the same for every field."""
    match node:
        case Together(text):
            return IndexTerms(faint=(dutch.word(text).stem,))
        case Prefix(text):
            return IndexTerms(prefix=EXACT + lexicon.fold(text))
        case Near(left, right, distance):
            return _near(left, right, distance)
        case Phrase(words):
            return _exactly([form for word in words for chain in typed(word) for form in chain.pieces])
        case Word(text, True):
            return _exactly([form for chain in typed(text) for form in chain.pieces])
        case Word(text):
            return _any_form(typed(text))


def _exactly(forms: list[Form]) -> IndexTerms:
    """The words as written, or as one word: "wiskunde onderwijs" is also "wiskundeonderwijs"."""
    exacts = tuple(form.exact for form in forms)
    if len(exacts) < 2:
        return IndexTerms(terms=exacts)
    together = EXACT + "".join(exact.removeprefix(EXACT) for exact in exacts)
    short = _abbreviations()[1].get(_in_order(forms), [])
    return IndexTerms(
        terms=(together,) if len(exacts) <= 3 else (),
        phrases=(exacts,),
        faint=tuple(dutch.word(name).stem for name in short),
    )


def _any_form(chains: list[Chain]) -> IndexTerms:
    pieces = _in_order(form for chain in chains for form in chain.pieces)
    if len(chains) != 1 or len(pieces) > 3:
        return IndexTerms(phrases=(pieces,))
    chain = chains[0]
    if chain.joined is not None:
        return _with_abbreviations(chain.joined, [pieces])
    form = chain.pieces[0]
    if len(pieces) > 1:  # "nrc.nl", "2.5"
        return IndexTerms(phrases=(pieces,))
    if _is_only_written(form):
        return IndexTerms(terms=(form.exact,))
    if LONG_NUMBER.fullmatch(form.stem):  # "29544" is also printed "29 544"
        groups = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", " ", form.stem).split()
        return IndexTerms(terms=(form.stem,), phrases=(tuple(groups),))
    halves = dutch.halves(form.exact.removeprefix(EXACT))
    return _with_abbreviations(form, [tuple(dutch.stem(half) for half in halves)] if halves else [])


def _is_only_written(form: Form) -> bool:
    """Whether the index has a word as written only: half of a text consists of such words."""
    return form.exact.removeprefix(EXACT) in STOPWORDS or form.stem in STOPWORDS


def _in_order(forms: Iterable[Form]) -> tuple[str, ...]:
    """Words one after the other, in any form: "niet-EU" is not "voor EU"."""
    return tuple(form.exact if _is_only_written(form) else form.stem for form in forms)


def _with_abbreviations(form: Form, apart: list[tuple[str, ...]]) -> IndexTerms:
    long_forms, short_forms = _abbreviations()
    long = long_forms.get(form.exact.removeprefix(EXACT), [])
    short = [dutch.word(name).stem for stems in [(form.stem,), *apart] for name in short_forms.get(stems, [])]
    single = [stems[0] for stems in long if len(stems) == 1]
    return IndexTerms(
        terms=(form.stem,),
        phrases=tuple(apart),
        faint=tuple(dict.fromkeys([PART + form.stem, *single, *short])),
        faint_phrases=tuple(stems for stems in long if len(stems) > 1),
    )


def _near(left: str, right: str, distance: int) -> IndexTerms:
    pair = [chain for word in (left, right) for chain in typed(word)[:1]]
    first, second = pair[0].pieces[-1], pair[1].pieces[0]
    if {first.stem, second.stem} & STOPWORDS:
        return IndexTerms(near=(first.exact, second.exact, distance))
    return IndexTerms(near=(first.stem, second.stem, distance))


def widened(items: Sequence[Node]) -> tuple[Node, ...]:
    """Words beside each other, each also found by both as one, and by the abbreviation of them all."""
    others: dict[int, list[Node]] = defaultdict(list)
    for at, (one, other) in enumerate(pairwise(items)):
        if together := _together(one, other):
            others[at].append(together)
            others[at + 1].append(together)
    for start, end, short in _abbreviated(items):
        for at in range(start, end):
            others[at].append(Together(short))
    return tuple(Or((item, *others[at])) if at in others else item for at, item in enumerate(items))


def _abbreviated(items: Sequence[Node]) -> Iterable[tuple[int, int, str]]:
    """From which to which of these words a long form stands, with its abbreviation."""
    stems = [_in_order(_forms(item)) for item in items]
    short_forms = _abbreviations()[1]
    for start in range(len(items)):
        for end in range(start + 2, min(start + MAX_LONG_FORM_WORDS, len(items)) + 1):
            if all(stems[start:end]):
                for short in short_forms.get(tuple(stem for some in stems[start:end] for stem in some), []):
                    yield start, end, short


def _forms(item: Node) -> list[Form]:
    """Those of a word in any form; of anything else none."""
    match item:
        case Word(text, False):
            return [form for chain in typed(text) for form in chain.pieces]
    return []


def _together(one: Node, other: Node) -> Together | None:
    match one, other:
        case Word(first, False), Word(second, False):
            small = lexicon.fold(first), lexicon.fold(second)
            if all(
                word.isalpha() and word not in STOPWORDS and len(word) >= MIN_HALF_CHARS for word in small
            ):
                return Together("".join(small))
    return None


def leaves(node: Node | None, places: tuple[str, ...]) -> Iterable[tuple[Sought, tuple[str, ...]]]:
    """The words of a query that are not denied, each with the places in which it is sought."""
    match node:
        case And(items):
            inner = scope(items, places)
            for item in widened(items):
                yield from leaves(item, inner)
        case Or(items):
            for item in items:
                yield from leaves(item, places)
        case Word() | Together() | Prefix() | Phrase() | Near():
            yield node, places


def denies(node: Node | None) -> bool:
    """Whether something in a query must not be there."""
    match node:
        case And(items) | Or(items):
            return any(map(denies, items))
    return isinstance(node, Not)


def scope(items: Iterable[Node], places: tuple[str, ...]) -> tuple[str, ...]:
    """The places that hold in a group: those that it names, else those around it."""
    return tuple(dict.fromkeys(item.place for item in items if isinstance(item, Where))) or places
