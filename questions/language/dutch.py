"""Dutch words: one form for all forms of a word, and the words that a compound is made of.

A lexicon (simplemma) gives the lemma, Snowball's Dutch stemmer joins what the lexicon does not know, and a
few rules mend what both get wrong. Pure: a word in, forms out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import simplemma
import Stemmer

from .lexicon import (
    EXCEPTIONS,
    NO_COMPOUNDS,
    NO_PARTS,
    PARTICIPLES,
    SHORT_PARTS,
    fold,
    in_lexicon,
    lemma_of,
    unaccented,
)

CACHED_WORDS = 20_000  # results that each function keeps in memory; `analysis` keeps the final terms
MIN_PART_CHARS = 4  # of a compound
MAX_WORD_CHARS = 60  # what is longer is not a word
MAX_LEMMA_STEPS = 4  # from a form to its headword; lexicons have circles
JOINERS = re.compile(r"['’‘`‐‑-]")
GENITIVE = re.compile(r"['’‘`]s$")  # "Rutte's", "foto's"
# Verbs with these prefixes have no "ge-" in the participle ("besloten"); verbs with a separable particle
# have it in the middle ("afgewezen").
PREFIXES = ("be", "er", "her", "ont", "ver", "onder", "over", "vol", "voor", "weer")
PARTICLES = (
    "aan", "achter", "af", "bij", "binnen", "deel", "door", "goed", "in", "kennis", "langs", "los", "mee",
    "na", "neer", "om",
    "op", "over", "plaats", "samen", "tegen", "terug", "toe", "uit", "vast", "voor", "vrij", "weg",
)  # fmt: skip
_stemmer = Stemmer.Stemmer("dutch")


class Word(NamedTuple):
    """How one word is searched: `exact` as written, `stem` for all its forms, `parts` the stems within a
    compound.
    """

    exact: str
    stem: str
    parts: tuple[str, ...]


@lru_cache(CACHED_WORDS)
def word(written: str) -> Word:
    """The forms of a word as it stands in a text; a hyphen or an apostrophe within it joins its pieces."""
    small = GENITIVE.sub("", written[:MAX_WORD_CHARS].lower())
    pieces = [piece for piece in JOINERS.split(small) if piece]
    joined = "".join(pieces) or written[:MAX_WORD_CHARS].lower()
    parts = [stem(piece) for piece in pieces] if len(pieces) > 1 else []
    for piece in pieces:
        parts += (stem(part) for part in compound(piece))
    own = stem(joined)
    return Word(fold(joined), own, tuple(dict.fromkeys(part for part in parts if part != own)))


def stem(written: str) -> str:
    """One form for all forms of a word: "scholen" and "school" give the same.

    Snowball's stemmer is for words that no lexicon has: it makes one of "gemeente" and "mening", "gebied"
    and "bieden".
    """
    if not written.isalpha():  # "co2-heffingen": what stands after the last digit is a word
        last = next(
            place for place in range(len(written), -1, -1) if not written[place - 1 : place].isalpha()
        )
        figures, letters = written[:last], written[last:]
        return fold(figures) + (stem(letters) if len(letters) >= MIN_PART_CHARS else fold(letters))
    found = headword(written)
    return fold(found) if found else str(_stemmer.stemWord(fold(lemma(written))))


@lru_cache(CACHED_WORDS)
def headword(small: str) -> str | None:
    """The word that a form belongs to; None if neither it nor its last part is in the lexicon."""
    for _ in range(MAX_LEMMA_STEPS):
        found = lemma(small)
        if found in EXCEPTIONS:
            return found
        nearer = _without_ending(small, found) or (found if in_lexicon(found) else small)
        if nearer == small:
            break
        small = nearer
    base = _singular(found)
    if base or in_lexicon(found):
        return base or found
    both = halves(small)
    return small.removesuffix(both[1]) + (headword(both[1]) or both[1]) if both else None


def _singular(small: str) -> str | None:
    """The noun of which a word is the plural, if it is no form of another word: of "onderzoeken", also the
    verb, "onderzoek".
    """
    if len(small) <= MIN_PART_CHARS or not small.endswith("en"):
        return None
    return next((noun for noun in _bare(small[:-2]) if _is_own(noun) and small in _plurals(noun)), None)


def _without_ending(small: str, found: str) -> str | None:
    """A form without the "e" or "en" of adjectives, participles and persons; `found` is its lemma.

    Lexicons have "passend" for a word and take "passende" for a form of "passen"; "studenten" is no form of
    "studente".
    """
    if len(small) <= MIN_PART_CHARS:
        return None
    if small.endswith("en") and found == small[:-1]:
        return small[:-2] if _is_own(small[:-2]) else found
    if not small.endswith("e"):
        return None
    trunk = small[:-1]
    if found != small:
        forms = list(filter(in_lexicon, _bare(trunk)))
        same = [form for form in forms if lemma(form) == found]
        return next(iter([*same, *(form for form in forms if form.endswith(("d", "t", "ig")))]), None)
    if not in_lexicon(small):
        return next(filter(in_lexicon, _bare(trunk)), trunk if trunk.endswith("end") else None)
    if trunk[-1] in "dt" and in_lexicon(trunk) and _is_like_participle(trunk) and lemma(trunk).endswith("en"):
        return trunk
    return next((base for base in _bare(trunk) if _is_own(base)), None)


def _is_like_participle(small: str) -> bool:
    return small.startswith(("ge", *PREFIXES)) or any(
        small.startswith(f"{particle}ge") for particle in PARTICLES
    )


def _bare(trunk: str) -> list[str]:
    """How a word may be spelled without its ending: "gevar" is gevaar, "katt" is kat, "reiz" is reis."""
    found = [trunk]
    if re.search(r"([bdfgklmnprst])\1$", trunk):
        found.append(trunk[:-1])
    if re.search(r"(?:^|[^aeiou])[aeou][^aeiou]$", trunk):
        found.append(trunk[:-1] + trunk[-2:])
    return [*found, *(word[:-1] + "fs"["vz".index(word[-1])] for word in found if word[-1] in "vz")]


def _plurals(noun: str) -> tuple[str, ...]:
    """How its plural may be spelled: huizen, ramen, wateren."""
    plural = _with_ending(noun)
    voiced = [plural[:-3] + "vz"["fs".index(plural[-3])] + "en"] if plural[-3] in "fs" else []
    unstressed = [f"{noun}en"] if re.search(r"[aeiou][^aeiou]+e[lmnr]$", noun) else []
    return (plural, *voiced, *unstressed)


def _is_own(small: str) -> bool:
    """Whether a word of the lexicon is no form of another."""
    return len(small) > 1 and in_lexicon(small) and lemma(small) == small


@lru_cache(CACHED_WORDS)
def lemma(small: str) -> str:
    """The headword of a form in small letters; of a compound that no lexicon has, that of its last part."""
    if small in EXCEPTIONS:
        return EXCEPTIONS[small]
    strong = _strong_verb(small)
    if strong:
        return strong
    if not in_lexicon(small):
        return _unknown(small)
    if small.endswith("euze"):
        return small[:-2] + "s"
    found = _looked_up(small)
    if found == small or not _plausible(small, found) or _is_noun(small):
        return _weak_verb(small) or small
    # "gerechtigden", of "gerechtigde"
    if small.endswith("en") and found == small[:-2] and in_lexicon(small[:-1]):
        return lemma(small[:-1])
    return EXCEPTIONS.get(found, found)


def _unknown(small: str) -> str:
    both = halves(small)
    if both:
        return small.removesuffix(both[1]) + lemma(both[1])
    accented = unaccented().get(small)
    if accented:
        return lemma(accented)
    for ending in ("s", "n", "en"):  # a plural that no lexicon has, or half a compound: "veiligheids- en"
        if small.endswith(ending) and in_lexicon(small.removesuffix(ending)):
            return lemma(small.removesuffix(ending))
    bare = small.removesuffix("n").removesuffix("e")
    return _weak_verb(small, is_known=False) or _weak_verb(bare, is_known=False) or small


def _looked_up(small: str) -> str:
    return (lemma_of(small) or str(simplemma.lemmatize(small, lang="nl"))).lower().replace("_", "")


def _plausible(form: str, found: str) -> bool:
    """Lexicons err; forms of a word begin alike, and "gevaren" is not a participle of "ervaren"."""
    if form[0] != found[0]:
        return form.startswith("ge") and not found.startswith(PREFIXES)
    return True


def _is_noun(small: str) -> bool:
    """A noun that has a plural of its own is no form of another word: "ouder" (ouders) is not "oud"."""
    return any(_looked_up(plural) == small for plural in (small + "s", _with_ending(small)))


def _with_ending(small: str) -> str:
    """The word with "en" in regular spelling: raam → ramen, kat → katten, boek → boeken."""
    if re.search(r"[^aeiou](aa|ee|oo|uu)[^aeiou]$", small):
        small = small[:-2] + small[-1]
    elif re.search(r"(?:^|[^aeiou])[aeiou][bdfgklmnprst]$", small):
        small += small[-1]
    return small + "en"


def _strong_verb(small: str) -> str | None:
    """The infinitive of a strong or irregular participle, with or without a prefix: "afgewezen",
    "besloten".
    """
    if small in PARTICIPLES:
        return PARTICIPLES[small]
    for particle in _beginnings(small, PARTICLES):
        rest = small.removeprefix(particle)
        if rest in PARTICIPLES:
            return particle + PARTICIPLES[rest]
    for prefix in _beginnings(small, PREFIXES):
        rest = "ge" + small.removeprefix(prefix)
        if rest in PARTICIPLES and in_lexicon(prefix + PARTICIPLES[rest]):
            return prefix + PARTICIPLES[rest]
    return None


def _beginnings(small: str, prefixes: tuple[str, ...]) -> list[str]:
    """Those of the prefixes that a word begins with."""
    if not small.startswith(prefixes):  # as most, which is seen at once
        return []
    return [prefix for prefix in prefixes if small.startswith(prefix)]


def _weak_verb(small: str, *, is_known: bool = True) -> str | None:
    """The infinitive of a weak participle that passes for an adjective: "georganiseerd" → "organiseren"."""
    if not small.endswith(("d", "t")):
        return None
    particle = next((p for p in _beginnings(small, PARTICLES) if small.startswith(p + "ge")), "")
    whole = small.removeprefix(particle).removeprefix("ge")
    bare = fold(whole)[:-1]
    if is_known and not (particle or in_lexicon(small + "e") or small.startswith(("geï", "geë"))):
        return None
    verbs = [particle + _with_ending(bare), particle + bare + "en"]
    for verb in verbs if is_known else [particle + whole + "en", *verbs]:
        if len(bare) > 2 and in_lexicon(verb) and _looked_up(verb) == verb:
            return verb
    return None


@lru_cache(CACHED_WORDS)
def compound(small: str) -> tuple[str, ...]:
    """The words that a compound is made of, and those within them: "zorgtoeslagen" → zorg, toeslag."""
    both = halves(lemma(small)) if small else None
    if both is None:
        return ()
    return (*both, *(part for half in both for part in compound(half)))


@lru_cache(CACHED_WORDS)
def halves(small: str) -> tuple[str, str] | None:
    """The two words that a word is made of; None if it is no compound.

    A cut between two headwords is better than one beside an inflected form, and a long first word better
    than a short one: stikstof-uitstoot, not stik-stofuitstoot; gemeente-huis, not gemeen-tehuis.
    """
    if len(small) < 2 * MIN_PART_CHARS - 1 or not small.isalpha() or small in NO_COMPOUNDS:
        return None
    cuts = [(cut, small[cut:]) for cut in range(len(small) - 3, 2, -1)]
    found = [(*head, tail) for cut, tail in cuts if _is_part(tail) and (head := _head(small[:cut]))]
    if not found and not in_lexicon(small):
        heads = [(head, tail) for cut, tail in cuts if (head := _head(small[:cut]))]  # few, so asked first
        found = [(*head, tail) for head, tail in heads if not in_lexicon(tail) and halves(tail)]
    return min(found, key=lambda cut: cut[0])[1:] if found else None


def _head(written: str) -> tuple[int, str] | None:
    """The first part, without the "s" that joins it ("veiligheids"), after how doubtful it is: 0 for a
    headword.
    """
    if _is_part(written) and _looked_up(written) == written:
        return 0, written
    if written.endswith("s") and _is_part(written[:-1]):
        return 1, written[:-1]
    return (2, written) if _is_part(written) else None


def _is_part(small: str) -> bool:
    if len(small) < MIN_PART_CHARS:
        return small in SHORT_PARTS
    return small not in NO_PARTS and (in_lexicon(small) or small in unaccented())
