"""The queries to measure with: words chosen from the index by how many sets have them; the same index, the
same queries.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from questions.language.analysis import EXACT, STOPWORDS, STRIDE
from questions.search.index.storage import UnitIndex

CLASS_QUERIES = 12
RARE_SHARE = 0.02  # of all words, the least common
MIDDLE_SHARES = (0.005, 0.05)  # of all sets
COMMON_SHARES = (0.2, 1.0)


@dataclass(frozen=True, slots=True)
class Case:
    """One query: `text` in our language; `words` for engines that know words only, with how they are
    joined.
    """

    name: str
    text: str
    words: tuple[str, ...] = ()
    how: str = ""  # "all", "any", "phrase", "prefix", "without"
    start: int = 0
    chosen: tuple[tuple[str, tuple[Any, ...]], ...] = ()


def cases(index: UnitIndex) -> list[Case]:
    """All classes, each with `CLASS_QUERIES` queries."""
    chance = random.Random(7)
    total = index.searcher.num_docs
    counts = [
        (term[1:], count)
        for term, count in index.searcher.terms_with_prefix("answer_text", EXACT)
        if _is_word(term[1:])
    ]
    rarest = sorted(counts, key=lambda row: row[1])[: max(CLASS_QUERIES, int(len(counts) * RARE_SHARE))]
    rare = [word for word, _ in chance.sample(rarest, CLASS_QUERIES)]
    middle = _chosen(counts, MIDDLE_SHARES[0] * total, MIDDLE_SHARES[1] * total, chance)
    common = _chosen(counts, COMMON_SHARES[0] * total, COMMON_SHARES[1] * total, chance)
    pairs = list(zip(common, middle, strict=True))
    found = [Case("rare word", word, (word,), "all") for word in rare]
    found += [Case("common word", word, (word,), "all") for word in common]
    found += [Case("two words", f"{a} {b}", (a, b), "all") for a, b in pairs]
    found += [Case("phrase", f'"{a} {b}"', (a, b), "phrase") for a, b in _neighbours(index, common, chance)]
    found += [Case("prefix", f"{word[:5]}*", (word[:5],), "prefix") for word in middle]
    found += [Case("boolean", f"{a} OF {b}", (a, b), "any") for a, b in pairs[::2]]
    found += [Case("boolean", f"{a} -{b}", (a, b), "without") for a, b in pairs[1::2]]
    found += [
        Case("with filters", f"{word} jaar:{2012 + n}", chosen=(("status", ("beantwoord",)),))
        for n, word in enumerate(common)
    ]
    found += [
        Case("no words", "", chosen=(("year", (2012 + n,)),) if n else ()) for n in range(CLASS_QUERIES)
    ]
    found += [Case("deep page", word, start=2000) for word in common]
    return found


def _is_word(term: str) -> bool:
    return term.isalpha() and len(term) > 4 and term not in STOPWORDS


def _chosen(counts: list[tuple[str, int]], least: float, most: float, chance: random.Random) -> list[str]:
    fitting = [word for word, count in counts if least <= count <= most] or [word for word, _ in counts]
    return [chance.choice(fitting) for _ in range(CLASS_QUERIES)]


def _neighbours(index: UnitIndex, common: list[str], chance: random.Random) -> list[tuple[str, str]]:
    """Pairs of words that do stand beside each other, as far as a few tries find them."""
    import tantivy

    found = []
    for word in common:
        for other in chance.sample(["van", "heeft", "over", "voor", "wordt", "niet", "naar"], 7):
            query = tantivy.Query.phrase_query(
                index.schema, "answer_text", [(0, EXACT + word), (STRIDE, EXACT + other)]
            )
            if index.searcher.search(query, limit=1).hits:
                found.append((word, other))
                break
        else:
            found.append((word, word))
    return found
