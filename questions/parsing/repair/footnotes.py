"""Footnotes that were printed as text: finds the notes, and puts `[^1]` where the text refers to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.vocabulary.note_marks import NOTE_MARK, note_mark

from ..types import Footnote
from ..wording.blocks import EXPLANATION, is_heading
from . import footnote_marks
from .line_ends import FIRM_HYPHEN, NOTE_WIDTH, LineEnds
from .text import (
    MAX_ADDRESS_CHARS,
    ends_within_address,
    join_hyphenated,
    mend_accents,
    one_line,
    outside_urls,
    urls_in,
)

# "2023/04/26/ voorjaarsbesluitvorming-klimaat" (ah-tk-20232024-1031), "norm? share=nYar" (2024Z18892): a
# space within an address.
ADDRESS_GAP = re.compile(r"(?<![\w.])((?:https?://|www\.)\S{0,500}[/?=&-])\s(?=[a-z][\w%]*[-/=%][\w%])")
# A note list at the end: "1) AD, …", "[1] NOS", "1. vng.nl/…" (the last only where the text has a mark "1)")
LISTED = re.compile(
    r"^(?:\[(?P<square>\d{1,3})\]|(?P<round>\d{1,3})\)|(?P<dot>\d{1,3})\.|\(?(?P<star>\*{1,3})\)?)\s*(?P<text>[^\s*].*)$"
)
FIRST_MARKS = {"1", "*"}
GLUED_NOTE = re.compile(r"(?<=\S)\[(\d{1,3})\]\s+(?=https?:|[A-Z])")
PAPER_AND_DAY = re.compile(r"[a-z][^.?!]{3,80},\s*\d{1,2}\s+[a-z]+\s+(?:19|20)\d\d\.?$")
BRACKETED = re.compile(r"\s?\[(\d{1,3})\s?\](?!\()|\s?(?<![\w(])(\d{1,3})\)|(?<=[a-z?!.”’»\"'])(\d{1,3})\)")
STARRED = re.compile(r"\s?\((\*{1,3})\)|(?<=[\w?!.,”’»\"'])\s?(\*{1,3})\)?(?=[\s?!.,;:)»”’]|$)")


def note(mark: str, lines: list[str]) -> Footnote:
    """A footnote from its printed lines; an address that was cut at a line end is joined."""
    pieces: list[str] = []
    text = ""  # the end of what was put together
    for line in lines:
        line = line.strip()
        cut_word = (
            re.search(r"[a-zà-ÿ]-$", text[-2:])
            and re.match(r"[a-zà-ÿ]{2}", line)
            and not re.match(r"(?:en|of)\b", line)
        )
        is_power = text.endswith("CO") and re.match(r"2(?!\d)", line)  # "CO⏎2-afbouw" (2024Z18658)
        pieces.append(line if cuts_address(text, line) or cut_word or is_power else f" {line}")
        text = (text + pieces[-1])[-MAX_ADDRESS_CHARS:]
    whole = one_line("".join(pieces))
    text = join_hyphenated(ADDRESS_GAP.sub(r"\1", whole)).replace(FIRM_HYPHEN, "-")
    return Footnote(mark, text, urls_in(text))


def cuts_address(text: str, line: str) -> bool:
    """Whether a text ends within a web address that goes on in the next line."""
    is_begun = text[-8:].lower().endswith(("http://", "https://", "www."))
    return (is_begun or ends_within_address(text)) and not line.startswith(("«", "("))


def take_listed(lines: list[str]) -> tuple[list[str], list[Footnote]]:
    """Takes a note list off the end of a text, or off what stands before its explanation: (the other lines,
    the notes).
    """
    body, notes = _take_list(lines)
    explanation = next((n for n in range(len(lines) - 1, 0, -1) if EXPLANATION.match(lines[n].strip())), None)
    if notes or explanation is None:
        return body, notes
    body, notes = _take_list(lines[:explanation])
    return [*body, *lines[explanation:]], notes


def _take_list(lines: list[str]) -> tuple[list[str], list[Footnote]]:
    end = len(lines)
    starts: list[tuple[int, str]] = []
    for index in range(end - 1, -1, -1):
        found = LISTED.match(lines[index].strip())
        if found and _listed_mark(found):
            starts.append((index, _listed_mark(found)))
            if _listed_mark(found) in FIRST_MARKS:
                break
        elif lines[index].strip() and _is_body(lines[index]):
            break
    if not starts or starts[-1][1] not in FIRST_MARKS:
        return lines, []
    first = starts[-1][0]
    body = lines[:first]
    if not _referred(body, LISTED.match(lines[first].strip())):
        return lines, []
    found_notes: list[Footnote] = []
    bounds = [index for index, _ in reversed(starts)] + [end]
    for (index, mark), following in zip(reversed(starts), bounds[1:], strict=False):
        entry = LISTED.match(lines[index].strip())
        assert entry
        found_notes += _unglued(mark, [entry["text"], *lines[index + 1 : following]])
    return body, found_notes


def merge(lines: Sequence[str], footnotes: Sequence[Footnote]) -> tuple[list[str], list[Footnote]]:
    """Joins a file's own footnotes with a note list typed at its end: (lines with references, all notes).

    Both may count from 1 (letters to the House do); the file's own then number on from the typed ones.
    """
    body, typed = take_listed([mend_accents(line) for line in lines])
    marks = {listed.mark for listed in typed}
    last = max((int(mark) for mark in marks if mark.isdigit()), default=0)
    own = {item.mark: str(last + place) if typed else item.mark for place, item in enumerate(footnotes, 1)}
    body = [NOTE_MARK.sub(lambda found: note_mark(own.get(found[1], found[1])), line) for line in body]
    if typed:
        body = footnote_marks.mark_glued([mark_bracketed(line, marks) for line in body], marks)
    return body, [*typed, *(Footnote(own[item.mark], item.text, item.urls) for item in footnotes)]


def unmatched(texts: Sequence[str], footnotes: Sequence[Footnote]) -> list[str]:
    """Warnings for references without a note, and for notes to which no text refers."""
    referred = set(NOTE_MARK.findall("\n".join(texts)))
    marks = {item.mark for item in footnotes}
    lacking = sorted(referred - marks)
    loose = [item.mark for item in footnotes if item.mark not in referred]
    warnings = [f"Voetnoot {', '.join(lacking)} wordt genoemd, maar ontbreekt."] if lacking else []
    return warnings + (
        [f"Naar voetnoot {', '.join(loose)} wordt in de tekst niet verwezen."] if loose else []
    )


def _listed_mark(found: re.Match[str]) -> str:
    return found["square"] or found["round"] or found["dot"] or found["star"] or ""


def _is_body(line: str) -> bool:
    """A line that cannot be the second line of a note: a heading, or a long paragraph."""
    return (
        bool(re.match(r"^(?:Vra(?:ag|gen)|Antwoord(?:en)?|Toelichting|Mededeling)\b", line.strip()))
        or len(line) > 300
    )


def _referred(body: list[str], first: re.Match[str] | None) -> bool:
    """Whether the text before refers to note 1, so that the list is one of notes and not of the answer."""
    text = "\n".join(body)
    if first is not None and first["square"]:
        return "[1]" in text or note_mark("1") in text
    if first is not None and first["star"]:
        return STARRED.search(text) is not None or note_mark("*") in text
    return footnote_marks.has_sure(body, 1) or bool(re.search(r"(?<![\w(])1\)|(?<=[a-z?!.”’»\"'])1\)", text))


def _unglued(mark: str, lines: list[str]) -> list[Footnote]:
    """Notes of which two stand in one paragraph: "…politie[3] https://…" (letter on 2023Z14759)."""
    pieces = GLUED_NOTE.split("\n".join(lines))
    found = [note(mark, pieces[0].split("\n"))]
    for later, text in zip(pieces[1::2], pieces[2::2], strict=True):
        found.append(note(later, text.split("\n")))
    return found


def mark_bracketed(text: str, marks: set[str]) -> str:
    """ "1)" and "[1 ]" in a text become `[^1]`, if there is such a note."""

    pattern = STARRED if any(mark.startswith("*") for mark in marks) else BRACKETED

    def marked(part: str) -> str:
        begin = len(part) - len(part.lstrip())

        def mark(found: re.Match[str]) -> str:
            number = next(filter(None, found.groups()))
            is_label = found.start() <= begin  # of an item, or of a question
            return found.group() if is_label or number not in marks else note_mark(number)

        return pattern.sub(mark, part)

    return outside_urls(text, marked)


def take_page_bottom(
    page: list[str], following: int, *, ends: LineEnds | None = None
) -> tuple[list[str], list[Footnote]]:
    """Takes the footnotes off the bottom of one printed page: (the other lines, the notes).

    `ends` gives notes the line ends that they have lost. `following` is the number that the next note must
    have: notes run on through a document, so a line that begins with another number is text ("4% van het
    totale", "21 501-02, nr." in ah-tk-20232024-387).
    """
    page = _with_numbers_joined(page, following)
    start = _bottom_start(page, following)
    if start is None:
        return page, []
    mended = _with_line_ends(page[start:], ends) if ends else page[start:]
    found: list[Footnote] = []
    lines: list[str] = []
    for line in mended:
        expected = str(following + len(found) + (1 if lines else 0))
        text = _after_number(line, expected)
        if text is not None:
            if lines:
                found.append(note(str(following + len(found)), lines))
            lines = [text]
        else:
            lines.append(line)
    return page[:start], [*found, note(str(following + len(found)), lines)]


def _with_line_ends(lines: list[str], ends: LineEnds) -> list[str]:
    """The printed lines of notes; one that goes on with an address is left as it is."""
    out: list[str] = []
    for line in lines:
        out += [line] if out and cuts_address(out[-1], line) else ends.restored(line.strip(), NOTE_WIDTH)
    return out


def _with_numbers_joined(page: list[str], following: int) -> list[str]:
    """PDFium may put a note's number on a line above its text; below the last heading these belong
    together.
    """
    last_heading = max((index for index, line in enumerate(page) if is_heading(line)), default=-1)
    out = page[: last_heading + 1]
    expected = following
    lines = iter(page[last_heading + 1 :])
    for line in lines:
        text = next(lines, None) if line.strip() == str(expected) else None
        if text is None:
            out.append(line)
        elif text.startswith(" ") and _looks_like_note(text, text.strip()):
            out.append(f"{expected}{text.strip()}")
            expected += 1
        else:
            out += [line, text]
    return out


def _bottom_start(page: list[str], following: int) -> int | None:
    """The lowest line that can begin note `following`, with no heading below it."""
    for index in range(len(page) - 1, -1, -1):
        line = page[index].strip()
        if is_heading(line):
            return None
        text = _after_number(line, str(following))
        if text is not None and _looks_like_note(line, text):
            return index
    return None


def _after_number(line: str, number: str) -> str | None:
    """The rest of a line that begins with just that number ("3Kamerstuk", "32024D27196" has note 3 in it)."""
    line = line.strip()
    if not line.startswith(number):
        return None
    rest = line[len(number) :]
    if not rest.strip() or (rest[0].isdigit() and not re.match(r"(?:19|20)\d\d[A-Z\W]|\d{2}\s?\d{3}", rest)):
        return None
    return None if rest[0] in ".,)%;:/" or re.match(r"\s?[%€]|-\d", rest) else rest.strip()


def _looks_like_note(line: str, text: str) -> bool:
    """Running text goes on in lower case after a mark; a note begins like a sentence, a title or an address.

    Or it is a paper with a small letter and its day: "1de Limburger, 15 november 2024" (2024Z18893).
    """
    glued = not line.strip()[: len(line) - len(text)].endswith(" ")
    return bool(re.match(r"[A-ZÀ-Þ«“\"‘'(\d]|https?:|www\.|[a-z]+\.[a-z]+|[a-z]-[A-Z]|zie\b", text)) or (
        glued and ("/" in text.split(" ")[0] or PAPER_AND_DAY.match(text) is not None)
    )


def mark_dangling(lines: list[str]) -> list[str]:
    """Marks references to notes that the document lacks: "…toeneemt? 2)", "«Brug dicht»1"."""
    following = 1
    out: list[str] = []
    for line in lines:
        found = re.search(r"(?<=[?.!])\s*(\d{1,2})\)$", line.rstrip())
        if found and int(found[1]) == following:
            line = f"{line[: found.start()]}[^{following}]"
            following += 1
        out.append(line)
    return out if following > 1 else footnote_marks.mark_lacking(lines)
