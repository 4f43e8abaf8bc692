"""The genre of a ministry's letter with answers: a covering letter, a signature, and an annex with the
answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from questions.vocabulary.kinds import Kind, Role

from ..formats import Extract
from ..repair import footnotes
from ..repair.text import one_line
from ..types import ParsedDocument, ParseError, Signatory
from ..wording import blocks, identifiers, people, preamble
from ..wording.dates import spoken_date
from ..wording.numbering import ANSWER_HEADING

# "In antwoord op uw brief van 5 juli 2024, nr. 2024Z11859, deel ik u mede dat …"
YOUR_LETTER = re.compile(
    r"\buw\s+brief\s+van\s+(?P<date>\d{1,2}\s*\w+\s*\d{4})"
    r"(?:\s*,?\s*(?:met\s+)?(?:nr\.?|nummer|kenmerk)\s*(?P<number>[\w ]{5,12}))?",
    re.IGNORECASE,
)
YOUR_REFERENCE = re.compile(
    r"\bUw\s+(?:referentie|kenmerk)\s*[|:]?\s*(?P<number>(?:19|20)\d\dZ\s?\d{5})", re.IGNORECASE
)
QUESTION = re.compile(r"(?:deel)?vra(?:ag|gen)\s+\d{1,3}\b|1[.)]\s+\S", re.IGNORECASE)
MENTION = re.compile(r"\bvragen\s+van\s+(?=(?:het\s+lid|de\s+leden|lid|leden|Beantwoording))", re.IGNORECASE)
SENTENCE_END = re.compile(
    r"\s+(?:worden\s+beantwoord|zijn\s+beantwoord|kunnen\s+(?:helaas\s+)?niet|niet\s+binnen)\b|(?"
    r"<=[a-z0-9”’»])\.(?:\s|$)",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"^(?:(?:De\s+)?antwoord(?:en)?|beantwoording)\s+van\s+(?:de\s+)?(?=minister|staatss?ecretaris)",
    re.IGNORECASE,
)
SUBJECT_LINE = re.compile(r"^(?:Onderwerp|Betreft)\s*[|:]?\s*(?P<text>.+)$", re.IGNORECASE)
OFFICE_LINE = re.compile(
    r"^(?:de\s+)?(?:minister|staatss?ecretaris)(?:-president)?(?:\s+(?:van|voor)\s+.+|,.*)?,?$", re.IGNORECASE
)
ON_BEHALF_LINE = re.compile(r"^(?:mede|ook)\s+namens\s+(?P<offices>.+?),?$", re.IGNORECASE)
NAME_LINE = re.compile(
    r"^(?:(?:drs|mr|dr|ir|prof)\.\s*)*(?:[A-ZÀ-Þ][a-z]?\.\s?)*(?:(?:[a-z]+|['’‘`]t)\s+){0,3}[A-ZÀ-Þ][\w’'À-ÿ-]+"
    r"(?:\s+[\w’'À-ÿ-]+){0,4}$"
)
LETTERHEAD = re.compile(r"Retouradres|Ons kenmerk|Contactpersoon|Aan de [Vv]oorzitter", re.IGNORECASE)


def recognises(lines: Sequence[str]) -> bool:
    """Whether the lines are those of a ministry's letter; what a question says ("uw brief van 12 mei") is
    no letterhead.
    """
    first = next((n for n, line in enumerate(lines[:60]) if QUESTION.match(line.strip())), 60)
    head = "\n".join(lines[:first])
    if YOUR_LETTER.search(head) or LETTERHEAD.search(head):
        return True
    published = preamble.RECEIVED.search(head) or preamble.SUBMITTED.search(head)
    return not published and any(TITLE.match(line.strip()) for line in lines[:60])


def parse(extract: Extract, name: str = "") -> ParsedDocument:
    """Reads a letter; raises ParseError when it has neither answers nor a reason why they come later."""
    lines, notes = footnotes.merge(extract.lines, extract.footnotes)
    bold = [index in extract.bold for index in range(len(lines))]
    start = _start(lines)
    cover = lines[:start]
    found = blocks.split(lines[start:], bold[start:])
    mention = _mention(cover)
    notice = _notice(cover) if not found.answers else None
    if not found.answers and not notice:
        raise ParseError("In deze brief staan geen antwoorden en ook geen mededeling van uitstel.")
    letter = YOUR_LETTER.search(one_line(" ".join(cover)))
    answered_by, on_behalf_of = _signed(cover)
    withdrawn = bool(notice and blocks.WITHDRAWN.search(notice))
    return ParsedDocument(
        kind=Kind.ANSWER if found.answers else Kind.WITHDRAWAL if withdrawn else Kind.POSTPONEMENT,
        identifier=None,
        case_number=_case_number(one_line(" ".join(cover)), letter),
        subject=mention.subject,
        askers=mention.askers,
        addressees=mention.addressees,
        answered_by=answered_by,
        on_behalf_of=on_behalf_of,
        submitted_on=spoken_date(letter["date"]) if letter else mention.submitted_on,
        questions=tuple(found.questions),
        answers=tuple(found.answers),
        footnotes=tuple(notes),
        explanation=found.explanation,
        notice=notice,
        warnings=(*found.warnings, *footnotes.unmatched(found.texts(), notes)),
    )


def _start(lines: Sequence[str]) -> int:
    """Where the questions begin: at a heading, or at "1. …" if an answer has a heading below it (SZW)."""
    headed = (
        n for n, line in enumerate(lines) if blocks.is_heading(line) and re.match("vra", line.strip(), re.I)
    )
    first = next(headed, None)
    if first is not None:
        return first
    numbered = next((n for n, line in enumerate(lines) if re.match(r"1[.)]\s+\S", line.strip())), len(lines))
    is_answered = any(ANSWER_HEADING.match(line.strip()) for line in lines[numbered:])
    return numbered if is_answered else len(lines)


def _case_number(cover: str, letter: re.Match[str] | None) -> str | None:
    """From "uw brief van …, nr. 2024Z11859", or the letterhead: "Uw kenmerk 2024Z02345"."""
    named = identifiers.case_number(letter["number"]) if letter else None
    reference = YOUR_REFERENCE.search(cover)
    return named or (identifiers.case_number(reference["number"]) if reference else None)


def _mention(cover: Sequence[str]) -> preamble.Preamble:
    """Who asked whom about what: from the covering sentence, the annex title or the subject line, the
    fullest first.
    """
    text = one_line(" ".join(cover))
    your_letter = YOUR_LETTER.search(text)
    sentence = MENTION.search(text, your_letter.start() if your_letter else 0)
    readings = [_read(SENTENCE_END.split(text[sentence.start() :])[0])] if sentence else []
    readings += [_read(line) for line in _titles(cover)]
    whole = [reading for reading in readings if reading.askers and reading.subject]
    fullest = next(
        (reading for reading in whole if reading.addressees), whole[0] if whole else preamble.Preamble()
    )
    annex = [_read(title).subject for title in _annex_titles(cover)]
    return replace(fullest, subject=next(filter(None, annex), fullest.subject))


def _titles(cover: Sequence[str]) -> list[str]:
    """The annex title and the subject lines."""
    subjects = [SUBJECT_LINE.match(line.strip()) for line in cover]
    return [*_annex_titles(cover), *(subject["text"] for subject in subjects if subject)]


def _annex_titles(cover: Sequence[str]) -> list[str]:
    """The title above the answers, which may run over two paragraphs; what it says of the subject is the
    formal wording, so it goes before what the letter says.
    """
    return [
        line if re.search(r"\bover\b", line) else one_line(" ".join(cover[index : index + 3]))
        for index, line in enumerate(cover)
        if TITLE.match(line.strip())
    ]


def _read(text: str) -> preamble.Preamble:
    """A sentence with "(Kamer)vragen (van) het lid …" in it, read as a preamble."""
    text = re.sub(r"\bvragen\s+van\s+Beantwoording\s+van\s+Kamervragen", "vragen", text, flags=re.IGNORECASE)
    text = re.sub(
        r"\b(?:schriftelijke\s+)?(?:Kamer)?vragen\s+(?:(?:van\s+(?:het|de)\s+)*)?(?=(?:van\s+)?"
        r"(?:het\s+lid|de\s+leden|lid|leden)\b)",
        "Vragen van ",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\bVragen van van\b", "Vragen van", text)
    found = re.search(r"Vragen van (?:het\s+|de\s+)?(?:lid|leden)", text)
    if not found:
        return preamble.Preamble()
    return preamble.read(text[found.start() :])


def _signed(cover: Sequence[str]) -> tuple[tuple[Signatory, ...], tuple[Signatory, ...]]:
    """The signature: "Mede namens de minister van X," / "De minister van Y" / a name."""
    offices: list[tuple[Role, str | None]] = []
    names: list[str] = []
    behalf: list[Signatory] = []
    for line in (one_line(line) for line in cover):
        mede = ON_BEHALF_LINE.match(line)
        if mede:
            behalf += [
                Signatory(None, office.role, office.portfolio) for office in people.offices(mede["offices"])
            ]
        elif OFFICE_LINE.match(line):
            offices += [(office.role, office.portfolio) for office in people.offices(line)]
        elif offices and len(names) < len(offices) and NAME_LINE.match(line) and not TITLE.match(line):
            names.append(line)
    title = next((line for line in cover if TITLE.match(one_line(line))), "")
    if not offices and title:
        offices, more = _offices_of_title(one_line(title))
        behalf = behalf or more
    offices = list(dict.fromkeys(offices))
    padded = [*names, *[None] * len(offices)]
    signed = [
        Signatory(name, role, portfolio) for (role, portfolio), name in zip(offices, padded, strict=False)
    ]
    return tuple(dict.fromkeys(signed)), tuple(dict.fromkeys(behalf))


def _offices_of_title(title: str) -> tuple[list[tuple[Role, str | None]], list[Signatory]]:
    own, *others = people.ON_BEHALF.split(re.split(r"\s+op\s+(?:de\s+)?(?:Kamer)?vragen\b", title)[0])
    offices = [(office.role, office.portfolio) for office in people.offices(own)]
    behalf = [
        Signatory(None, office.role, office.portfolio) for part in others for office in people.offices(part)
    ]
    return offices, behalf


def _notice(cover: Sequence[str]) -> str | None:
    """The sentence that says that the answers come later, or that the questions were withdrawn."""
    for line in cover:
        if (
            re.search(
                r"niet\s+binnen\s+de\s+(?:gebruikelijke|gestelde)|uitstel|ingetrokken", line, re.IGNORECASE
            )
            and len(line) > 60
        ):
            return line.strip()
    return None
