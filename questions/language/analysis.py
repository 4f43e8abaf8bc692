"""Texts as the terms of the index, in one way for what is indexed, asked and marked.

A field holds three kinds of terms, told apart by their first letter: of each word its stem and then, with "=", the word as
written, in the order of the words, so that a word takes two places; and without an order "~" and the stem of a part of a
compound, and the pieces of a hyphenated word as one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from . import dutch

EXACT, PART = "=", "~"
STRIDE = 2  # places from a word to the next: its stem, and how it is written. Side by side they are one look at what is known
NEAREST = 20  # words: how far apart two words can be asked for
GAP = "|"  # takes a place and is not indexed
APART = " ".join([GAP] * STRIDE * NEAREST)  # what is said in two texts is not near each other
# Words that half of a text consists of are only kept as written, in their place.
STOPWORDS = frozenset(word for word, _ in dutch.table("stopwords.tsv"))
CHAINS, RUNS = 20_000, 100_000  # kept in memory
NOTE_MARK = re.compile(r"\[\^([^\]\s]{1,12})\]")
# A word may have an apostrophe or "&" within ("zzp'er", "I&W"), a number points; a hyphen ties words together.
CHAIN = re.compile(r"\w+(?:['’‘`&.‐‑-]\w+)*")
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
        return (*parts, APART, self.joined.stem, self.joined.exact, *self.joined.parts) if self.joined else tuple(parts)


class Analysed(NamedTuple):
    """The terms of one text; see the module."""

    words: str
    extras: str


@lru_cache(CHAINS)
def chain(written: str) -> Chain:
    """The words of what `CHAIN` finds."""
    if THOUSANDS.fullmatch(written):
        written = written.replace(".", "")
    found = PIECE.findall(written)
    joined = _form("".join(found)) if len(found) > 1 and "." not in written else None
    return Chain(tuple(map(_form, found)), joined)


def _form(piece: str) -> Form:
    found = dutch.word(piece.replace("&", "en"))
    return Form(found.stem, EXACT + found.exact, tuple(PART + part for part in found.parts))


class Runs:
    """What stands between two spaces, with its commas and brackets; everything that was met, analysed once.

    A text is cut at its spaces only, which is ten times faster than looking for its words; no word runs over a space.
    """

    def __init__(self) -> None:
        self.known: set[str] = set()  # all; a set is asked twice as fast as a dict
        self.words: dict[str, str] = {}  # the terms that have a place
        self.extras: dict[str, tuple[str, ...]] = {}  # of those that have any
        self.by_term: dict[str, list[str]] = {}

    def learn(self, runs: set[str]) -> None:
        """Analyses those that are new; `runs` are in small letters."""
        for run in runs - self.known:
            chains = [chain(written) for written in CHAIN.findall(run)]
            forms = [form for found in chains for form in found.pieces]
            extras = tuple(extra for found in chains for extra in found.extras)
            if extras:
                self.extras[run] = extras
            for term in {*(form.stem for form in forms), *(form.exact for form in forms), *extras}:
                self.by_term.setdefault(term, []).append(run)
            self.words[run] = " ".join([f"{form.stem} {form.exact}" for form in forms])
            self.known.add(run)  # these two last: other threads take what is here for known

    def having(self, terms: Iterable[str]) -> set[str]:
        """The runs that were met and have any of these terms."""
        return {run for term in terms for run in self.by_term.get(term, ())}


_runs = Runs()


def known_runs() -> Runs:
    """Those of this process; begun anew when there are too many, for which reason a user holds on to what it got."""
    global _runs
    if len(_runs.known) >= RUNS:
        _runs = Runs()
    return _runs


def analyse(text: str) -> Analysed:
    """The terms of a text; marks of footnotes are no words."""
    runs = known_runs()
    if "[^" in text:
        text = NOTE_MARK.sub(" ", text)
    written = unicodedata.normalize("NFC", text).lower().split()
    try:
        words = " ".join(map(runs.words.__getitem__, written))
    except KeyError:  # seldom after the first texts: to ask each time what is new took a third of the whole
        runs.learn(set(written))
        words = " ".join(map(runs.words.__getitem__, written))
    compound = dict.fromkeys(filter(runs.extras.__contains__, written))
    return Analysed(words, " ".join([extra for run in compound for extra in runs.extras[run]]))


def field(texts: Iterable[Analysed]) -> str:
    """The value of a field that holds several texts."""
    filled = [text for text in texts if text.words]
    return " ".join([f" {APART} ".join([text.words for text in filled]), *(text.extras for text in filled)])


def typed(text: str) -> list[Chain]:
    """The words of what someone typed."""
    return [found for written in CHAIN.findall(unicodedata.normalize("NFC", text).lower()) if (found := chain(written)).pieces]
