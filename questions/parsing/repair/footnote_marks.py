"""Where printed text refers to its footnotes: a number glued to a word, at the beginning of a line, or on a
line of its own.

Most numbers in a text are no marks. Marks count up through a document and stand on the page of their note,
so of all numbers that may be one, the row that fits best is taken as a whole: a mark that cannot be seen
costs no other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from questions.vocabulary.note_marks import NOTE_MARK

from ..wording.dates import MONTHS
from .text import urls

MARK_ONLY = re.compile(r"^\d{1,3}(?:(?:\s*,\s*|\s+en\s+|\s+)\d{1,3})*[,.;]?$")
LINE_START = re.compile(
    r"^(\d{1,3}(?:(?:\s*,\s+|\s+en\s+)\d{1,3})*)(?=\s+[a-zà-ÿA-Z«(–-]|\s*[.,;:?!»”’)](?!\d))\s*"
)
# What a number counts or dates, at the beginning of a line too: "sinds⏎1 januari 2023"
# (ah-tk-20232024-1375), "3.354 2.365" (ah-tk-20242025-571).
COUNTED = re.compile(
    rf"\s?(?:{'|'.join(MONTHS)}|miljoen|miljard|procent|euro|jaar|maand|maanden|weken|dagen|uur|keer|km"
    rf"|kilometer|meter|graden|"
    r"personen|mensen)\b"
)
# Marks glued to a word, a sentence or a year: "»?1", "ggz»2", "EIB13", "Shell?1 2", "2024–20272 staat",
# "antwoorden:1"
GLUED = re.compile(
    r"(?:(?<=[?!.,;»”’)\"A-Za-zà-ÿ²³])|(?<=[A-Za-zà-ÿ»]:)|(?<=(?<!\d)(?:19|20)\d\d))(?<!\[\^)"
    r"(\d{1,3}(?:(?:,\s?|\s+en\s+|\s)\d{1,3})*)(?=[\s?!.,;:)»”’]|$|(?<=\?\d)[A-ZÀ-Þ])"
)
# What a number belongs to, so that "vraag 3." is no reference; nothing is noted behind a small word either.
NUMBERED_THINGS = (
    r"vra(?:ag|gen)|antwoord(?:en)?|artikel(?:en)?|lid|leden|nrs?\.|nummer|punt|bijlagen?|hoofdstuk"
    r"(?:ken)?|fase|categorie|deel|"
    r"groep|tabel|figuur|paragraaf|stap|pagina|p\.|circa|ruim|en|of|tot|met|van|op|de|het|een|in|bij|voor|"
    rf"(?<!\d\s)(?:{'|'.join(MONTHS)})"
)
BELONGS = re.compile(rf"(?<![\w-])(?:{NUMBERED_THINGS})$", re.IGNORECASE)
# CO2, PM2.5, H5N6, the second quarter (Q2), a road (A2); and, with a 2 or 3, NO2 and 40 m2: part of a name
# or a unit.
WITHIN_NAME = re.compile(r"(?:\b(?:CO|PM)|H\d{1,2}N|(?<![A-Za-zÀ-ÿ.])[A-Z])$")
MEASURED = re.compile(r"(?:\b(?:NO|SO|NH)|\d\s?[kcdm]?m)$")
MARKS = r"(?:\d{1,3}|\*{1,3})(?:\s*(?:,|en)\s*(?:\d{1,3}|\*{1,3}))*"  # what one reference may hold
# What a raised figure can be the power of: a unit or a letter ("m", "km", "x"), a number that is no year.
POWERED = re.compile(r"(?:(?<![^\W\d_])(?:[a-zµ][a-zA-Z]?|[A-Z])|(?<!\d)(?!(?:19|20)\d\d$)\d+)$")
DECIMAL = re.compile(r"(?:^|[\s(«€])\d+(?:[.,]\d+)*[.,]$")  # "1.5"; not "COVID-19.3"
AFTER_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d[.,]?$")
ABBREVIATED = re.compile(r"\b(?:nrs?|artt?|blz|pp?|par)\.$", re.IGNORECASE)
SENTENCE = re.compile(r"[.?!;»”’\")]$")
APART = re.compile(r"(?<=[a-zà-ÿ»”’)])\s(\d{1,3})(?=[.,;?!](?:\s|$))")
TOGETHER = re.compile(r"\s*(?:,|en)?\s*")
SPACED = re.compile(r"(?<=\])\s+(?=[.,;:?!»”’)](?:\s|$))")
STEM_CHARS = 80  # of the text before a number, by which it is told what the number is
SURE, LIKELY, MAYBE, HARDLY = 1.0, 0.8, 0.5, 0.2
# By how many pages the text stands behind its note, or before it: the fourth of "2, 3 en 4" in
# ah-tk-20242025-545.
NEARNESS = {0: 1.0, 1: 0.5, -1: 0.5}


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that may refer to a note: its place in the text of a line, and how likely it is."""

    line: int
    start: int
    end: int
    number: int
    weight: float


def find(
    lines: Sequence[str], pages: Mapping[int, int], passed: Collection[int] = ()
) -> dict[int, list[Mark]]:
    """The marks of each line, by its place among `lines`; "\\f" stands for the end of a page.

    `pages` gives the page of each note, from 0; `passed` are lines that have no marks. Places count from
    the first letter.
    """
    candidates: list[Mark] = []
    page, before = 0, ""
    for place, line in enumerate(lines):
        if line == "\f":
            page += 1
            continue
        text = line.strip()
        if text and place not in passed:
            for mark in _candidates(place, text, before):
                weight = mark.weight * NEARNESS.get(page - pages.get(mark.number, page + 2), 0)
                if weight:
                    candidates.append(replace(mark, weight=weight))
        before = text or before
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in _best(candidates, sorted(pages)):
        found[mark.line].append(mark)
    return found


def _best(candidates: Sequence[Mark], numbers: Sequence[int]) -> list[Mark]:
    """The row of marks that counts up and weighs most; of equals the one that comes first in the text."""
    rank = {number: place for place, number in enumerate(numbers)}
    # For each number the best row that ends in it: its weight, its last mark, and the row before that.
    rows = _BestRows(len(numbers))
    for mark in candidates:
        rows.offer(rank[mark.number] + 1, mark)
    row: object = rows.best_below(len(numbers) + 1)
    found: list[Mark] = []
    while isinstance(row, tuple) and row[1] is not None:
        found.append(row[1])
        row = row[2]
    return found[::-1]


Ending = tuple[float, Mark | None, object]


class _BestRows:
    """For each number, by its rank from 1, the best row of marks that ends in it.

    The best of all with a lower rank is found without asking each: a Fenwick tree of maxima. Of equals it is
    the one with the lowest rank.
    """

    def __init__(self, count: int) -> None:
        nothing: Ending = (0.0, None, None)
        self._ending = [nothing] * (count + 1)
        self._best = [(0.0, 0)] * (count + 2)  # weight and -rank of the best in a stretch that ends here

    def best_below(self, rank: int) -> Ending:
        best, place = (0.0, 0), rank - 1
        while place > 0:
            best = max(best, self._best[place])
            place -= place & -place
        return self._ending[-best[1]]

    def offer(self, rank: int, mark: Mark) -> None:
        """The best row before this mark, with it, if that is better than what ends in its number so far."""
        before = self.best_below(rank)
        weight = before[0] + mark.weight
        if weight <= self._ending[rank][0]:
            return
        self._ending[rank] = (weight, mark, before)
        place = rank
        while place < len(self._best):
            self._best[place] = max(self._best[place], (weight, -rank))
            place += place & -place


def _candidates(line: int, text: str, before: str) -> Iterator[Mark]:
    """All numbers of a line that may be marks, in order; `before` is the line before it."""
    if MARK_ONLY.match(text):
        weight = HARDLY if BELONGS.search(before) else LIKELY
        yield from _numbers(line, text, before, 0, text, weight)
        return
    start = LINE_START.match(text)
    if start and not is_listed(before, text):
        weight = HARDLY if BELONGS.search(before) else SURE if SENTENCE.search(before) else LIKELY
        yield from _numbers(line, text, before, 0, start[1], weight)
    yield from _glued(line, text)


def _glued(line: int, text: str) -> Iterator[Mark]:
    """The numbers of a line that are glued to what they follow."""
    addresses = iter([url.span() for url in urls(text)])
    address = next(addresses, None)
    for glued in GLUED.finditer(text):
        stem = text[max(0, glued.start() - STEM_CHARS) : glued.start()]
        while address and address[1] <= glued.start():
            address = next(addresses, None)
        if not (address and address[0] <= glued.start()):
            yield from _numbers(line, text, stem, glued.start(1), glued[1], _after(stem))


def _numbers(line: int, text: str, before: str, start: int, row: str, weight: float) -> Iterator[Mark]:
    """The numbers of a row of them that stands at `start`, up to one that counts something; `before` is
    what the row follows.
    """
    for found in re.finditer(r"\d+", row):
        end = start + found.end()
        if COUNTED.match(text, end) or (found.start() == 0 and _is_part_of_name(before, found.group())):
            return
        yield Mark(line, start + found.start(), end, int(found.group()), weight)


def _is_part_of_name(before: str, number: str) -> bool:
    return bool(WITHIN_NAME.search(before) or (number in ("2", "3") and MEASURED.search(before)))


def _after(text: str) -> float:
    """How likely a number is a mark that is glued to the end of this text."""
    if AFTER_YEAR.search(text):
        return MAYBE
    if DECIMAL.search(text) or ABBREVIATED.search(text):
        return 0.0
    if SENTENCE.search(text):
        return SURE
    word = re.search(r"[^\W\d_]*$", text)
    return LIKELY if word and (len(word[0]) > 2 and not word[0].isupper()) else MAYBE


def is_listed(before: str, text: str) -> bool:
    """Whether a line begins with the number of a list item, not with a footnote mark.

    Such a number has a full stop and follows the end of a sentence, as in "in de regio.⏎2. Meerjarige"
    (ah-tk-20242025-594), or follows the item numbered one lower.
    """
    found = re.match(r"(\d{1,2})\.\s+([A-ZÀ-Þ])?", text)
    if not found:
        return False
    is_after_sentence = bool(found[2]) and before.endswith((".", ":", ";", "?", "!"))
    return is_after_sentence or before.startswith(f"{int(found[1]) - 1}. ")


def spliced(text: str, marks: Sequence[Mark]) -> str:
    """A line with `[^n]` for its marks, and nothing between those that stand together."""
    out, end = "", 0
    for mark in marks:
        between = text[end : mark.start]
        out += f"{'' if end and TOGETHER.fullmatch(between) else between}[^{mark.number}]"
        end = mark.end
    return SPACED.sub("", out) + SPACED.sub("", f"]{text[end:]}").removeprefix("]")


def is_power(before: str) -> bool:
    """Whether a raised figure behind this text belongs to a number or a unit, and is no mark: "10⁶", "m²"."""
    return POWERED.search(before) is not None


def has_sure(lines: Sequence[str], number: int) -> bool:
    """Whether that number is glued to the end of a sentence or a quotation."""
    return any(mark.number == number and mark.weight == SURE for mark in _all_glued(lines))


def mark_glued(lines: Sequence[str], marks: Collection[str]) -> list[str]:
    """Lines, one a paragraph, with `[^n]` for numbers that are glued to what they follow; a note may be
    referred to more than once.
    """
    numbers = sorted(int(mark) for mark in marks if mark.isdigit())
    candidates = [mark for mark in _all_glued(lines) if mark.number in numbers]
    likely = {mark for mark in candidates if mark.weight >= LIKELY}
    return _with_marks(lines, likely.union(_best(candidates, numbers)))


def mark_lacking(lines: Sequence[str]) -> list[str]:
    """As `mark_glued`, where the notes are lost: the numbers count up from 1."""
    found: list[Mark] = []
    following = 1
    for mark in _all_glued(lines):
        if mark.weight >= LIKELY and mark.number in (following, following - 1) and mark.number:
            found.append(mark)
            following = max(following, mark.number + 1)
    return _with_marks(lines, set(found))


def _all_glued(lines: Sequence[str]) -> Iterator[Mark]:
    for place, line in enumerate(lines):
        yield from _glued(place, line)


def _with_marks(lines: Sequence[str], marks: Collection[Mark]) -> list[str]:
    by_line: dict[int, list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: (mark.line, mark.start)):
        by_line[mark.line].append(mark)
    return [spliced(line, by_line[place]) if place in by_line else line for place, line in enumerate(lines)]


def mark_leftovers(lines: list[str], marks: Collection[str]) -> list[str]:
    """Marks that stand apart ("openbaar gemaakt 3." in ah-tk-20242025-571), if there is just one place for
    them.
    """
    missing = set(marks) - set(NOTE_MARK.findall("\n".join(lines)))
    places: dict[str, list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for index, line in enumerate(lines if missing else ()):
        for found in APART.finditer(line):
            if found[1] in missing and not BELONGS.search(
                line[max(0, found.start() - STEM_CHARS) : found.start()]
            ):
                places[found[1]].append((index, found))
    out = list(lines)
    single = [found[0] for found in places.values() if len(found) == 1]
    for index, found in sorted(single, key=lambda place: -place[1].start()):  # from the end of each line
        out[index] = f"{out[index][: found.start()]}[^{found[1]}]{out[index][found.end() :]}"
    return out
