"""Which rows of letters are words, and how likely it is that a row is two words without their space."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from .text import SUFFIXES, known_word

YEAR_NUMBER = re.compile(r"(?:19|20)\d\d")
ABBREVIATION = re.compile(r"[A-Z]{2,}")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Of one to three letters; the lexicon has many more, but most rows of three letters are parts of words.
SHORT = _listed("""
    aan ai al als arm art as azc bar bed ben bij bod btw bus dag dan dat de der des die dit doe dom dus
    een eer eis elk en er
    eu for gaf gas ggd ggz god had hbo heb hem hen het hij hoe hun ik in is it ja je jij jl kan kg km kom
    kon lid los mag map
    max mbo me mee men met min mld mln na nee net nog nr nrs nu nut of om ons ook op oud pas per pot rij
    rit rol rug sap son
    tal tas te ten ter the toe ton top tot tv u uit uur uw vak van vat via vis vn vol wao was wat we weg
    wel wet wia wie wij
    wil wob woo www zag zak zal ze zee zei zes zie zij zin zo zon zou één
""")
FUNCTION = _listed("""
    aan af al als bij bijvoorbeeld binnen buiten daarom dan dankzij dat de deze die dit door een en er
    geen haar hebben heeft
    hen het hierom hij hoe hun ik in indien inzake is kan kunnen mede meer men met mij moeten mogen na
    naar namens niet nog nu
    of om omdat omtrent onder ons onze ook op over per rond rondom sinds te tegen ten ter tijdens tot
    tussen u uit uw van
    vanaf vanuit vanwege via volgens voor waar waarom wanneer wat wel welk welke wie worden wordt zal zich
    zij zijn zo zodat
    zonder zou zouden zullen
""")
FUNCTION |= {
    place + way
    for place in _listed("daar er hier waar")
    for way in _listed(
        "aan achter bij binnen boven buiten door in mee na naar om onder op over tegen toe tussen "
        "uit van voor"
    )
}
# Small words of which none begins or ends another word.
GLUED = _listed("dat de deze die dit een en heeft het ik is met niet of ook te u van wat worden wordt zijn")
STARTS = _listed("bouw data gas geld huur land net zorg")  # short words that many compounds begin with
ENDINGS = _listed("de des en er is te ten")  # after what is no word: rather the end of one
# words that the lexicon lacks
LACKING = _listed("aanhangsel handelingen ingezonden ontvangen vergaderjaar voorhand")


class Lexicon:
    """What is a word: of Dutch, or because its document has it more than once.

    `counts`: the words of the document; `pairs`: those that stand beside each other in it ("funded forces").
    """

    def __init__(self, counts: Mapping[str, int], pairs: frozenset[str] = frozenset()) -> None:
        self._pairs = pairs
        self._own = LACKING
        self._own |= {
            word for word, count in counts.items() if count > 1 and len(word) > 3 and not self.is_glued(word)
        }
        self.doubt = lru_cache(20_000)(self._doubt)

    def has(self, word: str) -> bool:
        small = word.lower()
        if small in FUNCTION:
            return True
        return small in SHORT if len(small) <= 3 else small in self._own or known_word(small)

    def _is_own(self, word: str) -> bool:
        return word.lower() in self._own - LACKING and not known_word(word)

    def is_glued(self, word: str) -> bool:
        """Whether a row of letters is a small word and another one; "tevoorkomen" is no word however often
        it stands there.
        """
        pairs = ((word[:cut], word[cut:]) for cut in range(1, len(word)))
        return any((a in GLUED and self.has(b)) or (b in GLUED - ENDINGS and self.has(a)) for a, b in pairs)

    def _doubt(self, word: str) -> float | None:
        """How sure it is that this is a word: 0 for a known one, more for a form or a compound of such,
        None for no word.
        """
        if self.has(word):
            return 0.0
        if len(word) > 5 and word.endswith("e") and self.has(word[:-1]):
            return 0.3
        if any(self._is_compound(word[:cut], word[cut:]) for cut in range(5, len(word) - 3)):
            return 0.6
        return 0.8 if any(word[:cut].lower() in STARTS and self.has(word[cut:]) for cut in (3, 4)) else None

    def _is_compound(self, start: str, end: str) -> bool:
        return self.has(end) and (self.has(start) or (start.endswith("s") and self.has(start[:-1])))

    def is_pair(self, first: str, second: str) -> bool:
        """Whether the two stand beside each other in the document, and are not one word."""
        return f"{first} {second}".lower() in self._pairs and not known_word(first + second)

    def is_sure(self, first: str, second: str) -> bool:
        """Whether two words are sure to have lost a space between them: "hetFUREC", "vrijdag18", "vande"."""
        if len(first) == 1 or not first.islower() or not self.has(first):
            return self.is_pair(first, second)
        if second[0].isupper() or second.isdigit():
            return True
        small = not GLUED.isdisjoint((first, second)) and self.has(second)
        return self.is_pair(first, second) or (small and self.doubt(first + second) is None)

    def is_cut(self, left: str, right: str) -> bool:
        """Whether a hyphen is sure to stand within a word: the two parts are one, and apart they are not
        both words.
        """
        if right in SUFFIXES:
            return True
        apart = self.doubt(left) is not None and self.doubt(right) is not None
        return not apart and (self.has(left + right) or self.doubt(right) is None)

    def strangeness(self, first: str, second: str, cut: str = "") -> float | None:
        """How strange it would be if two rows of letters or digits were two words: 0.1 to some 4; None if
        that cannot be.

        `cut`: what stands before the first and a hyphen, and may be one word with it.
        """
        if first[-1].isdigit() or second[0].isdigit():
            return self._with_digits(first, second)
        if (first[-1].isupper() and first != "U") or second[0].isupper():
            return self._with_capitals(first, second)
        if self.is_pair(first, second):
            return 0.05
        if cut and self.doubt(cut + first + second) is not None:
            return None
        doubts = [self.doubt(first), self.doubt(second)]
        if cut and (of_cut := self.doubt(cut + first)) is not None:
            doubts[0] = of_cut
        is_whole = self.has(first + second)
        if doubts[0] is not None and doubts[1] is not None:
            often = sum((word.lower() in FUNCTION) + (word.lower() in GLUED) / 2 for word in (first, second))
            of_whole = 0.0 if not is_whole else 1.0 if self._is_own(first + second) else 2.2
            return 0.4 + doubts[0] + doubts[1] + of_whole - 0.1 * often
        if is_whole or doubts == [None, None] or min(len(first), len(second)) == 1 or second in SUFFIXES:
            return None
        return _with_unknown(first, second, is_first=doubts[0] is None)

    def _with_digits(self, first: str, second: str) -> float | None:
        """ "januari2020", "95%van"."""
        if first.isdigit() and second.isdigit():
            return 1.5 if YEAR_NUMBER.fullmatch(first) or YEAR_NUMBER.fullmatch(second) else None
        if first.isdigit():
            return 0.5 if len(second) > 1 and self.has(second) else None
        return (
            0.5
            if self.doubt(first) is not None and not (ABBREVIATION.fullmatch(first) or len(first) == 1)
            else None
        )

    def _with_capitals(self, first: str, second: str) -> float | None:
        """ "OpenbaarMinisterie", "EUvoor", but "TikTok" and "VvE"."""
        if second[0].islower():
            return 0.8 if ABBREVIATION.fullmatch(first) and self.has(second) else None
        if first[-1].isupper():
            return None
        if first[0].isupper() and len(first) < 5 and first.lower() not in FUNCTION:
            return 1.2 if len(first) > 2 else None
        return 0.3 if self.doubt(first) is not None else 1.0


def _with_unknown(first: str, second: str, *, is_first: bool) -> float | None:
    """Of two words of which one (`is_first`: the first) is in no lexicon: a name, a foreign word, a rare
    compound.
    """
    unknown, known = (first, second) if is_first else (second, first)
    is_name = is_first and first[0].isupper()
    if (len(unknown) < 4 and not is_name) or (len(known) < 4 and known.lower() not in FUNCTION):
        return None
    strange = 3.0 if second in ENDINGS or not (is_name or known.lower() in FUNCTION) else 1.2
    return strange + 0.05 * len(unknown)
