"""Looks at the bytes and chooses the reader: a file's name is a hint, never a proof."""

from __future__ import annotations

import re
from dataclasses import replace

from questions.vocabulary import lengths
from questions.vocabulary.omissions import warnings_of

from .formats import Extract, docx, encoding, html, json_lines, markdown, odt, pdf, plain
from .formats.safety import check_size, open_zip
from .genres import aanhangsel, case_record, letter, official_lines, official_xml
from .repair import furniture, pages
from .types import ParsedDocument, ParseError
from .wording import metadata

IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
FORMATS = ("xml", "html", "odt", "docx", "pdf", "markdown", "json", "text", "case")
MAX_WARNING_CHARS = 400
MAX_LINES = 200_000
MAX_LINE_CHARS = 500_000
MAX_NOTES = 5000
HEAD_BYTES = 2048  # of a file, which show what it is
# Where the same text exists in several formats, the earlier one is the better source.
RANK = {
    "json": 60,
    "xml": 50,
    "html": 40,
    "odt": 35,
    "docx": 30,
    "pdf": 22,
    "markdown": 21,
    "text": 20,
    "case": 5,
}


def parse(data: bytes, name: str = "", metadata_xml: bytes | None = None) -> ParsedDocument:
    """Reads one publication in any format we know.

    `name` is its file name, which may give its identifier; `metadata_xml` is the metadata published beside
    it. Raises ParseError, with a reason that an editor can act on, for anything else.
    """
    check_size(data)
    document = _with_metadata(_parse(data, name), metadata_xml, name)
    _check_lengths(document)
    return replace(document, warnings=(*document.warnings, *_omissions(document)))


def _omissions(document: ParsedDocument) -> list[str]:
    """What no text can hold and the source has; a reading in JSON has its warnings already."""
    texts = [question.text for question in document.questions]
    texts += [answer.text for answer in document.answers]
    texts += [note.text for note in document.footnotes]
    found = warnings_of([*texts, document.explanation or "", document.notice or ""])
    return [warning for warning in found if warning not in document.warnings]


def _with_metadata(document: ParsedDocument, beside: bytes | None, name: str) -> ParsedDocument:
    """With what a file of metadata says; one that cannot be read costs the document nothing."""
    if not beside:
        return document
    try:
        if case_record.recognises(encoding.decode_head(beside).lstrip()):
            return case_record.complete(document, case_record.parse(beside))
        known = metadata.read(beside, name)
        return metadata.complete(document, known)
    except Exception as error:  # whatever is wrong with the metadata, the document is here
        said = str(error) if isinstance(error, ParseError) else f"{type(error).__name__}: {error}"
        warning = f"De metadata naast het document zijn niet te lezen: {said}"[:MAX_WARNING_CHARS]
        return replace(document, warnings=(*document.warnings, warning))


def _check_lengths(document: ParsedDocument) -> None:
    """Raises ParseError for a number or a label that is too long to be one, a text that is longer than any,
    and more questions, answers or notes than any set has. A name is cut later.
    """
    for what, parts, most in (
        ("vragen", document.questions, lengths.MAX_PARTS),
        ("antwoorden", document.answers, lengths.MAX_PARTS),
        ("voetnoten", document.footnotes, MAX_NOTES),
    ):
        if len(parts) > most:
            raise ParseError(f"Het document heeft {len(parts)} {what}; meer dan {most} is geen Kamervraag.")
    bounded = [
        ("«case_number»", lengths.MAX_CASE_NUMBER_CHARS, document.case_number or ""),
        ("«identifier»", lengths.MAX_IDENTIFIER_CHARS, document.identifier or ""),
    ]
    question_bound = ("«number» van een vraag", lengths.MAX_QUESTION_NUMBER_CHARS)
    bounded += [(*question_bound, question.number) for question in document.questions]
    texts = [("«text» van een vraag", question.text) for question in document.questions]
    texts += [("«text» van een antwoord", answer.text) for answer in document.answers]
    texts += [("«text» van een voetnoot", note.text) for note in document.footnotes]
    texts += [("«explanation»", document.explanation or ""), ("«notice»", document.notice or "")]
    bounded += [(field, lengths.MAX_TEXT_CHARS, text) for field, text in texts]
    for field, max_chars, value in bounded:
        if len(value) > max_chars:
            raise ParseError(f"Veld {field} mag hoogstens {max_chars} tekens hebben: {value[:40]}…")
    if document.number is not None and document.number > lengths.MAX_DOCUMENT_NUMBER:
        raise ParseError(f"Veld «number» mag hoogstens {lengths.MAX_DOCUMENT_NUMBER} zijn.")


def readable(data: bytes, name: str = "") -> tuple[str, ...]:
    """The text of a publication as it came, line by line, for an eye that compares; raises ParseError as
    `parse` does.
    """
    check_size(data)
    kind = format_of(data, name)
    if kind in ("xml", "case"):
        return official_lines.lines(data)
    if kind == "json":
        return json_lines.lines(data)
    return _extract(kind, data).lines


def format_of(data: bytes, name: str = "") -> str:
    """One of `FORMATS`; raises ParseError for a format that we do not read."""
    head = data[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "odt" if _is_odt(data) else "docx"
    if head.startswith(IMAGES):
        raise ParseError("Dit is een afbeelding, geen document; zet haar eerst door tekstherkenning (OCR).")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ParseError("Dit is een oud Word-bestand (.doc); sla het op als .docx en bied het opnieuw aan.")
    text = encoding.decode_head(data)
    start = text[:HEAD_BYTES].lstrip()
    if case_record.recognises(start):
        return "case"
    if re.match(r"<!doctype\s+html|<html\b", start, re.IGNORECASE) or (
        "<html" in start.lower() and "<vraagdoc" not in text[: 2 * HEAD_BYTES]
    ):
        return "html"
    if start.startswith("<"):
        return "html" if re.match(r"<(?:div|p|h[1-6]|main|article|body)\b", start, re.IGNORECASE) else "xml"
    if start.startswith("{"):
        return "json"
    is_markdown = suffix in {"md", "markdown"} or markdown.LOOKS_LIKE.search(text)
    return "markdown" if is_markdown else "text"


def _is_odt(data: bytes) -> bool:
    try:
        return odt.is_odt(open_zip(data).namelist())
    except ParseError:
        return False


def _parse(data: bytes, name: str) -> ParsedDocument:
    kind = format_of(data, name)
    if kind == "json":
        return json_lines.parse(data)
    if kind == "xml":
        return official_xml.parse(data, name)
    if kind == "case":
        return case_record.parse(data)
    extract = _extract(kind, data)
    document = metadata.complete(genre(extract, name), metadata.from_values(extract.meta))
    return replace(document, warnings=(*document.warnings, *extract.warnings))


def _extract(kind: str, data: bytes) -> Extract:
    readers = {
        "pdf": pdf.extract,
        "docx": docx.extract,
        "odt": odt.extract,
        "html": html.extract,
        "markdown": markdown.extract,
        "text": plain.extract,
    }
    extract = readers[kind](data)
    _check_extent(extract)
    text = "\n".join(extract.lines[:400])
    if (
        kind == "html"
        and re.search(
            r"fout\s?404|pagina (?:is )?niet gevonden|kan niet worden gevonden", text, re.IGNORECASE
        )
        and "Vraag 1" not in text
    ):
        raise ParseError(
            "Dit is een foutpagina («niet gevonden»), geen publicatie; haal het document opnieuw op."
        )
    return extract


def _check_extent(extract: Extract) -> None:
    """Raises ParseError for more text than a publication has, before the rules of reading go over it."""
    if len(extract.lines) > MAX_LINES:
        raise ParseError(f"Het document heeft meer dan {MAX_LINES} regels; splits het.")
    if len(extract.footnotes) > MAX_NOTES:
        raise ParseError(f"Het document heeft meer dan {MAX_NOTES} voetnoten; splits het.")
    if max(map(len, extract.lines), default=0) > MAX_LINE_CHARS:
        raise ParseError(f"Een regel van het document is langer dan {MAX_LINE_CHARS} tekens.")


def genre(extract: Extract, name: str) -> ParsedDocument:
    """Reads lines as a letter or as an Aanhangsel; raises ParseError when they are neither."""
    lines = [line for line in extract.lines if line.strip()]
    is_publication = any(furniture.is_head(line.strip()) for line in lines[:40])
    if not is_publication and letter.recognises(lines):
        return letter.parse(_unwrapped(extract), name)
    if is_publication or aanhangsel.recognises(lines) or any("Vraag 1" in line for line in lines):
        return aanhangsel.parse(extract, name)
    raise ParseError(
        "Dit document is niet herkend als Kamervraag, Aanhangsel of antwoordbrief: er staat geen aanhef "
        "«Vragen van …» of «Antwoord van …» in, geen «Vraag 1» en geen briefhoofd."
    )


def _unwrapped(extract: Extract) -> Extract:
    """A letter's paragraphs, where its lines are those of a printed page."""
    if not extract.printed:
        return extract
    printed = pages.read(extract.lines)
    return replace(extract, lines=printed.paragraphs, footnotes=printed.footnotes, printed=False)
