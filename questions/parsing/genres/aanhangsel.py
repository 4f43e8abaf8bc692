"""The genre of the Aanhangsel and of question documents, final and provisional, in whatever file."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from questions.vocabulary.kinds import Chamber, Kind
from questions.vocabulary.lengths import MAX_PARAGRAPH_CHARS

from ..formats import Extract
from ..repair import footnote_marks, footnotes, furniture, pages, web_page
from ..repair.text import clean, join_hyphenated, one_line
from ..repair.text import paragraphs as as_text
from ..types import Footnote, ParsedDocument, ParseError
from ..wording import blocks, identifiers, metadata, preamble
from ..wording.dates import near_session_year_start, session_year_of
from ..wording.numbering import NUMBER_LIST
from .notices import told_by, told_case_number

NUMBER_LINE = re.compile(r"^(?:AH\s*)?(?P<number>\d{1,5})$")
# Question 1 with its number alone on a line, or the first of several: "1.", "1 en 2", "1a)".
FIRST_BARE = rf"\(?(?=1(?!\d)){NUMBER_LIST}\s*[.):]?"
MAX_HEAD_LINES = 40
# "Antwoord van minister Terpstra", "van de staatssecretaris van"; not "antwoorden van ministers" in a text
# about questions.
ANSWERED_BY = re.compile(
    rf"{preamble.ANSWER_START.pattern}(?:vice-?)?(?:minister|staatss?ecretaris)(?:-president)?,?\s+"
    r"(?:van|voor|(?-i:[A-ZÀ-Þ'’‘]))",
    re.IGNORECASE,
)
# What names the set on a page around the document: "Zaaknummer: 2031Z00345",
# "Onderdeel van zaak 2031Z08897:".
LABELLED_CASE = re.compile(
    r"\b(?:zaak(?:nummer)?|vraagnummer|(?:uw\s+)?kenmerk|nummer\s+(?:van\s+de\s+)?(?:zaak|vra(?:ag|gen)))(?:\s+nr\.?)?"
    r"\s*[:|]?\s*(?P<number>(?:19|20)\d\d[ZD]\s?\d{5})\b",
    re.IGNORECASE,
)
CASE_LINE = re.compile(r"^(?:19|20)\d\d[ZD]\s?\d{5}$", re.IGNORECASE)
REPRINT = re.compile(
    r"^\(?(?:herdruk|rectificatie|gerectificeerd|verbeterde?\s+(?:versie|druk))\b", re.IGNORECASE
)
PREAMBLE_LINE = re.compile(
    r"^(?:Zie\s+ook\b|\(ingezonden|\(ontvangen)|\b(?:ontvangen|ingezonden)\s+\d", re.IGNORECASE
)
TITLE = re.compile(
    r"^(?:Vragen\s+gesteld\s+door|regering\s+gegeven|Aanhangsel\s+van\s+de|Vergaderjaar\b|(?:Tweede"
    r"|Eerste)\s+Kamer\s+der)"
)


@dataclass(frozen=True, slots=True)
class _Text:
    """Paragraphs with references to footnotes, whatever the file was."""

    paragraphs: tuple[str, ...]
    footnotes: tuple[Footnote, ...]
    identifier: str | None = None
    session_year: str | None = None
    chamber: Chamber | None = None


def recognises(lines: Sequence[str]) -> bool:
    """Whether the first lines are those of an Aanhangsel, a question document or a provisional one."""
    head = one_line(" ".join(lines[:40]))[:4000]
    asked = preamble.QUESTION_START.search(head)
    rest = head[asked.end() :] if asked else ""
    is_put = any(pattern.search(rest) for pattern in (preamble.TO, preamble.SUBMITTED, preamble.DATED))
    return ANSWERED_BY.search(head) is not None or is_put


def parse(extract: Extract, name: str = "") -> ParsedDocument:
    """Reads a publication from its lines; `name` (a file name) may give the identifier.

    Raises ParseError when there is no preamble and no question or answer in it.
    """
    is_printed = extract.printed and not web_page.recognises(extract.lines)
    text = _printed(extract) if is_printed else _paragraphs(extract)
    start = _body_start(text.paragraphs)
    head, body = _with_answer_sentence(text.paragraphs[:start], text.paragraphs[start:])
    opening = _opening(head)
    says = preamble.read(" ".join(_preamble_lines(head[opening:])))
    found = blocks.split(body)
    if not found.questions and not says.has_answer and says.askers:
        found.questions = blocks.by_position(found.before)
        found.before = []
    if not (says.has_answer or says.askers or found.questions or found.answers):
        raise ParseError("In dit document is geen vraag, antwoord of aanhef van een Aanhangsel gevonden.")
    return _document(text, head, says, found, name)


def _printed(extract: Extract) -> _Text:
    printed = pages.read(extract.lines)
    body, listed = (
        footnotes.take_listed(list(printed.paragraphs))
        if not printed.footnotes
        else (list(printed.paragraphs), [])
    )
    marks = {note.mark for note in listed}
    return _Text(
        tuple(footnotes.mark_bracketed(line, marks) if listed else line for line in body),
        printed.footnotes or tuple(listed),
        printed.identifier,
        printed.session_year,
        printed.chamber,
    )


def _paragraphs(extract: Extract) -> _Text:
    lines, of_page = web_page.take_off(extract.lines)
    marked, notes = footnotes.merge(lines, extract.footnotes)
    if of_page:
        marked = footnote_marks.mark_glued(marked, {note.mark for note in of_page})
    notes += of_page
    if not notes:
        marked = footnotes.mark_dangling(marked)
    printed = next((line.strip() for line in marked if furniture.IDENTIFIER_LINE.match(line.strip())), None)
    head = "\n".join(line for line in marked[:MAX_HEAD_LINES] if re.match(r"[|\s]*Vergaderjaar\s", line))
    body = [line for line in marked if not furniture.IDENTIFIER_LINE.match(line.strip())]
    return _Text(
        tuple(_joined(body)),
        tuple(notes),
        metadata.from_values(extract.meta).identifier or printed,
        identifiers.session_year(head),
    )


def _joined(lines: Sequence[str]) -> list[str]:
    """Joins paragraphs again whose sentence was cut by a hard line break or a blank line."""
    out: list[str] = []
    cut: set[int] = set()  # which of them were joined
    blank = False
    for line in lines:
        bare = clean(line).strip()
        if not bare:
            blank = True
            continue
        runs_on = (
            bool(out)
            and bare[0].islower()
            and not re.match(r"[a-z][.)]\s", bare)
            and not blocks.is_heading(out[-1])
        )
        if runs_on and (not blank or out[-1][-1:] not in ".?!:;") and len(out[-1]) < MAX_PARAGRAPH_CHARS:
            out[-1] = f"{out[-1]}{'' if out[-1].endswith('-') else ' '}{bare}"
            cut.add(len(out) - 1)
        else:
            out.append(bare)
        blank = False
    return [join_hyphenated(text) if number in cut else text for number, text in enumerate(out)]


def _body_start(lines: Sequence[str]) -> int:
    """The first line under the preamble."""
    for starts in (r"(?:deel)?vra(?:ag|gen)\s*\d", r"1[.)]\s*\S", r"mededeling\s*:?$"):
        for index, line in enumerate(lines):
            if re.match(starts, line.strip(), re.IGNORECASE) and (
                blocks.is_heading(line) or (index and line.strip()[0] == "1")
            ):
                return index
    after = _preamble_end(lines)
    bare = (
        n
        for n in range(after, len(lines))
        if after and re.fullmatch(FIRST_BARE, lines[n].strip(), re.IGNORECASE)
    )
    return next(bare, after)


def _preamble_end(lines: Sequence[str]) -> int:
    """The first line below the last one that is of the preamble."""
    last = -1
    for index, line in enumerate(lines[:MAX_HEAD_LINES]):
        if (
            preamble.ANSWER_START.match(line)
            or preamble.QUESTION_START.match(line)
            or PREAMBLE_LINE.search(line[:60])
        ):
            last = index
    return last + 1


def _with_answer_sentence(head: Sequence[str], body: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Moves an answer sentence that stands between questions and answers to the head.

    Publications from before 2010 print it there: "Antwoord van minister X (…). (Ontvangen …)".
    """
    if any(preamble.ANSWER_START.match(line) for line in head):
        return head, body
    moved = [line for line in body if preamble.ANSWER_START.match(line) and preamble.RECEIVED.search(line)][
        :1
    ]
    return [*head, *moved], [line for line in body if line not in moved]


def _preamble_lines(head: Sequence[str]) -> list[str]:
    return [
        line for line in head if not TITLE.match(line.strip("| ")) and not NUMBER_LINE.match(line.strip())
    ]


def _opening(head: Sequence[str]) -> int:
    """Where the preamble begins: at the last line that begins with "Vragen van" above "(ingezonden", so that
    a page's title above it is none.
    """
    begin = [
        n
        for n, line in enumerate(head)
        if preamble.QUESTION_START.match(line.strip()) and line.strip()[0].isupper()
    ]
    # What stands below the last of them stands below those above it too.
    above = bisect_left(
        begin, True, key=lambda n: not preamble.SUBMITTED.search(one_line(" ".join(head[n:])))
    )
    return begin[above - 1] if above else 0


def _document(
    text: _Text, head: Sequence[str], says: preamble.Preamble, found: blocks.Blocks, name: str
) -> ParsedDocument:
    warnings = list(found.warnings)
    identifier = text.identifier or identifiers.find_identifier(name)
    series = identifiers.series_of(identifier)
    number = series.number if series and not (identifier or "").lower().startswith("kv") else _number(head)
    year = series.session_year if series else text.session_year
    chamber = identifiers.chamber_of(identifier) if identifier else text.chamber or Chamber.TK
    if not identifier and number and says.received_on and says.has_answer and says.askers:
        year = year or session_year_of(says.received_on)
        identifier = identifiers.identifier_of(chamber, year, number)
        if not text.session_year and near_session_year_start(says.received_on):
            warnings.append(f"Het vergaderjaar {year} is afgeleid van een ontvangstdatum rond Prinsjesdag.")
    notice = found.notice or (as_text(found.before) if says.is_notice and not found.questions else None)
    # A provisional notice names the set only in its running text: "De vragen van het lid … over …"
    told = preamble.read(told_by(notice)) if says.is_notice and not says.askers and notice else None
    if found.before and not notice and not (says.is_notice or told):
        warnings.append("Tekst tussen de aanhef en de eerste vraag is niet gelezen.")
    kind = kind_of(says, found, identifier, notice, head)
    return ParsedDocument(
        kind=kind,
        identifier=identifier,
        number=number,
        session_year=year,
        chamber=chamber,
        case_number=_case_number(head)
        or _labelled_case_number(head)
        or identifiers.case_number_of_identifier(identifier)
        or told_case_number(notice),
        subject=says.subject or (told.subject if told else None),
        askers=says.askers or (told.askers if told else ()),
        addressees=says.addressees or (told.addressees if told else ()),
        answered_by=says.answered_by,
        on_behalf_of=says.on_behalf_of,
        submitted_on=says.submitted_on or (told.submitted_on if told else None),
        received_on=says.received_on,
        see_also=says.see_also,
        questions=tuple(found.questions),
        answers=tuple(found.answers),
        footnotes=text.footnotes,
        explanation=found.explanation,
        notice=notice,
        warnings=(
            *warnings,
            *expected_parts(kind, says, found),
            *footnotes.unmatched(found.texts(), text.footnotes),
        ),
    )


def _number(head: Sequence[str]) -> int | None:
    for line in head[:12]:
        found = NUMBER_LINE.match(line.strip())
        if found:
            return int(found["number"])
    return None


def _case_number(head: Sequence[str]) -> str | None:
    """The case number on a line of its own; one inside a sentence is another set's."""
    return next((identifiers.case_number(line) for line in head[:12] if CASE_LINE.match(line.strip())), None)


def _labelled_case_number(head: Sequence[str]) -> str | None:
    """A case number behind its label, above the preamble: that is the set's own."""
    above = itertools.takewhile(lambda line: not preamble.SUBMITTED.search(line), head)
    labelled = (LABELLED_CASE.search(one_line(line)) for line in above)
    return next((identifiers.case_number(found["number"]) for found in labelled if found), None)


def kind_of(
    says: preamble.Preamble,
    found: blocks.Blocks,
    identifier: str | None,
    notice: str | None,
    head: Sequence[str] = (),
) -> Kind:
    """Which of the six kinds a document is.

    A notice is not an answer; a withdrawal is published as type "Antwoord" (docs/formats.md).
    """
    rest = " ".join(filter(None, [notice, found.explanation, *found.before]))
    if not found.answers and blocks.WITHDRAWN.search(rest):
        return Kind.WITHDRAWAL
    if says.is_notice and not found.answers:
        return Kind.POSTPONEMENT
    reprint = identifiers.is_reprint(identifier) or any(REPRINT.match(line.strip()) for line in head)
    if reprint:
        return Kind.CORRECTION
    if says.is_further or (identifiers.is_addition(identifier) and (says.has_answer or found.answers)):
        return Kind.FURTHER_ANSWER
    if identifiers.is_addition(identifier):
        return Kind.CORRECTION
    is_answer = says.has_answer or found.answers or (identifier or "").lower().startswith("ah")
    return Kind.ANSWER if is_answer else Kind.QUESTIONS


def expected_parts(kind: Kind, says: preamble.Preamble, found: blocks.Blocks) -> list[str]:
    """Warnings for what a document of this kind should have and lacks."""
    missing: list[str] = []
    if kind in (Kind.ANSWER, Kind.FURTHER_ANSWER) and not found.answers:
        missing.append("Het document is een antwoord, maar bevat geen antwoorden.")
    if kind == Kind.QUESTIONS and not found.questions:
        missing.append(
            "In dit document staan geen vragen; van mondelinge vragen wordt alleen de aankondiging "
            "gepubliceerd."
        )
    if kind == Kind.POSTPONEMENT and not (found.notice or found.before):
        missing.append("De tekst van de mededeling ontbreekt.")
    if says.has_answer and not says.answered_by:
        missing.append("Wie antwoordt is niet te lezen.")
    if says.has_answer and not says.received_on:
        missing.append("De datum van ontvangst is niet te lezen.")
    if says.askers and not says.submitted_on:
        missing.append("De datum van indiening is niet te lezen.")
    missing += [
        f"Een datum in de aanhef bestaat niet of is niet te lezen: «{date[:40]}»." for date in says.odd_dates
    ]
    return missing
