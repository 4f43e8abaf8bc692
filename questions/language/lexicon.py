"""Which words there are: simplemma's Dutch lexicon, and the lists of our own in `data/` that mend it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY

DATA = Path(__file__).parent / "data"
LIGATURES = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ĳ": "ij"}
)


def table(name: str) -> Iterator[tuple[str, str]]:
    """The rows of a data file; the second column may be empty."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            first, _, second = line.partition("\t")
            yield first, second


EXCEPTIONS = dict(table("lemmas.tsv"))
PARTICIPLES = dict(table("participles.tsv"))
NO_PARTS = frozenset(row[0] for row in table("parts.tsv"))
SHORT_PARTS = frozenset(row[0] for row in table("short.tsv"))
EXTRA_WORDS = frozenset(row[0] for row in table("words.tsv"))
NO_COMPOUNDS = frozenset(row[0] for row in table("whole.tsv"))


def fold(text: str) -> str:
    """Small letters without accents: "Coördinatie" → "coordinatie"."""
    text = text.lower()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return "".join(c for c in decomposed if not (unicodedata.combining(c) or c.isspace())) or text


@lru_cache(1)
def lemmas() -> Mapping[str, str]:
    """Lemmas by form; asked directly, as simplemma does, for it is asked ten times for a new word."""
    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl")


@lru_cache(1)
def _irregular() -> list[str]:
    """The few words of the lexicon that are not of plain small letters; looked for once, since it has
    370,000.
    """
    return [word for word in lemmas() if not (word.isascii() and word.islower())]


@lru_cache(1)
def unaccented() -> dict[str, str]:
    """Words of the lexicon by how they look without their accents, which many do not type: "financien",
    "enquete".
    """
    words = lemmas()
    return {bare: word for word in _irregular() if not word.isascii() and (bare := fold(word)) not in words}


@lru_cache(1)
def _capitals() -> dict[str, str]:
    """Lemmas of the words that the lexicon has with a capital only."""
    words = lemmas()
    return {
        small: words[word] for word in _irregular() if word == (small := word.lower()).capitalize() != small
    }


def lemma_of(small: str) -> str | None:
    """What the lexicon has for a form, whether it writes it with a capital or not."""
    return lemmas().get(small) or _capitals().get(small)


def in_lexicon(small: str) -> bool:
    """Whether the lexicon has a word."""
    return small in EXTRA_WORDS or (bool(small) and lemma_of(small) is not None)
