"""Texts as the terms of the index, in one way for what is indexed, asked and marked.

A field holds three kinds of terms, told apart by their first character. Each word gives its stem and then,
after "=", the word as written; these keep the order of the words, so a word takes two places. Without a
place come, after "~", the stems within a compound, and the pieces of a hyphenated word as one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Set
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from questions.vocabulary.letters import as_letters, on_line
from questions.vocabulary.note_marks import NOTE_MARK

from . import dutch, lexicon

EXACT, PART = "=", "~"
# Places that a word takes: one for its stem, one for how it is written. Side by side, both are found in
# one lookup.
SHORT_RUNS = 16  # of a term that a tuple holds
STRIDE = 2
MAX_NEAR_WORDS = 20  # how far apart two words can be asked for
GAP = "|"  # takes a place and is not indexed
# Stands between two texts, so that words of different texts are never near each other.
APART = " ".join([GAP] * STRIDE * MAX_NEAR_WORDS)
# Words that make up half of any text; they are indexed only as written, in their place.
STOPWORDS = frozenset(word for word, _ in lexicon.table("stopwords.tsv"))
CACHED_CHAINS = 40_000  # kept in memory
# A word may have an apostrophe or "&" within ("zzp'er", "I&W"), a number points; a hyphen ties words
# together, and so do a comma, a slash and a colon between figures ("2,5", "24/7", "8:42"). A power ("10⁻⁹",
# "10^6") is one word.
CHAIN = re.compile(r"\w+(?:(?:['’‘`&.‐‑⁻-]|\^[-−]?|(?<=\d)[,/:](?=\d))\w+)*")
FIGURE_TIES = frozenset(".,/:")  # of which one word is not made: "2,5" is not 25
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
PIECE = re.compile(r"[^\W_]+(?:['’‘`&][^\W_]+)*")


class Form(NamedTuple):
    """The terms of one word: its stem, how it is written, and the stems within it."""

    stem: str
    exact: str
    parts: tuple[str, ...]


class Chain(NamedTuple):
    """A word, or several that hyphens tie together, and then all of them as one."""

    pieces: tuple[Form, ...]
    joined: Form | None

    @property
    def extras(self) -> tuple[str, ...]:
        """The terms that have no place in the order of the words."""
        parts = [part for form in self.pieces for part in form.parts]
        return (
            (*parts, APART, self.joined.stem, self.joined.exact, *self.joined.parts)
            if self.joined
            else tuple(parts)
        )


class Analysed(NamedTuple):
    """The terms of one text; see the module."""

    words: str
    extras: str


@lru_cache(CACHED_CHAINS)
def chain(written: str) -> Chain:
    """The words of what `CHAIN` finds."""
    written = as_letters(on_line(written))
    if THOUSANDS.fullmatch(written):
        written = written.replace(".", "")
    found = PIECE.findall(written)
    is_one = len(found) > 1 and FIGURE_TIES.isdisjoint(written)
    joined = _form("".join(found)) if is_one else None
    return Chain(tuple(map(_form, found)), joined)


def _form(piece: str) -> Form:
    found = dutch.word(piece.replace("&", "en"))
    return Form(found.stem, EXACT + found.exact, tuple(PART + part for part in found.parts))


class AnalysedRun(NamedTuple):
    """What a run of letters comes to: the terms that have a place, and the others."""

    run: str
    words: str
    extras: str


class Runs:
    """What stands between two spaces, with its commas and brackets; everything that was met, analysed once.

    A text is cut at its spaces only, which is ten times faster than looking for its words; no word runs
    over a space. `recall` gives what is known elsewhere of runs that are new here, in any order; what it
    lacks is analysed.
    """

    def __init__(self, recall: Callable[[Set[str]], Iterable[AnalysedRun]] = lambda _runs: ()) -> None:
        self.known: set[str] = set()  # all; a set is asked twice as fast as a dict
        self.words: dict[str, str] = {}
        self.extras: dict[str, str] = {}  # of those that have any
        self._recall = recall
        self._analysed: list[str] = []
        # Tuples as long as they are short, because the garbage collector would walk through lists each time.
        self._by_term: dict[str, tuple[str, ...] | list[str]] = {}
        self._to_sort: list[str] = []
        self._lock = Lock()

    def learn(self, runs: Set[str]) -> None:
        """Sees to it that these are known; they are in small letters."""
        new = runs - self.known
        if not new:
            return
        for known in self._recall(new):
            self._keep(known)
        analysed = new - self.known
        for run in analysed:
            self._keep(_analyse(run))
        with self._lock:
            self._analysed += analysed

    def _keep(self, known: AnalysedRun) -> None:
        run, words, extras = known
        if extras:
            self.extras[run] = extras
        self.words[run] = words
        self._to_sort.append(run)
        self.known.add(run)  # this last: other threads take what is here for known

    def analysed(self) -> list[AnalysedRun]:
        """What was analysed here since this was asked the last time, and can be recalled elsewhere."""
        with self._lock:
            runs, self._analysed = self._analysed, []
        return [AnalysedRun(run, self.words[run], self.extras.get(run, "")) for run in runs]

    def terms(self, run: str) -> list[str]:
        """All terms of a run that was met; first its words, of each the stem and how it is written."""
        return [*self.words[run].split(), *self.extras.get(run, "").split()]

    def having(self, terms: Iterable[str]) -> set[str]:
        """The runs that were met and have any of these terms."""
        with self._lock:  # only when somebody asks: who makes an index does not
            while self._to_sort:
                run = self._to_sort.pop()
                for term in set(self.terms(run)) - {GAP}:
                    self._add(term, run)
        return {run for term in terms for run in self._by_term.get(term, ())}

    def _add(self, term: str, run: str) -> None:
        before = self._by_term.get(term, ())
        if isinstance(before, list):
            before.append(run)
        else:
            self._by_term[term] = (*before, run) if len(before) < SHORT_RUNS else [*before, run]

    def analyse(self, text: str) -> Analysed:
        """The terms of a text; marks of footnotes are no words."""
        if "[^" in text:
            text = NOTE_MARK.sub(" ", text)
        written = unicodedata.normalize("NFC", text).lower().split()
        try:
            words = " ".join(map(self.words.__getitem__, written))
        except KeyError:
            # Rare after the first texts; asking for new words each time would take a third of the time.
            self.learn(set(written))
            words = " ".join(map(self.words.__getitem__, written))
        compound = dict.fromkeys(filter(self.extras.__contains__, written))
        return Analysed(words, " ".join(map(self.extras.__getitem__, compound)))


def _analyse(run: str) -> AnalysedRun:
    chains = [chain(written) for written in CHAIN.findall(run)]
    words = [f"{form.stem} {form.exact}" for found in chains for form in found.pieces]
    return AnalysedRun(run, " ".join(words), " ".join([extra for found in chains for extra in found.extras]))


def field(texts: Iterable[Analysed]) -> str:
    """The value of a field that holds several texts."""
    filled = [text for text in texts if text.words]
    return " ".join([f" {APART} ".join([text.words for text in filled]), *(text.extras for text in filled)])


def typed(text: str) -> list[Chain]:
    """The words of what someone typed."""
    return [
        found
        for written in CHAIN.findall(unicodedata.normalize("NFC", text).lower())
        if (found := chain(written)).pieces
    ]
