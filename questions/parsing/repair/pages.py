"""Printed pages to paragraphs: takes off page furniture and page-bottom notes, joins wrapped lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questions.vocabulary.kinds import Chamber
from questions.vocabulary.lengths import MAX_PARAGRAPH_CHARS
from questions.vocabulary.note_marks import NOTE_MARK_PATTERN
from questions.vocabulary.omissions import OMISSION
from questions.vocabulary.tables import is_row

from ..types import Footnote
from ..wording import identifiers
from ..wording.blocks import is_heading
from ..wording.numbering import QUESTION_HEADING
from . import footnote_marks, footnotes
from .furniture import CHAMBER_MARK, DAMAGED_IDENTIFIER, FOOTER, FURNITURE, IDENTIFIER_LINE, PAGE_RULE, YEARS
from .line_ends import FIRM_HYPHEN, INDENT_WIDTH, LineEnds, fits, with_kept_hyphens
from .text import GLUED_BEFORE, join_hyphenated, mend_accents, split_glued
from .words import FUNCTION

OPENING = re.compile(
    r"^(?:(?:Mondelinge\s+|Nadere\s+)?Vra(?:gen|ag)\s+van\s+(?:het|de)\b|"
    r"(?:Nader\s+)?(?:Antwoord|Mededeling)\s+van\s+(?:de\s+)?(?:Minister|Staatss?ecretaris))",
    re.IGNORECASE,
)
# "bijstaan?Waarom" (ah-tk-20242025-582): a line ended here; "\v" keeps that for telling joint questions
# apart.
LOST_BREAK = re.compile(rf"(?<=\?)((?:{NOTE_MARK_PATTERN})*)(?=[A-ZÀ-Þ][a-zà-ÿ])")
# At the head of a provisional document: "AH 605", "2024Z18792".
HEAD_LINE = re.compile(r"^(?:AH\s*\d{1,5}|(?:19|20)\d\d[ZD]\s?\d{5})$", re.IGNORECASE)
ENDS_IN_QUESTION = re.compile(rf"\?(?:{NOTE_MARK_PATTERN})*$")
LIST_ITEM = re.compile(r"^(?:[–•▪◦·]\s*|-\s+|\(?\d{1,2}[.)]\s+|[a-z]\)\s+)")
# "Alle signalen -ook die van een inspecteur-": no word is cut there (ah-tk-20242025-578).
CLOSING_DASH = re.compile(r"\s[-‑][^\W\d_][^-‑.?!]*[^\W\d_]-$")
# "(CEP , 2023)" (ah-tk-20232024-1031), "Response Plan ?" (ah-tk-20232024-946), "( Search and Rescue"
# (ah-tk-20242025-592): left where italics end.
STRAY_SPACE = re.compile(r"(?<=[\w)»’]) (?=[,?](?:\s|$)|[.](?:\s|$))|(?<=\() (?=\w)")
# What may still be glued where line ends were found again; "declassificeren" (ah-tk-20232024-1375) is one
# word.
STILL_GLUED = tuple(word for word in GLUED_BEFORE if word != "de")
MAX_QUOTED_CHARS = 300
MAX_UNIT_CHARS = 12  # of "1.150 km", which a raised figure follows
BRACKET_LINES = 8  # in which a bracket was opened
STRAY_BRACKET = re.compile(r"(?<=^\[\^\d\])\)|(?<=^\[\^\d\d\])\)")  # "gepubliceerd⏎6)." (ah-tk-20242025-583)
MIN_RUNNING_CHARS = 60  # of a line that is no cell of a table
SENTENCE_END = re.compile(rf"[.?!:;»”’\")](?:{NOTE_MARK_PATTERN})*$")


@dataclass(frozen=True, slots=True)
class Printed:
    """The paragraphs of printed pages, and what their furniture says."""

    paragraphs: tuple[str, ...]
    footnotes: tuple[Footnote, ...]
    identifier: str | None
    session_year: str | None
    chamber: Chamber


def read(lines: tuple[str, ...]) -> Printed:
    """From printed lines (page furniture and all) to paragraphs with `[^1]` references."""
    mended = [mend_accents(line.rstrip()) for line in lines]
    text = "\n".join(mended)
    ends = LineEnds([line.strip() for line in mended])
    spelled = frozenset(word.lower() for word in re.findall(r"[^\W\d_]{6,}", text))
    identifier = next((line.strip() for line in mended if IDENTIFIER_LINE.match(line.strip())), None)
    found: list[Footnote] = []
    body: list[str] = []
    pages: dict[int, int] = {}
    for number, page in enumerate(_pages(mended)):
        page, page_notes = footnotes.take_page_bottom(page, len(found) + 1, ends=ends)
        pages |= {int(note.mark): number for note in page_notes}
        found += page_notes
        body += [*page, "\f"]
    marked = _mark(body, pages)
    paragraphs = join(*_with_line_ends(marked, ends)) if ends.are_lost else join(_with_kept_hyphens(marked))
    furniture = identifiers.session_year(
        "\n".join(line for line in mended if re.search("vergaderjaar", line, re.I))[:400]
    )
    return Printed(
        tuple(_mended(paragraph, spelled, ends) for paragraph in paragraphs),
        tuple(found),
        identifier,
        identifiers.session_year(_furniture_years(mended)) or furniture,
        Chamber.EK if re.match(r"\s*Eerste Kamer der", text) else Chamber.TK,
    )


def _with_kept_hyphens(lines: list[str]) -> list[str]:
    """Lines that begin as they were printed, which one after a footnote's mark need not do."""
    return [
        with_kept_hyphens(line)
        if len(line) > MIN_RUNNING_CHARS and not before.rstrip().endswith("]")
        else line
        for before, line in zip(["", *lines], lines, strict=False)
    ]


def _with_line_ends(lines: list[str], ends: LineEnds) -> tuple[list[str], frozenset[int]]:
    """The printed lines, and which of them began one in the extracted text already."""
    out: list[str] = []
    begun: set[int] = set()
    for line in lines:
        begun.add(len(out))
        out += [line] if line == "\f" else ends.restored(line.strip())
    return out, frozenset(begun)


def _mended(paragraph: str, spelled: frozenset[str], ends: LineEnds) -> str:
    whole = join_hyphenated(LOST_BREAK.sub("\\1\v", paragraph), spelled).replace(FIRM_HYPHEN, "-")
    return STRAY_SPACE.sub("", split_glued(whole, STILL_GLUED if ends.are_lost else GLUED_BEFORE))


def _furniture_years(lines: list[str]) -> str:
    return " ".join(
        line
        for line in lines
        if re.match(rf"^(?:Vergaderjaar\s+{YEARS}|.*Kamer,\s*vergaderjaar)", line.strip())
    )


def _pages(lines: list[str]) -> list[list[str]]:
    """The lines of each page without its furniture."""
    pages: list[list[str]] = [[]]
    has_begun = False  # whether the preamble or a question was seen
    for line in lines:
        bare = line.strip()
        footer = FOOTER.match(bare) if bare else None
        if footer:
            if pages[-1] and footer["rest"] is not None:
                pages.append([])
            if footer["rest"]:
                pages[-1].append(footer["rest"])
            continue
        if PAGE_RULE.match(bare):
            pages.append([])
            continue
        if (
            IDENTIFIER_LINE.match(bare)
            or DAMAGED_IDENTIFIER.match(bare)
            or (FURNITURE.match(bare) and not (has_begun and CHAMBER_MARK.match(bare)))
        ):
            continue
        has_begun = has_begun or bool(QUESTION_HEADING.match(bare) or re.match(r"^Vra(?:gen|ag) van", bare))
        pages[-1].append(line)
    return pages


def _mark(lines: list[str], pages: Mapping[int, int]) -> list[str]:
    """Lines with printed footnote marks as `[^n]` at the end of the text that they belong to; `pages` has
    that of each note.
    """
    if any("[^" in line for line in lines):  # the source itself shows them: "[1 ]" in markdown
        return lines
    headings = _headings(lines)
    found = footnote_marks.find(lines, pages, headings)
    out: list[str] = []
    for place, line in enumerate(lines):
        own = found.get(place, [])
        text = footnote_marks.spliced(line.strip(), own) if own else line
        if out and place not in headings and _is_superscript(out[-1], text):
            _append_to_last(out, text.strip())
        elif out and own and own[0].start == 0:
            _append_to_last(out, STRAY_BRACKET.sub("", text) if _open_brackets(out) <= 0 else text)
        else:
            out.append(text)
    return footnote_marks.mark_leftovers(out, {str(number) for number in pages})


def _open_brackets(lines: Sequence[str]) -> int:
    """How many brackets the last lines leave open."""
    near = " ".join(lines[-BRACKET_LINES:])
    return near.count("(") - near.count(")")


def _is_superscript(last: str, line: str) -> bool:
    """ "CO⏎2-vervuiling" (2024Z18658), "1.150 m⏎3 per seconde" (ah-tk-20232024-2267)."""
    found = re.match(r"([23])(?![\d.,])", line.strip())
    if not found:
        return False
    return bool(
        re.search(r"\d\s?k?m$" if found[1] == "3" else r"\bCO$|\d\s?k?m$", last.rstrip()[-MAX_UNIT_CHARS:])
    )


def _append_to_last(out: list[str], text: str) -> None:
    index = len(out) - 1
    while index > 0 and not out[index].strip():
        index -= 1
    if len(out[index]) > MAX_PARAGRAPH_CHARS:
        out.append(text)
        return
    out[index] = out[index].rstrip() + text


def _headings(lines: Sequence[str]) -> set[int]:
    """The places of the headings: not the "antwoord op vraag 3." that a sentence of the line before ends
    in.
    """
    found: set[int] = set()
    before = ""
    for place, line in enumerate(lines):
        bare = line.strip()
        if not bare:
            continue
        if is_heading(bare) and not (before and _ends_in(before, bare)):
            found.add(place)
        before = "" if place in found else bare
    return found


def _ends_in(before: str, line: str) -> bool:
    """Whether the sentence of one line ends in the next, which looks like a heading."""
    return (line[0].islower() and not _closes(before)) or (
        line.endswith(".") and before.rsplit(" ", 1)[-1] in FUNCTION
    )


def join(lines: list[str], begun: frozenset[int] | None = None) -> list[str]:
    """Wrapped lines to paragraphs; "\\f" stands for a page break, over which a sentence may run on.

    `begun` is given when every line is a printed one, so that what had room for the next word was the end
    of a paragraph: the lines that began one in the extracted text too.
    """
    width = _usual_width(lines)
    headings = _headings(lines)
    out: list[str] = []
    ended = True  # whether the paragraph so far is closed
    has_turned = False  # whether a page ended since the last line
    last = ""
    for number, line in enumerate(lines):
        bare = line.strip()
        if line == "\f" or not bare:
            ended = (
                ended
                or bool(out and is_heading(out[-1]))
                or (line != "\f" and _closes(out[-1] if out else ""))
            )
            has_turned = has_turned or line == "\f"
            last = last if line == "\f" else last + "\n"
            continue
        if number in headings or is_row(bare) or HEAD_LINE.match(bare) or OMISSION.fullmatch(bare):
            out.append(bare)
            ended = True
        elif (
            ended
            or len(out[-1]) > MAX_PARAGRAPH_CHARS
            or (has_turned and _lost_its_heading(bare, out[-1]))
            or (
                not (has_turned and _is_cut(last, width))
                and _begins(bare, out[-1], last, width, is_own=None if begun is None else number in begun)
            )
        ):
            out.append(bare)
            ended = False
        else:
            out[-1] = _joined(out[-1], bare)
        has_turned = False
        last = bare
    return out


def _lost_its_heading(line: str, paragraph: str) -> bool:
    """Whether a page begins within a sentence although the page before ended one: what stood between, perhaps
    a heading, is lost.
    """
    return line[0].islower() and re.search(r"[a-zà-ÿ]{3}[.?!]$", paragraph[-4:]) is not None


def _is_cut(last: str, width: int) -> bool:
    """Whether the last line of a page breaks off: "via Arriva ⏎ Nederland" (ah-tk-20232024-403)."""
    return len(last.strip()) > width * 0.75 and not _closes(last.strip())


def _usual_width(lines: list[str]) -> int:
    """The length that nine in ten wrapped lines stay under."""
    lengths = sorted(len(line) for line in lines if 20 < len(line) < 130)
    return lengths[len(lengths) * 9 // 10] if lengths else 80


def _closes(paragraph: str) -> bool:
    return bool(SENTENCE_END.search(paragraph[-MAX_QUOTED_CHARS:]))


def _begins(line: str, paragraph: str, last: str, width: int, *, is_own: bool | None) -> bool:
    """Whether a line begins a new paragraph after an open one.

    `is_own`: as in `_is_end`; None where lines are not measured.
    """
    if OPENING.match(line) or (LIST_ITEM.match(line) and not _runs_on(line, paragraph)):
        return True
    if is_own is not None and _is_end(last, line, paragraph, is_own=is_own):
        return True
    if _is_quoting(paragraph):
        return False
    if last.endswith("\n"):  # after a blank line: a table row or a new paragraph, unless the sentence goes on
        return not (line[0].islower() or paragraph.endswith((",", "-", " en", " van", " de", " het")))
    ends_short = len(last) < width * 0.75 and _closes(paragraph) and not paragraph.endswith((";", ")"))
    return ends_short and (line[0].isupper() or line[0] in "«“\"‘'€" or line[0].isdigit())


def _is_quoting(paragraph: str) -> bool:
    """Whether a quotation is open: "«Alles wordt bewaard. ⏎ Dat mag niet»" (2024Z18559)."""
    near = paragraph[-MAX_QUOTED_CHARS:]
    return near.rfind("«") > near.rfind("»")


def _runs_on(line: str, paragraph: str) -> bool:
    """The "(3)" of a sentence that counts "(1) …, (2) …" (ah-tk-20232024-387)."""
    found = re.match(r"\((\d{1,2})\)", line)
    return found is not None and f" ({int(found[1]) - 1}) " in paragraph[-3 * MAX_QUOTED_CHARS :]


def _is_end(last: str, line: str, paragraph: str, *, is_own: bool) -> bool:
    """Whether a printed line was the last of its paragraph: a sentence ends, or the next line stood apart
    (`is_own`) in the extracted text too, and the next word would have fitted.
    """
    stands_apart = (
        is_own and not last.endswith((",", "-", "]", "/")) and last.rsplit(" ", 1)[-1] not in FUNCTION
    )
    if not (_closes(paragraph) or stands_apart) or last.endswith((";", ")")):
        return False
    indent = INDENT_WIDTH if LIST_ITEM.match(paragraph) else 0
    return not line[0].islower() and not _is_quoting(last) and fits(last, line, indent)


def _joined(paragraph: str, line: str) -> str:
    if footnotes.cuts_address(paragraph, line) or (paragraph.endswith("/") and line[0].isalpha()):
        return paragraph + line
    if CLOSING_DASH.search(paragraph[-MAX_QUOTED_CHARS:]):
        return f"{paragraph[:-1]}{FIRM_HYPHEN} {line}"
    if re.search(r"[A-Za-zÀ-ÿ]-$", paragraph[-2:]) and not re.match(r"(?:en|of)\b", line):
        return paragraph + line
    # Where a printed line ends in a question, questions under one heading may be told apart.
    at_question = line[0].isupper() and ENDS_IN_QUESTION.search(paragraph[-MAX_QUOTED_CHARS:])
    return f"{paragraph}\v{line}" if at_question else f"{paragraph} {line}"
