"""Official XML in both envelopes, `officiele-publicatie` and the older `vraagdoc`, and bodies without one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from questions.vocabulary.kinds import Chamber, Kind
from questions.vocabulary.letters import lowered, raised
from questions.vocabulary.note_marks import note_mark
from questions.vocabulary.tables import lines_of

from ..formats.safety import xml_root
from ..repair.split_lines import mend_split
from ..repair.text import addresses_of, clean, mend_accents, one_line, urls_in
from ..repair.text import paragraphs as as_text
from ..types import Footnote, ParsedDocument, ParseError
from ..wording import blocks, identifiers, metadata, preamble
from ..wording.block import Block
from ..wording.numbering import ANSWER_HEADING, BARE_NUMBERS, INLINE_HEADING, QUESTION_HEADING, labels, unique
from . import official_omissions, official_tables
from .aanhangsel import expected_parts, kind_of

NUMBER_TAGS = {"nr", "nummer"}


def parse(data: bytes, name: str = "") -> ParsedDocument:
    """Reads an official XML file; raises ParseError when it is not one or holds nothing.

    Any root element that holds `vraag` and `antwoord` is read.
    """
    root = xml_root(data)
    _strip_namespaces(root)
    if not _is_publication(root):
        raise ParseError(f"Het XML-bestand (<{_tag(root)}>) is geen Kamervraag of Aanhangsel.")
    return _Reader(root, name).document()


def _is_publication(root: etree._Element) -> bool:
    return any(
        True
        for _ in root.iter(
            "vraag", "antwoord", "kamervragen", "kamervraagomschrijving", "vraagdoc", "kamervraagopmerking"
        )
    )


def _strip_namespaces(root: etree._Element) -> None:
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.rsplit("}", 1)[1]


def _tag(element: etree._Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""


class _Reader:
    """Reads one document; footnotes are collected where the text meets them."""

    def __init__(self, root: etree._Element, name: str) -> None:
        self.root = root
        self.name = name
        self.notes: dict[str, Footnote] = {}
        self.note_marks: dict[str, str] = {}
        self.marks: dict[str, int] = {}
        self._collect_separate_notes()

    def document(self) -> ParsedDocument:
        envelope = metadata.from_elements(self.root)
        says = preamble.read(" ".join(self._preambles()))
        found = blocks.assemble(list(self._blocks()), ())
        self._remarks(found)
        identifier = envelope.identifier or self._identifier()
        series = identifiers.series_of(identifier)
        kind = kind_of(says, found, identifier, found.notice, self._heads())
        if kind == Kind.ANSWER and envelope.kind == Kind.POSTPONEMENT and not found.answers:
            kind = Kind.POSTPONEMENT
        is_questions = (identifier or "").lower().startswith("kv")
        if not (found.questions or found.answers or found.notice or says.askers):
            raise ParseError("Het XML-bestand bevat geen vragen, antwoorden of mededeling (leeg document).")
        document = ParsedDocument(
            kind=kind,
            identifier=identifier,
            number=None if is_questions else series.number if series else self._number(),
            session_year=series.session_year if series else identifiers.session_year(self._heading()),
            chamber=self._chamber(identifier),
            case_number=self._case_number(identifier),
            subject=says.subject or preamble.clean_subject(self._text_of("kamervraagonderwerp", "ondw")),
            askers=says.askers,
            addressees=says.addressees,
            answered_by=says.answered_by,
            on_behalf_of=says.on_behalf_of,
            submitted_on=says.submitted_on,
            received_on=says.received_on,
            see_also=says.see_also,
            questions=tuple(found.questions),
            answers=tuple(found.answers),
            footnotes=tuple(self.notes.values()),
            explanation=found.explanation,
            notice=found.notice,
            warnings=(
                *found.warnings,
                *expected_parts(kind, says, found),
                *official_omissions.unread(self.root),
            ),
        )
        return metadata.complete(document, envelope)

    # --- envelope -------------------------------------------------------------------------------------

    def _preambles(self) -> Iterator[str]:
        for element in self.root.iter("kamervraagomschrijving", "omschr"):
            yield one_line(self._inline(element).replace("\v", " "))

    def _heading(self) -> str:
        return one_line(
            " ".join(
                str(t) for e in self.root.iter("kamervraagkop", "tekstregel", "kop") for t in e.itertext()
            )
        )

    def _heads(self) -> list[str]:
        return [
            one_line(" ".join(str(t) for t in e.itertext()))
            for e in self.root.iter("tekstregel", "kop", "status")
        ]

    def _text_of(self, *tags: str) -> str | None:
        return next((one_line("".join(str(t) for t in e.itertext())) for e in self.root.iter(*tags)), None)

    def _identifier(self) -> str | None:
        for attribute in ("id", "identifier"):
            found = identifiers.find_identifier(self.root.get(attribute) or "")
            if found:
                return found
        return identifiers.find_identifier(self.name)

    def _chamber(self, identifier: str | None) -> Chamber:
        printed = Chamber.EK if "Eerste Kamer" in self._heading() else Chamber.TK
        return identifiers.chamber_of(identifier) if identifier else printed

    def _number(self) -> int | None:
        text = self._text_of("kamervraagnummer", "vraagnummer", "aanhangselnummer") or ""
        return int(text) if re.fullmatch(r"\d{1,5}", text) else None

    def _case_number(self, identifier: str | None) -> str | None:
        printed = identifiers.metadata_case_number(self._text_of("kamervraagnummer", "vraagnummer"))
        own = printed or identifiers.case_number_of_identifier(identifier)
        return own or self._case_number_of_notes()

    def _case_number_of_notes(self) -> str | None:
        """Footnote ids carry it: "ID-2014Z23778-d37e58" (ah-tk-20142015-1130)."""
        for element in self.root.iter("noot"):
            found = re.match(r"ID-(\d{4}Z\d{5})-", element.get("id") or "")
            if found:
                return found[1]
        return None

    # --- body -----------------------------------------------------------------------------------------

    def _blocks(self) -> Iterator[Block]:
        for element in self.root.iter("vraag", "antwoord"):
            kind = "question" if element.tag == "vraag" else "answer"
            numbers, lines = self._content(element, kind)
            yield Block(kind, labels(numbers), lines)

    def _content(self, element: etree._Element, kind: str) -> tuple[str, list[str]]:
        """The printed number and the paragraphs; a heading may stand in the first `al` (2009-2010)."""
        numbers = ""
        lines: list[str] = []
        for child in element:
            if _tag(child) in NUMBER_TAGS:
                numbers = one_line("".join(str(t) for t in child.itertext())) or numbers
            elif _tag(child) == "noot":
                self._note(child)
            else:
                lines += self._lines(child)
        heading = QUESTION_HEADING if kind == "question" else ANSWER_HEADING
        if not re.search(r"\d", numbers) and lines:
            first = heading.match(lines[0])
            inline = INLINE_HEADING.match(lines[0])
            if first:
                numbers, lines = first["numbers"] or numbers, lines[1:]
            elif len(lines) > 1 and BARE_NUMBERS.fullmatch(lines[0]):
                # The number alone ("1", "2 en 3"), in a `tussenkop` or in the first `al`.
                numbers, lines = lines[0], lines[1:]
            elif inline:
                numbers, lines = (
                    inline["qnumbers"] or inline["anumbers"] or numbers,
                    [inline["text"], *lines[1:]],
                )
        return numbers, mend_split(lines)

    def _lines(self, element: etree._Element) -> list[str]:
        """An element as lines: a paragraph, list items, table rows."""
        tag = _tag(element)
        if tag == "li":
            return self._item(element)
        if tag in {"table", "tabel"}:
            return self._table(element)
        if official_omissions.is_omitted(element):
            return [official_omissions.place_of(element)]
        if tag in {"al", "noot.al", "bijschrift", "tussenkop", "titel", "functie", "naam"}:
            return [part for part in (one_line(line) for line in self._inline(element).split("\v")) if part]
        lines = [one_line(element.text or "")] if tag and (element.text or "").strip() else []
        for child in element:
            lines += self._lines(child)
            if (child.tail or "").strip():
                lines.append(one_line(child.tail or ""))
        return lines

    def _table(self, element: etree._Element) -> list[str]:
        """Its title, its rows, and where it was taken from."""
        before = [line for part in element if _tag(part) in {"title", "titel"} for line in self._lines(part)]
        after = [line for part in element.iter("tbron", "bron") for line in self._lines(part)]
        return [*before, *lines_of(official_tables.rows(element, self._cell)), *after]

    def _cell(self, element: etree._Element) -> str:
        """A cell on one line; it may hold several paragraphs."""
        has_paragraphs = any(_tag(child) in {"al", "lijst", "al-groep"} for child in element)
        return " ".join(self._lines(element)) if has_paragraphs else one_line(self._inline(element))

    def _item(self, element: etree._Element) -> list[str]:
        number = (
            next(
                (one_line("".join(str(t) for t in e.itertext())) for e in element if _tag(e) == "li.nr"), "–"
            )
            or "–"
        )
        lines = [line for child in element if _tag(child) != "li.nr" for line in self._lines(child)]
        return [f"{number} {lines[0]}", *lines[1:]] if lines else []

    def _inline(self, element: etree._Element) -> str:
        """The text of an element with `[^1]` for each footnote; the tail of a footnote belongs to the
        sentence.
        """
        parts = [element.text or ""]
        for child in element:
            tag = _tag(child)
            if tag == "noot":
                parts.append(self._note(child))
            elif tag == "nootref":
                parts.append(self._reference(child))
            elif tag in {"sup", "inf", "sub"} and not any(True for _ in child.iter("noot", "nootref")):
                text = self._inline(child).strip()
                parts.append(raised(text) if tag == "sup" else lowered(text))
            elif official_omissions.is_omitted(child):
                parts.append(official_omissions.within_line(child))
            elif tag in {"lijst", "table", "tabel", "al-groep"}:
                parts.append("\v" + "\v".join(self._lines(child)) + "\v")
            elif tag == "br":
                parts.append(" ")
            elif tag:
                parts.append(self._inline(child))
            parts.append(child.tail or "")
        return mend_accents(clean("".join(parts)))

    def _note(self, element: etree._Element) -> str:
        """Keeps a footnote and returns its reference; a note that is met again keeps its mark."""
        note_id = element.get("id") or f"noot-{len(self.notes) + 1}"
        if note_id not in self.note_marks:
            printed = next(
                (
                    one_line("".join(str(t) for t in e.itertext()))
                    for e in element
                    if _tag(e) in {"noot.nr", "nr"}
                ),
                "",
            )
            printed = re.sub(r"\W", "", printed or element.get("nr") or "") or str(len(self.notes) + 1)
            mark = unique(printed, self.marks)
            self.note_marks[note_id] = mark
            lines = [
                line
                for child in element
                if _tag(child) not in {"noot.nr", "nr"}
                for line in self._lines(child)
            ]
            text = as_text(lines) or one_line(element.text or "")
            links = tuple(
                ref.get("doc") or ""
                for ref in element.iter("extref")
                if (ref.get("doc") or "").startswith("http")
            )
            self.notes[mark] = Footnote(mark, text, addresses_of(links, urls_in(text)))
        return note_mark(self.note_marks[note_id])

    def _collect_separate_notes(self) -> None:
        """vraagdoc keeps its notes apart from the text: `noot` that is no part of a paragraph."""
        for element in self.root.iter("noot"):
            parent = element.getparent()
            if parent is not None and _tag(parent) in {
                "vragen",
                "reactie",
                "vraagdoc",
                "body",
                "kamervragen",
                "noten",
            }:
                reference = self._note(element)
                for key in (element.get("nr"), element.get("id")):
                    if key:
                        self.note_marks.setdefault(key, reference[2:-1])

    def _reference(self, element: etree._Element) -> str:
        key = (
            element.get("refid") or element.get("nr") or one_line("".join(str(t) for t in element.itertext()))
        )
        mark = self.note_marks.get(key or "", re.sub(r"\W", "", key or ""))
        return note_mark(mark) if mark else ""

    def _remarks(self, found: blocks.Blocks) -> None:
        """Text outside questions and answers: a notice, an explanation."""
        parts: dict[bool, list[str]] = {True: [found.explanation or ""], False: [found.notice or ""]}
        for element in self.root.iter("kamervraagopmerking", "toelicht", "toelichting", "reactie"):
            if element.tag == "reactie":
                lines = [line for child in element if _tag(child) == "al" for line in self._lines(child)]
            else:
                lines = [line for child in element if _tag(child) != "noot" for line in self._lines(child)]
            if lines := [line for line in lines if line]:
                explains, text = self._remark(element, lines)
                parts[explains].append(text)
        found.explanation = "\n\n".join(filter(None, parts[True])) or None
        found.notice = "\n\n".join(filter(None, parts[False])) or None

    def _remark(self, element: etree._Element, lines: list[str]) -> tuple[bool, str]:
        """Whether it explains, and its text without the title."""
        title = blocks.EXPLANATION.match(lines[0])
        explains = bool(title) or str(element.tag).startswith("toelicht")
        if title:
            lines = [(title["rest"] or "").strip(": "), *lines[1:]]
        elif blocks.NOTICE.match(lines[0]):
            lines = lines[1:]
        return explains, as_text(lines)
