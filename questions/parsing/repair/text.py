"""Repairs what text extraction broke: spaces, split diacritics, words cut or glued at line ends."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from functools import lru_cache

import simplemma

from questions.vocabulary.lengths import MAX_PARAGRAPH_CHARS
from questions.vocabulary.letters import INVISIBLE, as_letters
from questions.vocabulary.note_marks import NOTE_MARK
from questions.vocabulary.tables import BAR, is_row

SPACES = re.compile(r"[^\S\n ]+|  +")
EXTRA_SPACES = ("  ", "\t", "\xa0", "\u2009", "\u202f", "\u2002", "\u2003", "\f", "\v")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# A spacing accent after the letter it belongs to (PDF: "Kostic ´") or before it:
# ah-tk-20232024-1092, ah-tk-20232024-1512.
SPACING_ACCENTS = {
    "´": "\u0301",
    "¸": "\u0327",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "˘": "\u0306",
    "˜": "\u0303",
    "ˆ": "\u0302",
}
# "Van ´t Zand" has an apostrophe.
SPLIT_ACCENT = re.compile(rf"([A-Za-z])(?! ´t\b)[ ]?([{''.join(SPACING_ACCENTS)}])")
SPACING = re.compile(f"[{''.join(SPACING_ACCENTS)}]")
# How a web address begins: with "https://" or "www.", or a known ending before a path: "nos.nl/artikel"
# (ah-tk-20232024-1092).
ENDING = r"\.(?:nl|com|eu|org|net|info|int|uk)/"
ADDRESS = rf"https?://|www\.|(?<![\w@./-])[a-z\d](?:[a-z\d.-]*[a-z\d])?{ENDING}(?=[\w~])"
URL = re.compile(rf"(?:{ADDRESS})[^\s<>«»“”\"]+", re.IGNORECASE)
# Most texts have no address, and this finds it out in a fifth of the time.
MAY_HAVE_URL = re.compile(rf"://|www\.|{ENDING}", re.IGNORECASE)
# Where printers cut an address: "https://a.nl/vlaggen-⏎van-steden".
ADDRESS_CUTS = ("/", "-", "_", ".", "?", "=", "&")
CUT_ADDRESS = re.compile(rf"(?:{ADDRESS})\S*[{re.escape(''.join(ADDRESS_CUTS))}]$", re.IGNORECASE)
BRACKETS = {")": "(", "]": "[", "}": "{"}
MAX_ADDRESS_CHARS = 500
MAX_WORD_CHARS = 60  # a longer row is no word of which parts are looked for

# Function words that a lost line break glues to the next word; none of them begins a compound.
GLUED_BEFORE = ("de", "het", "een", "van", "dat", "deze", "dit", "wordt", "worden")
BEFORE_CAPITAL = re.compile(
    r"\b(aan|als|bij|dat|de|deze|die|dit|door|een|en|heeft|het|in|is|met|naar|namens|niet|of|om|onder"
    r"|ook|op|over|"
    r"te|tot|tussen|uit|uw|van|vanuit|voor|vergaderjaar|wordt|zoals)(?=[A-Z][a-zë]|[12]\d{3}\b)"
)
GLUED_SENTENCE = re.compile(r"(?<=[a-zà-ÿ\d»”’)\]])([.?!])(?=[A-ZÀ-Þ«“‘][a-zà-ÿA-Z ])")
HYPHENATED = re.compile(r"(?<![\w/.@-])([A-Za-zÀ-ÖØ-öø-ÿ]{2,})-([a-zà-öø-ÿ]{2,})(?![\w/@-])")
DOMAIN = re.compile(r"\.[a-z]")  # behind "recht-spraak"
# Words that keep a hyphen before another whole word; most other two were one word, cut at a line end.
HYPHENATED_PREFIXES = {
    "ex", "niet", "non", "oud", "semi", "anti", "pro", "vice", "co", "on", "off", "e", "interim",
    "numerus", "macro", "micro", "politiek", "publiek", "privaat", "sociaal", "christen", "oorzaak",
    "minister", "secretaris", "procureur", "directeur", "advocaat", "noord", "zuid", "oost", "west",
    "man", "vrouw", "kosten", "prijs", "vraag", "winst", "januari", "februari", "maart", "april", "mei",
    "juni", "juli", "augustus", "september", "oktober", "november", "december", "full", "part", "stand",
    "read", "low", "high", "up", "collega", "aspirant", "kandidaat", "adjunct", "assistent", "leerling",
}  # fmt: skip
HYPHENATED_ENDS = {"en", "of", "up", "ups", "down", "generaal"}
# What is no word after a hyphen, although the lexicon has it: "beantwoor-ding", "criminali-teit".
SUFFIXES = {
    "baar", "ding", "gen", "gende", "heden", "heid", "ken", "king", "len", "lijk", "lijke", "ling",
    "men", "ming", "nen", "ning", "pen", "ren", "ring", "schap", "sen", "teit", "teiten", "ten", "ting",
    "ven", "zen", "den", "sten",
}  # fmt: skip
JOINING_SUFFIX = re.compile("(?:[bdgklmnprtv]ing|heid|teit)s")  # "rechtmatig-heidstoets"
SPANNING_CHARS = 5  # of a known word that shows a hyphen to stand within it, two of them on each side
ABBREVIATIONS = {
    "mbo", "hbo", "vwo", "havo", "vmbo", "wob", "woo", "btw", "ggz", "zzp", "azc", "cao", "ov", "eu",
    "vn", "uwv", "duo", "ict", "it", "ai", "ic", "hiv", "bni", "wlz", "wmo", "zvw", "pgb", "ww", "wia",
    "aow", "anw", "ggd", "dna", "apk", "ocmw", "mkb", "nps", "scale",
}  # fmt: skip
# Two vowels that would be read as one sound keep their hyphen in Dutch compounds: "radio-uitzending".
CLASHING_VOWELS = {
    "aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ii", "oe", "oi", "oo", "ou", "ui", "uu", "ij",
}  # fmt: skip


def clean(text: str) -> str:
    """One form for spaces, invisible and control characters; lines are kept."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = as_letters(text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():  # line ends, control characters, invisible ones
        text = CONTROL.sub("", text.translate(INVISIBLE))
    return SPACES.sub(" ", text) if any(space in text for space in EXTRA_SPACES) else text


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def mend_accents(text: str) -> str:
    """ "Kostic ´" → "Kostić", "Yes¸ilgöz" → "Yeşilgöz"; an accent that fits no letter stays as it is."""

    def joined(found: re.Match[str]) -> str:
        near = text[max(0, found.end(1) - MAX_WORD_CHARS) : found.end(1)]
        word = near.rsplit(" ", 1)[-1].lstrip("(«“")
        if " " in found.group() and not word[:1].isupper():
            return found.group()  # an accent apart is only taken for part of a name
        pair = unicodedata.normalize("NFC", found[1] + SPACING_ACCENTS[found[2]])
        return pair if len(pair) == 1 else found.group()

    return SPLIT_ACCENT.sub(joined, text) if SPACING.search(text) else text


@lru_cache(maxsize=200_000)
def known_word(word: str) -> bool:
    """Whether the Dutch lexicon has the word or a form of it."""
    return bool(simplemma.is_known(word.lower(), lang="nl"))


def join_hyphenated(text: str, spelled: Container[str] = ()) -> str:
    """Joins words that were hyphenated at a line end ("beantwoor-ding"); real hyphens stay
    ("radio-uitzending").

    `spelled`: words that the document has without a hyphen too ("capaciteitsfixus" in ah-tk-20242025-584),
    in small letters. When it cannot be told, the hyphen stays: "hiv-infecties" (2024Z18436),
    "Porthos-uitspraak".
    """

    def joined(found: re.Match[str]) -> str:
        left, right = found[1], found[2]
        if (left + right).lower() in spelled:
            return left + right
        if left.lower() in HYPHENATED_PREFIXES or right in HYPHENATED_ENDS:
            return found.group()
        if DOMAIN.match(found.string, found.end()):  # "recht-spraak.nl", but "open-overheid.nl"
            return left + right if known_word(left + right) else found.group()
        clash = (left[-1] + right[0]).lower() in CLASHING_VOWELS
        abbreviation = (
            left.lower() in ABBREVIATIONS
            or left[1:] != left[1:].lower()
            or not re.search("[aeiouyà-ÿ]", left.lower())
        )
        if abbreviation or (clash and known_word(left) and len(right) > 3):
            return found.group()
        return left + right if _is_cut(left.lower(), right) else found.group()

    return outside_urls(text, lambda part: HYPHENATED.sub(joined, part))


@lru_cache(maxsize=50_000)
def _is_cut(left: str, right: str) -> bool:
    """Whether the hyphen stands within a word: the whole is known, both are words, or a known word runs
    over the hyphen.
    """
    whole = left + right
    if known_word(whole) or right in SUFFIXES or JOINING_SUFFIX.match(right):
        return True
    if known_word(right) and (known_word(left) or (left.endswith("s") and known_word(left[:-1]))):
        return True
    if len(whole) > MAX_WORD_CHARS:
        return False
    starts, ends = range(len(left) - 1), range(len(left) + 2, len(whole) + 1)
    return any(
        end - start >= SPANNING_CHARS and known_word(whole[start:end]) for start in starts for end in ends
    )


def split_glued(text: str, before: Sequence[str] = GLUED_BEFORE) -> str:
    """Gives back the space that a lost line break took: "vanBuitenlandse Zaken", "2026.In", and behind
    words of `before` ("debezuiniging").
    """

    def parted(found: re.Match[str]) -> str:
        word = found.group()
        if known_word(word):
            return word
        for first in before:
            rest = word[len(first) :]
            if word.startswith(first) and len(rest) > 3 and known_word(rest):
                return f"{first} {rest}"
        return word

    def mended(part: str) -> str:
        part = BEFORE_CAPITAL.sub(r"\1 ", part)
        part = GLUED_SENTENCE.sub(r"\1 ", part)
        part = re.sub(r"(?<=[a-zà-ÿ]{3}),(?=[a-zà-ÿ]{2})", ", ", part)
        return re.sub(r"(?<![\w-])[a-zà-öø-ÿ]{6,}(?![\w-])", parted, part)

    return outside_urls(text, mended)


def urls(text: str) -> Iterator[re.Match[str]]:
    """The web addresses in a text, with the punctuation that follows them."""
    return URL.finditer(text) if MAY_HAVE_URL.search(text) else iter(())


def ends_within_address(text: str) -> bool:
    """Whether a text ends within a web address, where that may be cut."""
    return text.endswith(ADDRESS_CUTS) and CUT_ADDRESS.search(text[-MAX_ADDRESS_CHARS:]) is not None


def outside_urls(text: str, mend: Callable[[str], str]) -> str:
    """The text with `mend` applied to what stands between web addresses."""
    pieces: list[str] = []
    end = 0
    for url in urls(text):
        pieces += [mend(text[end : url.start()]), url.group()]
        end = url.end()
    return "".join([*pieces, mend(text[end:])])


def urls_in(text: str) -> tuple[str, ...]:
    """The web addresses in a text, in order, without the punctuation that follows them."""
    return tuple(dict.fromkeys(address_of(found.group()) for found in urls(text)))


def address_of(found: str) -> str:
    """A web address without what follows it in its sentence; a closing bracket is part of the address when
    its opening one is: "https://nl.example/wiki/Leopard_(tank)".
    """
    counts = Counter(found)
    end = len(found)
    while end:
        last = found[end - 1]
        opening = BRACKETS.get(last)
        is_alone = opening is not None and counts[opening] < counts[last]
        if not (is_alone or last in ".,;:!?’'"):
            break
        counts[last] -= 1
        end -= 1
    return found[:end]


def addresses_of(linked: tuple[str, ...], printed: tuple[str, ...]) -> tuple[str, ...]:
    """Each address of a note once, as complete as the link or the text has it: either may be cut."""
    found = dict.fromkeys([*linked, *(url for url in printed if not (linked and "…" in url))])
    ordered = sorted(set(printed))

    def is_cut(url: str) -> bool:
        following = bisect_right(ordered, url)  # what begins with it comes right behind it
        return following < len(ordered) and ordered[following].startswith(url)

    return tuple(url for url in found if not is_cut(url))


def paragraphs(lines: list[str]) -> str:
    """Lines of a text, one paragraph each, as one string with a blank line between; list items stay
    together.
    """
    out: list[str] = []
    for line in lines:
        line = line.replace("\v", " ").strip()
        if not line:
            continue
        is_open = bool(out) and len(out[-1]) < MAX_PARAGRAPH_CHARS
        above = out[-1].rsplit("\n", 1)[-1] if is_open else ""
        if above and _sort_of(line) and _sort_of(line) == _sort_of(above):
            out[-1] += f"\n{line}"
        elif is_open and out[-1].endswith(",") and line[0].islower() and not _sort_of(line):
            out[-1] += f" {line}"  # lines that were ended by hand: the letter on 2024Z11889
        else:
            out.append(line)
    return "\n\n".join(out)


def _sort_of(line: str) -> str:
    """Lines of one sort that follow each other stay together: rows of one table, items of a list."""
    if is_row(line):
        return f"row of {len(BAR.findall(line))}"
    if " | " in line and not line.endswith((".", "?", "!")):
        return "row without bars at its ends"
    return "item" if re.match(r"(?:[–•▪◦*-]\s|\(?[a-z0-9]{1,2}[.)]\s)", line) else ""


def without_marks(text: str) -> str:
    """The text without its footnote references."""
    return NOTE_MARK.sub("", text)
