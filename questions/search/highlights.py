"""Marks in a text what a query looks for, and cuts the piece out that shows most of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape  # as Django's, without its care for lazy texts: 150 calls a search

from django.utils.safestring import SafeString, mark_safe

from questions.language.analysis import CHAIN, NOTE_MARK, PIECE, STOPWORDS, Chain, Form, chains
from questions.language.syntax import Node

from .terms import Wanted, leaves, wanted

INSIDE_BEFORE = re.compile(r"\w$|\w['’‘`&.‐‑-]$")
INSIDE_AFTER = re.compile(r"\w|['’‘`&.‐‑-]\w")
LENGTH = 230  # letters of a cut piece
LEAD = 60  # letters before the first mark
Bounds = tuple[int, int]


class Marker:
    """Marks the words of a query in texts of one place, or of any."""

    def __init__(self, node: Node | None, place: str | None = None) -> None:
        words = [word for word, places in leaves(node, ()) if not places or place is None or place in places]
        self._wanted = [wanted(word) for word in words]
        self.terms = {term for word in self._wanted for term in _single(word)}
        self.phrases = [phrase for word in self._wanted for phrase in (*word.phrases, *word.faint_phrases)]
        self.prefixes = tuple(word.prefix for word in self._wanted if word.prefix)
        self._in_phrase = {term for phrase in self.phrases for term in phrase}
        self._targets = self.terms | self._in_phrase
        self._seen: set[str] = set()
        self._hot: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def bounds(self, text: str) -> list[Bounds]:
        """Where the marked words are, in order; words of a phrase that stand together are one."""
        small = text.lower()
        if len(small) != len(text):  # a letter that becomes two
            small = text
        words = set(CHAIN.findall(small))
        self._look_at(words - self._seen)
        hot = words & self._hot
        if not hot:
            return []
        found = list(self._phrases(small, hot)) if self.phrases else []
        for written in hot:
            chain = chains[written]
            for start in _places(small, written):
                if self._whole(chain):
                    found.append((start, start + len(written)))
                else:
                    found += [(a, b) for a, b, form in _pieces(written, chain, start) if self._marks(form)]
        notes = [note.span() for note in NOTE_MARK.finditer(text)] if "[^" in text else []
        return _merged([bounds for bounds in found if not any(a <= bounds[0] < b for a, b in notes)])

    def _look_at(self, words: set[str]) -> None:
        """Finds out which words are to be marked, or are part of a phrase; once for each."""
        self._seen |= words
        known = chains.known(words)
        self._hot.update(written for written in words if not self._targets.isdisjoint(known[written].terms))
        if self.prefixes:
            self._hot.update(w for w in words if any(form.exact.startswith(self.prefixes) for form in known[w].pieces))

    def _whole(self, chain: Chain) -> bool:
        return chain.joined is not None and self._marks(chain.joined)

    def _marks(self, form: Form) -> bool:
        return (
            form.stem in self.terms
            or form.exact in self.terms
            or any(part in self.terms for part in form.parts)
            or (bool(self.prefixes) and form.exact.startswith(self.prefixes))
        )

    def _phrases(self, small: str, hot: set[str]) -> Iterable[Bounds]:
        """Words that stand in the order of a phrase of which all words are here."""
        here = set().union(STOPWORDS, *(chains[written].terms for written in hot))
        phrases = [phrase for phrase in self.phrases if here.issuperset(phrase)]
        if not phrases:
            return
        placed: dict[int, tuple[int, int, Form]] = {}
        position = 0
        for match in CHAIN.finditer(small):
            chain = chains[match.group()]
            if match.group() in self._hot:
                placed |= {position + n: piece for n, piece in enumerate(_pieces(match.group(), chain, match.start()))}
            position += len(chain.pieces)
        for phrase in phrases:
            for position in placed:
                steps = [placed.get(position + n) for n in range(len(phrase))]
                if all(
                    term in STOPWORDS or (step and term in (step[2].stem, step[2].exact))
                    for term, step in zip(phrase, steps, strict=True)
                ):
                    first, *_, last = [step for step in steps if step]
                    yield first[0], last[1]

    def html(self, text: str) -> SafeString:
        """The whole text with its marks."""
        return marked(text, self.bounds(text))

    def fragment(self, text: str) -> tuple[SafeString, int]:
        """The piece of a text with most marks, on one line, and how many marks the text has."""
        bounds = self.bounds(text)
        start, end = _window(text, bounds)
        inside = [(max(a, start), min(b, end)) for a, b in bounds if a < end and b > start]
        piece = marked(text[start:end], [(a - start, b - start) for a, b in inside])
        piece = mark_safe(" ".join(NOTE_MARK.sub("", piece).split()))  # noqa: S308  escaped by `marked`
        return mark_safe(("… " if start else "") + piece + (" …" if end < len(text) else "")), len(bounds)  # noqa: S308


def _single(word: Wanted) -> Iterable[str]:
    """The terms that a single word can be known by; abbreviations are among the faint ones."""
    yield from word.terms
    yield from word.faint
    if word.near:
        yield from word.near[:2]
    for phrase in (*word.phrases, *word.faint_phrases):
        if len(phrase) == 1:
            yield phrase[0]


def _pieces(written: str, chain: Chain, offset: int) -> list[tuple[int, int, Form]]:
    if len(chain.pieces) == 1:
        return [(offset, offset + len(written), chain.pieces[0])]
    found = list(PIECE.finditer(written))
    return [(offset + m.start(), offset + m.end(), form) for m, form in zip(found, chain.pieces, strict=False)]


def _places(small: str, written: str) -> Iterable[int]:
    """Where a word stands by itself, and not as a piece of another."""
    start = small.find(written)
    while start >= 0:
        end = start + len(written)
        before, after = small[max(start - 2, 0) : start], small[end : end + 2]
        if not (INSIDE_BEFORE.search(before) or INSIDE_AFTER.match(after)):
            yield start
        start = small.find(written, end)


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
    if len(text) <= LENGTH + LEAD:
        return 0, len(text)
    firsts, lasts = [start for start, _ in bounds], [end for _, end in bounds]
    starts = [max(0, start - LEAD) for start in firsts] or [0]
    best = max(starts, key=lambda start: bisect_right(lasts, start + LENGTH) - bisect_left(firsts, start))  # marks inside
    start = text.find(" ", best) + 1 if best else 0
    end = text.rfind(" ", start, start + LENGTH)
    return start, end if end > start else start + LENGTH


def marked(text: str, bounds: Sequence[Bounds]) -> SafeString:
    """The text with `<mark>` around these stretches."""
    parts, at = [], 0
    for start, end in bounds:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308  every piece is escaped


@dataclass(frozen=True, slots=True)
class Hit:
    """A question or its answer in a result, marked."""

    id: int
    number: str
    question: SafeString
    answer: SafeString
