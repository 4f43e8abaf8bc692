"""Texts as the terms of the index, in one way for what is indexed, asked and marked.

A field holds three kinds of terms, told apart by their first letter: stems, in the order of the words; "=" and the word as
written, in the same order; and without an order "~" and the stem of a part of a compound, and the pieces of a hyphenated word
as one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from . import dutch

EXACT, PART = "=", "~"
NEAREST = 20  # words: how far apart two words can be asked for
GAP = "¦"  # takes a place and is not indexed
BETWEEN = " " + " ".join([GAP] * NEAREST) + " "  # what is said in two texts is not near each other
# Words that half of a text consists of are only kept as written, in their place.
STOPWORDS = frozenset(word for word, _ in dutch.table("stopwords.tsv"))
FORMS = 300_000  # written forms kept in memory
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
    """What stands between two spaces: its words, and all of them as one if hyphens tie them."""

    pieces: tuple[Form, ...]
    joined: Form | None
    stems: str
    exacts: str
    extras: tuple[str, ...]
    terms: frozenset[str]  # all of them, to see at once whether a query wants any


class Analysed(NamedTuple):
    """One text as the values of a field; see the module."""

    stems: str
    exacts: str
    extras: str


def _chain(written: str) -> Chain:
    if THOUSANDS.fullmatch(written):
        written = written.replace(".", "")
    pieces = tuple(_form(piece) for piece in PIECE.findall(written))
    joined = _form("".join(PIECE.findall(written))) if len(pieces) > 1 and "." not in written else None
    extras = [part for form in pieces for part in form.parts]
    if joined:
        extras += [joined.stem, joined.exact, *joined.parts]
    stems, exacts = " ".join(form.stem for form in pieces), " ".join(form.exact for form in pieces)
    terms = frozenset((*stems.split(), *exacts.split(), *extras))
    return Chain(pieces, joined, stems, exacts, tuple(extras), terms)


def _form(piece: str) -> Form:
    found = dutch.word(piece.replace("&", "en"))
    return Form(found.stem, EXACT + found.exact, tuple(PART + part for part in found.parts))


class _Forms:
    """Every word that was met, analysed once."""

    def __init__(self) -> None:
        self.chains: dict[str, Chain] = {}
        self.stems: dict[str, str] = {}
        self.exacts: dict[str, str] = {}
        self.extras: dict[str, tuple[str, ...]] = {}  # of the words that have any

    def learn(self, words: set[str]) -> None:
        if len(self.chains) >= FORMS:
            self.__init__()  # type: ignore[misc]
        for written in words.difference(self.chains):
            chain = self.chains[written] = _chain(written)
            self.stems[written], self.exacts[written] = chain.stems, chain.exacts
            if chain.extras:
                self.extras[written] = chain.extras

    def known(self, words: set[str]) -> dict[str, Chain]:
        """All words that were met, these among them."""
        self.learn(words)
        return self.chains

    def __getitem__(self, written: str) -> Chain:
        if written not in self.chains:
            self.learn({written})
        return self.chains[written]


chains = _Forms()


def analyse(text: str) -> Analysed:
    """The terms of a text; marks of footnotes are no words."""
    if "[^" in text:
        text = NOTE_MARK.sub(" ", text)
    written = CHAIN.findall(unicodedata.normalize("NFC", text).lower())
    distinct = set(written)
    chains.learn(distinct)
    extras = [extra for word in distinct if word in chains.extras for extra in chains.extras[word]]
    stems, exacts = map(chains.stems.__getitem__, written), map(chains.exacts.__getitem__, written)
    return Analysed(" ".join(stems), " ".join(exacts), " ".join(extras))


def field(texts: Iterable[Analysed]) -> str:
    """The value of a field that holds several texts."""
    filled = [text for text in texts if text.stems]
    parts = [text.stems for text in filled] + [text.exacts for text in filled] + [text.extras for text in filled if text.extras]
    return BETWEEN.join(parts)


def typed(text: str) -> list[Chain]:
    """The words of what someone typed."""
    return [chain for written in CHAIN.findall(unicodedata.normalize("NFC", text).lower()) if (chain := chains[written]).pieces]
