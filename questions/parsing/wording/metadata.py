"""The `metadata.xml` that is published beside a document."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from questions.vocabulary.kinds import Kind

from ..formats.safety import xml_root
from ..types import ParsedDocument
from . import identifiers
from .dates import iso_date

KIND_OF_TYPE = {"mededeling": Kind.POSTPONEMENT, "antwoord": Kind.ANSWER}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the metadata of one publication says; absent is None."""

    identifier: str | None = None
    number: int | None = None
    session_year: str | None = None
    case_number: str | None = None
    kind: Kind | None = None
    title: str | None = None
    submitted_on: dt.date | None = None
    received_on: dt.date | None = None
    published_on: dt.date | None = None


def read(data: bytes) -> Metadata:
    """Reads a metadata file; raises ParseError when it is not well-formed."""
    return from_elements(xml_root(data))


def from_elements(root: etree._Element) -> Metadata:
    """From the `metadata` or `meta` elements below an element: name, scheme and content are attributes."""
    values: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for element in root.iter("{*}metadata", "{*}meta"):
        name = (
            (element.get("name") or "")
            .lower()
            .removeprefix("overheidop.")
            .removeprefix("dcterms.")
            .removeprefix("dc.")
        )
        if element.get("content") is not None:
            values[name].append(
                ((element.get("scheme") or "").lower(), (element.get("content") or "").strip())
            )

    def first(name: str) -> str | None:
        return next((content for _, content in values.get(name, ()) if content), None)

    kinds = [
        content.lower() for scheme, content in values.get("type", ()) if scheme.endswith("aanhangseltypen")
    ]
    identifier = first("identifier")
    series = identifiers.series_of(identifier)
    number = first("aanhangselnummer")
    return Metadata(
        identifier=identifier,
        number=int(number)
        if number and number.isascii() and number.isdigit() and len(number) < 6
        else series.number
        if series
        else None,
        session_year=identifiers.session_year(first("vergaderjaar") or "")
        or (series.session_year if series else None),
        case_number=identifiers.metadata_case_number(first("vraagnummer")),
        kind=next((KIND_OF_TYPE[kind] for kind in kinds if kind in KIND_OF_TYPE), None),
        title=first("title"),
        submitted_on=iso_date(first("datumindiening")),
        received_on=iso_date(first("datumontvangst")),
        published_on=iso_date(first("issued")),
    )


def complete(document: ParsedDocument, known: Metadata) -> ParsedDocument:
    """The document with what only its metadata says; what the text prints stands, except official numbers."""
    is_questions = (known.identifier or document.identifier or "").lower().startswith("kv")
    return dataclasses.replace(
        document,
        identifier=known.identifier or document.identifier,
        number=document.number if is_questions else known.number or document.number,
        session_year=known.session_year or document.session_year,
        chamber=identifiers.chamber_of(known.identifier) if known.identifier else document.chamber,
        case_number=known.case_number or document.case_number,
        kind=Kind.POSTPONEMENT
        if known.kind == Kind.POSTPONEMENT and not document.answers and document.kind == Kind.ANSWER
        else document.kind,
        subject=document.subject or _subject(known.title),
        submitted_on=document.submitted_on or known.submitted_on,
        received_on=document.received_on or (None if is_questions else known.received_on),
        published_on=document.published_on or known.published_on,
    )


def _subject(title: str | None) -> str | None:
    from .preamble import read as read_preamble

    return read_preamble(title).subject if title else None
