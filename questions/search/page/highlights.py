"""Marks in a text what a query looks for, and cuts the piece out that shows most of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from html import escape  # as Django's, without its care for lazy texts: 150 calls a search
from itertools import accumulate, islice

from django.utils.safestring import SafeString

from questions.language.analysis import CHAIN, PIECE, STRIDE, Chain, Form, Runs, chain
from questions.language.nodes import Node
from questions.vocabulary.note_marks import NOTE_MARK

from ..query.terms import IndexTerms, index_terms, leaves

PIECE_CHARS = 230
TABLE_RULE = re.compile(r"\|\s*\|(?: --- \|)+\s*\|?")  # no word, so no mark stands in it
FEW_RUNS = 8  # that are looked for one by one
RUN = re.compile(r"\S+")
LEAD_CHARS = 60  # before the first mark
Bounds = tuple[int, int]


class Marker:
    """Marks the words of a query in texts of one place, or of any; `runs`: what is known of words."""

    def __init__(self, node: Node | None, runs: Runs, place: str | None = None) -> None:
        words = [word for word, places in leaves(node, ()) if not places or place is None or place in places]
        self._sought = [index_terms(word) for word in words]
        self.terms = {term for word in self._sought for term in _single(word)}
        self.phrases = [phrase for word in self._sought for phrase in (*word.phrases, *word.faint_phrases)]
        self.prefixes = tuple(word.prefix for word in self._sought if word.prefix)
        self._targets = self.terms.union(*self.phrases)
        self._runs = runs
        self._marked: dict[str, list[Bounds]] = {}  # where in a run the marked words are

    def __bool__(self) -> bool:
        return bool(self._sought)

    def bounds(self, texts: Sequence[str]) -> list[list[Bounds]]:
        """Where in each text the marked words are, in order; words of a phrase that meet are one."""
        rows: list[list[Bounds]] = [[] for _ in texts]
        if not self._sought:
            return rows
        ends = list(accumulate(len(text) + 1 for text in texts))
        for start, end in _merged(self._found(_small(texts), ends)):
            row = bisect_right(ends, start)
            first = ends[row - 1] if row else 0
            rows[row].append((start - first, end - first))
        return rows

    def _found(self, small: str, ends: Sequence[int]) -> Iterable[Bounds]:
        """Where the marked words are in texts that stand one beneath the other, which is quicker than one
        by one.
        """
        hot = self._hot(set(small.split()))
        if self.phrases:
            yield from self._phrases(small, hot, ends)
        for run in hot:
            if run not in self._marked:
                self._marked[run] = list(self._within(run))
        for run, start in _places_of({run for run in hot if self._marked[run]}, small):
            yield from ((start + a, start + b) for a, b in self._marked[run])

    def _hot(self, here: set[str]) -> set[str]:
        """The runs that have something to be marked, or a word of a phrase."""
        self._runs.learn(here)
        hot = self._runs.having(self._targets) & here
        words = self._runs.words
        return hot.union(run for prefix in self.prefixes for run in here if prefix in words[run])

    def _within(self, run: str) -> Iterable[Bounds]:
        """Where in a run the words are that are to be marked."""
        chains = list(CHAIN.finditer(run))
        # one word, as most are: its terms are known
        if len(chains) == 1 and len(self._runs.words[run].split()) == STRIDE:
            terms = self._runs.terms(run)
            if self._seeks(terms[1], terms):
                yield chains[0].span()
            return
        for found in chains:
            words = chain(found.group())
            if words.joined and self._marks(words.joined):
                yield found.span()
            else:
                yield from ((a, b) for a, b, form in _pieces(found, words) if self._marks(form))

    def _marks(self, form: Form) -> bool:
        return self._seeks(form.exact, (form.stem, form.exact, *form.parts))

    def _seeks(self, exact: str, terms: Iterable[str]) -> bool:
        return not self.terms.isdisjoint(terms) or (bool(self.prefixes) and exact.startswith(self.prefixes))

    def _phrases(self, small: str, hot: Set[str], ends: Sequence[int]) -> Iterable[Bounds]:
        """Words that stand in the order of a phrase: looked for from where its first word stands."""
        for phrase in self.phrases:
            for run in self._runs.having(phrase[:1]).intersection(hot):
                most = len(self._runs.words[run].split()) // STRIDE + len(phrase) - 1
                for place in _places(small, run):
                    words = list(islice(_words(small, place, ends[bisect_right(ends, place)]), most))
                    for start in _starts([form for _, _, form in words], phrase):
                        yield words[start][0], words[start + len(phrase) - 1][1]

    def html(self, text: str) -> SafeString:
        """The whole text with its marks."""
        return self.htmls([text])[0]

    def htmls(self, texts: Sequence[str]) -> list[SafeString]:
        """Several texts with their marks, which is quicker than one by one."""
        return list(map(marked, texts, self.bounds(texts)))

    def fragments(self, texts: Sequence[str]) -> list[tuple[SafeString, int]]:
        """Of each text the piece with most marks, on one line, and how many marks the text has."""
        return list(map(_fragment, texts, self.bounds(texts)))


def _fragment(text: str, bounds: Sequence[Bounds]) -> tuple[SafeString, int]:
    start, end = _window(text, bounds)
    inside = [(max(a, start), min(b, end)) for a, b in bounds if a < end and b > start]
    piece = marked(text[start:end], [(a - start, b - start) for a, b in inside])
    bare = TABLE_RULE.sub("|", piece) if " --- |" in piece else piece
    line = " ".join((NOTE_MARK.sub("", bare) if "[^" in bare else bare).split())
    return SafeString(("… " if start else "") + line + (" …" if end < len(text) else "")), len(bounds)


def _small(texts: Sequence[str]) -> str:
    """The texts one beneath the other in small letters, each of the same length, without the marks of
    footnotes.
    """
    whole = "\n".join(texts)
    small = whole.lower()
    if len(small) != len(whole):  # a letter that becomes two
        small = "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in whole)
    return NOTE_MARK.sub(lambda mark: " " * len(mark.group()), small) if "[^" in small else small


def _single(word: IndexTerms) -> Iterable[str]:
    """The terms that a single word can be known by; abbreviations are among the faint ones."""
    yield from word.terms
    yield from word.faint
    if word.near:
        yield from word.near[:2]
    for phrase in (*word.phrases, *word.faint_phrases):
        if len(phrase) == 1:
            yield phrase[0]


def _pieces(found: re.Match[str], words: Chain) -> Iterable[tuple[int, int, Form]]:
    """Where the words of a chain stand, and their forms."""
    if len(words.pieces) == 1:
        yield *found.span(), words.pieces[0]
        return
    for piece, form in zip(PIECE.finditer(found.group()), words.pieces, strict=False):
        yield found.start() + piece.start(), found.start() + piece.end(), form


def _words(small: str, start: int, end: int) -> Iterable[tuple[int, int, Form]]:
    for found in CHAIN.finditer(small, start, end):
        yield from _pieces(found, chain(found.group()))


def _starts(row: Sequence[Form], phrase: Sequence[str]) -> Iterable[int]:
    """Where in a row of words a phrase begins."""
    for start in range(len(row) - len(phrase) + 1):
        forms = row[start : start + len(phrase)]
        if all(term in (form.stem, form.exact) for term, form in zip(phrase, forms, strict=False)):
            yield start


def _places_of(runs: Set[str], small: str) -> Iterable[tuple[str, int]]:
    """Where these runs stand: few are looked for one by one, many in one go over the text."""
    if len(runs) <= FEW_RUNS:
        yield from ((run, start) for run in runs for start in _places(small, run))
        return
    yield from ((found.group(), found.start()) for found in RUN.finditer(small) if found.group() in runs)


def _places(small: str, run: str) -> Iterable[int]:
    """Where a run stands between two spaces."""
    start = small.find(run)
    while start >= 0:
        end = start + len(run)
        if not (small[start - 1 : start].strip() or small[end : end + 1].strip()):
            yield start
        start = small.find(run, end)


def _merged(bounds: Iterable[Bounds]) -> list[Bounds]:
    merged: list[Bounds] = []
    for start, end in sorted(set(bounds)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, bounds: Sequence[Bounds]) -> Bounds:
    """The stretch with most marks, begun and ended at a word."""
    if len(text) <= PIECE_CHARS + LEAD_CHARS:
        return 0, len(text)
    firsts, lasts = [start for start, _ in bounds], [end for _, end in bounds]
    starts = [max(0, start - LEAD_CHARS) for start in firsts] or [0]
    # The start whose window holds the most whole marks.
    best = max(
        starts, key=lambda start: bisect_right(lasts, start + PIECE_CHARS) - bisect_left(firsts, start)
    )
    start = text.find(" ", best) + 1 if best else 0
    end = text.rfind(" ", start, start + PIECE_CHARS)
    return start, end if end > start else start + PIECE_CHARS


def marked(text: str, bounds: Sequence[Bounds]) -> SafeString:
    """The text with `<mark>` around these stretches."""
    parts, at = [], 0
    for start, end in bounds:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return SafeString("".join([*parts, escape(text[at:])]))  # every piece is escaped


@dataclass(frozen=True, slots=True)
class Hit:
    """A question or its answer in a result, marked."""

    id: int
    number: str
    question: SafeString
    answer: SafeString
