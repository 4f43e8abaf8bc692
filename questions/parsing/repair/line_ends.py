"""Line ends that were lost when text was taken from a PDF ("dehulpverlener", "geschrokken.Ik"): found again
by measuring.

A printed line is filled until the next word does not fit. So where a line ended can be told from the widths
of its letters, to within a letter or two; there, two words stand without a space, a word is cut by a
hyphen, or a sentence follows without a space. Of all ways to cut a text into lines, the one is taken that
breaks these rules least.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questions.vocabulary.note_marks import NOTE_MARK

from .text import MAX_ADDRESS_CHARS, SUFFIXES, ends_within_address, known_word, urls
from .words import Lexicon

# Widths of letters in thousandths of their size, as in Helvetica; in the face of the publications lines
# come out alike.
NARROW_GLYPHS = {
    222: "ijl‘’",
    278: "ftI .,:;/!|ïíìî",
    333: "r-()“”‑",
    500: "ckJsvxyzç",
    611: "FTZ",
    722: "CDHNRUw",
    778: "GOQ",
}
WIDE_GLYPHS = {667: "ABEKPSVXY", 833: "mM", 889: "%", 944: "W"}
GLYPH_WIDTHS = {
    letter: width for width, letters in (NARROW_GLYPHS | WIDE_GLYPHS).items() for letter in letters
}
USUAL_WIDTH = 556
MEAN_WIDTH = 470  # on average
# Width of a full printed line of text and of notes, in thousandths of the letter size (65 publications).
BODY_WIDTH, NOTE_WIDTH = 34_950, 43_450
SLACK_WIDTH = 350  # measuring errors up to this width are ignored
MAX_LINE_CHARS = 110  # no printed line has more
# Bounds on what is measured: one text, all texts of a document, the first part that decides whether line
# ends are lost, one word, and the text looked back at. Real documents stay far below; text beyond a bound
# is left as it is.
MAX_TEXT_CHARS = 20_000
MAX_DOCUMENT_CHARS = 300_000
MAX_SAMPLE_CHARS = 40_000
MAX_WORD_CHARS = 45
LOOKED_BACK_CHARS = 60
SPARE_WIDTH = 950  # what must be left over on a line that was ended on purpose
INDENT_WIDTH = 1_400  # of the items of lists
LEAST_FILL = 0.7  # share of a line that is always filled: no word is longer than the rest
SPACE_COST = 3.0  # cost of a line end at a space: that space was not lost
SKIPPED_COST = 3.0  # cost of a line that runs over a place where a space is sure to be lost
# Mean cost of a line end below which a document has lost its line ends: 0.3 to 1.1 there, else 1.9 or more.
LOST_COST = 1.3
SURELY_LOST_COST = 0.8  # the same for a document with fewer line ends than FEW_LINE_ENDS
FEW_LINE_ENDS = 10
FITTING_COST = 2.5  # mean cost above which one text of such a document is not running text
CLEAR_COST = 0.9  # cost below which a line end is kept in a text that is not running text
FIRM_HYPHEN = "‑"
DOTTED = re.compile(r"(?:[a-z]\.){2,4}")  # "m.n.", "t.a.v."
PRINTED_HYPHEN = re.compile(r"([^\W\d_]+)-(?=([^\W\d_]+))")
SHORTENED = re.compile(rf"\b(?:{DOTTED.pattern}|(?:as|bijv|etc|jl|nrs?|vs)\.)$")
LETTERS = rf"[^\W\d_]{{1,{MAX_WORD_CHARS}}}"
WORD = re.compile(rf"(?<![^\s(«]){LETTERS}(?![^\s.,;:?!)»])")
PAIR = re.compile(rf"(?<![^\s(«])({LETTERS})(?= ({LETTERS})(?![^\s.,;:?!)»]))")
NO_WORD = re.compile(rf"[^\W_]{{{MAX_WORD_CHARS},}}")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line may have ended: at which cost, and whether a space is sure to be missing there."""

    at: int
    cost: float
    is_sure: bool = False
    ends_sentence: bool = False


class LineEnds:
    """The line ends of one document: whether they are lost (`are_lost`), and where they were (`restored`)."""

    def __init__(self, lines: Sequence[str]) -> None:
        words = Counter(word.lower() for line in lines for word in WORD.findall(line))
        pairs = frozenset(" ".join(pair).lower() for line in lines for pair in PAIR.findall(line))
        self._lexicon = Lexicon(words, pairs)
        # what was measured, most of which is asked twice
        self._found: dict[tuple[str, int], tuple[list[_Place], float]] = {}
        self.are_lost = self._are_lost(lines)

    def _are_lost(self, lines: Sequence[str]) -> bool:
        """Whether line ends lack, and the spaces that stood for them: measured over the first long lines."""
        long = [line for line in lines if not _is_one(line, BODY_WIDTH)]
        if sum(map(len, long)) > MAX_DOCUMENT_CHARS:
            return False
        cost, total, letters = 0.0, 0, 0
        for line in long:
            cuts, of_line = self._cuts(line, BODY_WIDTH)
            cost += of_line
            total += len(cuts)
            letters += len(line)
            if letters > MAX_SAMPLE_CHARS:
                break
        return total > 0 and cost < (LOST_COST if total >= FEW_LINE_ENDS else SURELY_LOST_COST) * total

    def restored(self, text: str, width: int = BODY_WIDTH) -> list[str]:
        """The printed lines of a text; the text alone when its line ends are not lost, or it is one line.

        Of a text that is not running text, only line ends that are clear by themselves are taken. `width`
        is that of a full line, in thousandths of the size of its letters. A hyphen within a line was
        printed, so it comes back as `FIRM_HYPHEN`; one at an end may have cut a word.
        """
        if not self.are_lost or _is_one(text, width):
            return [text]
        ends, cost = self._cuts(text, width)
        if cost > FITTING_COST * len(ends):
            ends = [end for end in ends if end.cost < CLEAR_COST]
        cuts = [end.at for end in ends]
        lines = [text[start:end].strip() for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        return [line[:-1].replace("-", FIRM_HYPHEN) + line[-1:] for line in lines]

    def _cuts(self, text: str, width: int) -> tuple[list[_Place], float]:
        if (text, width) not in self._found:
            self._found[text, width] = _cuts(text, width, self._lexicon)
        return self._found[text, width]


def with_kept_hyphens(line: str) -> str:
    """A text that begins a printed line; hyphens between two words that are too near its beginning to have
    ended the line come back as `FIRM_HYPHEN`: "worden (34 procent-scenario" (ah-tk-20232024-971).
    """

    def kept(found: re.Match[str]) -> str:
        left, right = found[1], found[2]
        is_two = (
            known_word(left) and known_word(right) and right not in SUFFIXES and not known_word(left + right)
        )
        return left + (FIRM_HYPHEN if is_two else "-")

    near = next((at for at, width in enumerate(_sums(line)) if width > BODY_WIDTH * LEAST_FILL), len(line))
    return PRINTED_HYPHEN.sub(kept, line[:near]) + line[near:]


def fits(line: str, following: str, indent: int = 0) -> bool:
    """Whether there was room on a printed line for the first word of the next for sure, so that it was
    ended on purpose.
    """
    return (
        _measure(line) + GLYPH_WIDTHS[" "] + _measure(following.split(" ", 1)[0])
        < BODY_WIDTH - indent - SPARE_WIDTH
    )


def _is_one(text: str, width: int) -> bool:
    return len(text) > MAX_TEXT_CHARS or (
        len(text) <= MAX_LINE_CHARS and _measure(text) <= width + SLACK_WIDTH
    )


def _cuts(text: str, width: int, lexicon: Lexicon) -> tuple[list[_Place], float]:
    """The line ends that break the rules least, and how much they cost together."""
    sums = _sums(text)
    ends = [_Place(0, 0.0), *_places(text, lexicon), _Place(len(text), 0.0)]
    sure = [0]  # sure places up to each end
    for end in ends[1:]:
        sure.append(sure[-1] + end.is_sure)
    best = [(0.0, -1)]  # what it costs to come to each end, and from which
    for number, end in enumerate(ends[1:], 1):
        is_last = number == len(ends) - 1
        following = 0 if is_last else _first_word(text, end.at, sums)
        options: list[tuple[float, int]] = []
        for before in range(number - 1, -1, -1):
            if end.at - ends[before].at > MAX_LINE_CHARS and options:
                break
            line = sums[end.at] - sums[ends[before].at]
            misfit = _misfit(line, following, width, end, is_last=is_last)
            skipped = SKIPPED_COST * (sure[number - 1] - sure[before])
            options.append((best[before][0] + end.cost + misfit + skipped, before))
        best.append(min(options))
    cuts: list[_Place] = []
    number = best[-1][1]
    while number > 0:
        cuts.append(ends[number])
        number = best[number][1]
    return cuts[::-1], best[-1][0]


def _misfit(line: int, following: int, width: int, end: _Place, *, is_last: bool) -> float:
    """What it costs that a line is too long, or would have had room for the word that follows."""
    if line > width + SLACK_WIDTH:
        return (line - width - SLACK_WIDTH) / MEAN_WIDTH * 1.5
    if is_last:
        return 0.0
    short = max(0.0, (width - SLACK_WIDTH - line - following) / MEAN_WIDTH) * 0.5
    return min(short, 0.8 if end.ends_sentence else 12.0)


def _sums(text: str) -> list[int]:
    """The width of the text up to each letter; marks of notes are small."""
    widths = [GLYPH_WIDTHS.get(letter, USUAL_WIDTH) for letter in text]
    for mark in NOTE_MARK.finditer(text):
        widths[mark.start() : mark.end()] = [300, *[0] * (mark.end() - mark.start() - 1)]
    sums = [0]
    for width in widths:
        sums.append(sums[-1] + width)
    return sums


def _measure(text: str) -> int:
    return _sums(text)[-1]


def _first_word(text: str, at: int, sums: Sequence[int]) -> int:
    """The width of a space and the word after a place; of a cut word what was put on the next line."""
    start = at + (text[at] == " ")
    end = text.find(" ", start)
    end = end if end > 0 else len(text)
    return sums[end] - sums[start] + (0 if text[at - 1] == "-" else GLYPH_WIDTHS[" "])


def _places(text: str, lexicon: Lexicon) -> list[_Place]:
    """Where lines may have ended."""
    closed = [found.span() for found in (*urls(text), *NOTE_MARK.finditer(text))]
    inside = {at: start for start, end in closed for at in range(start + 1, end)}
    within = {at for found in NO_WORD.finditer(text) for at in range(found.start() + 1, found.end())}
    places: list[_Place] = []
    for at in range(1, len(text)):
        if at in within:
            continue
        if at not in inside:
            places += _place(text, at, lexicon)
        elif text[at].isalnum() and ends_within_address(text[max(inside[at], at - MAX_ADDRESS_CHARS) : at]):
            places.append(_Place(at, 0.5))
    return places


def _place(text: str, at: int, lexicon: Lexicon) -> Iterable[_Place]:
    left, right = text[at - 1], text[at]
    if left == " " or right == " ":
        if left != " ":
            yield _Place(at, SPACE_COST)
    elif left == "]" and (mark := NOTE_MARK.search(text, max(0, at - 12), at)):
        before = text[max(0, mark.start() - LOOKED_BACK_CHARS) : mark.start()].rstrip()
        yield _Place(at, 0.5, ends_sentence=before.endswith((".", "?", "!")))
    elif left.isalnum() and right.isalnum():
        yield from _between_words(text, at, lexicon)
    elif left == "-":
        yield from _at_hyphen(text, at, lexicon)
    else:
        yield from _at_sign(text, at)


def _between_words(text: str, at: int, lexicon: Lexicon) -> Iterable[_Place]:
    first, second = _run(text, at, -1), _run(text, at, 1)
    if not first or not second:  # "¼" is neither a letter nor a digit
        return
    start = at - len(first)
    # "VLOP’s|namelijk" (ah-tk-20242025-597)
    is_after_s = first == "s" and text[start - 1 : start] == "’" and lexicon.has(second)
    # "heeft|t.a.v." (ah-tk-20242025-592)
    is_before_dots = DOTTED.match(text, at) is not None and lexicon.has(first)
    if is_after_s or is_before_dots:
        yield _Place(at, 0.3)
        return
    # "ondersteu-nen" is not "u-nen"
    if len(second) < 3 and second.islower() and text.startswith("-", at + len(second)):
        return
    cut = _run(text, start - 1, -1) if text[start - 1 : start] == "-" and not first.isdigit() else ""
    cost = lexicon.strangeness(first, second, cut if cut.isalpha() else "")
    if cost is not None:
        yield _Place(at, cost, is_sure=lexicon.is_sure(first, second))


def _at_hyphen(text: str, at: int, lexicon: Lexicon) -> Iterable[_Place]:
    """ "projectgebon-den", "ADL-assistentie"."""
    if text[at].isalpha() and text[at - 2 : at - 1].isalnum():
        is_cut = text[at].islower() and lexicon.is_cut(_run(text, at - 1, -1), _run(text, at, 1))
        yield _Place(at, 0.3 if text[at].islower() else 0.6, is_sure=is_cut)


def _at_sign(text: str, at: int) -> Iterable[_Place]:
    """Where at least one of the two is no letter or digit."""
    left, right, before = text[at - 1], text[at], text[at - 2 : at - 1]
    opens = right in "«“‘(–€" or (right.isalnum() and not right.islower())
    is_number = right.isdigit() and before.isdigit()
    if left == "." and right.isalpha() and SHORTENED.search(text[max(0, at - LOOKED_BACK_CHARS) : at]):
        yield _Place(at, 0.3)  # "m.n.|intrekking" (ah-tk-20242025-591)
    elif left in ".?!…" or (left in "»”’)" and before in tuple(".?!")):
        if opens and not is_number and text[at + 1 : at + 2] != ".":
            is_word = before.isdigit() or not before.isalnum() or len(_run(text, at - 1, -1)) > 1
            yield _Place(
                at, 0.0 if is_word else 2.0, is_sure=is_word and not right.isdigit(), ends_sentence=True
            )
    elif left in ",;:":
        if not is_number and (right.isalnum() or opens):
            is_item = right == "–" and left != ","  # "paardachtige;|– Uiterlijk" (ah-tk-20242025-571)
            yield _Place(at, 0.0, is_sure=is_item or right.isalpha(), ends_sentence=is_item or left == ":")
    elif left in ")»”%€–|":
        if (right.isalnum() or opens) and not is_number:
            is_whole = left != ")" or not right.islower() or _closes_long(text, at)
            yield _Place(at, 0.3 if is_whole else 2.0, is_sure=is_whole and left in ")»%")
    elif right == "-":
        # "mensenhandel en|-smokkel" (ah-tk-20242025-583)
        if re.search(r"\b(?:en|of)$", text[max(0, at - LOOKED_BACK_CHARS) : at]):
            yield _Place(at, 0.2)
    elif right in "«“(–" and left.isalnum() and not (right == "–" and left.isdigit()):
        is_whole = right != "(" or _opens_long(text, at)
        yield _Place(at, 0.3 if is_whole else 2.0, is_sure=is_whole and right in "«(")
    elif left == "/" and right.isalpha():
        yield _Place(at, 1.0)


def _opens_long(text: str, at: int) -> bool:
    """Not "school(en)", and not "paarden(vlees)keten"."""
    end = text.find(")", at, at + LOOKED_BACK_CHARS)
    inside = text[at + 1 : end]
    return (
        end < 0
        or not inside.islower()
        or " " in inside
        or (end - at > 4 and not text[end + 1 : end + 2].isalpha())
    )


def _closes_long(text: str, at: int) -> bool:
    """Not "(mede)ondertekend", and not "(Oud-)studenten"."""
    start = text.rfind("(", max(0, at - LOOKED_BACK_CHARS), at)
    if text[at - 2 : at - 1] == "-":
        return False
    return start < 0 or " " in text[start:at] or not text[start + 1 : at - 1].islower()


def _run(text: str, at: int, step: int) -> str:
    """The row of letters, or of digits, that ends (`step` -1) or begins (1) at a place."""
    nearest = at - 1 if step < 0 else at
    is_same = str.isdigit if text[nearest : nearest + 1].isdigit() else str.isalpha
    end = nearest
    while 0 <= end < len(text) and is_same(text[end]):
        end += step
    return text[end + 1 : at] if step < 0 else text[at:end]
