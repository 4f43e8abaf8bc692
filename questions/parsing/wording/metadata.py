"""The metadata of a publication: a file beside it (`metadata.xml`, `metadata_owms.xml`, a record of the SRU
service), the head of an HTML page, or the reference in the XML itself.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from questions.vocabulary.kinds import Kind

from ..formats.safety import xml_root
from ..types import ParsedDocument
from . import identifiers
from .dates import iso_date

# The elements whose children are metadata, in OWMS and in the records of the SRU service.
OWMS_GROUPS = ("owmskern", "owmsmantel", "oep", "tpmeta")
# Also "dcterms.modified" as an element, with a dot (metadata_owms.xml).
PREFIX = re.compile(r"^(?:overheidop|overheid|dcterms|dc)[.:]")
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


def read(data: bytes, name: str = "") -> Metadata:
    """Reads a metadata file in any of its forms; raises ParseError when it is not well-formed.

    `name` is the file name of the document: an answer of the SRU service may hold the records of several.
    """
    root = xml_root(data)
    records = list(root.iter("{*}record"))
    found = [from_elements(record) for record in records] or [from_elements(root)]
    wanted = identifiers.find_identifier(name)
    return next((known for known in found if wanted and _is_same(known.identifier, wanted)), found[0])


def _is_same(identifier: str | None, other: str) -> bool:
    return identifier is not None and identifiers.canonical(identifier) == identifiers.canonical(other)


def from_elements(root: etree._Element) -> Metadata:
    """From the `metadata` or `meta` elements below an element, whose name, scheme and content are
    attributes, and from the elements of OWMS and of an SRU record, which hold texts.
    """
    values = [
        (element.get("name") or "", element.get("scheme") or "", element.get("content") or "")
        for element in root.iter("{*}metadata", "{*}meta")
    ]
    for group in root.iter(*(f"{{*}}{name}" for name in OWMS_GROUPS)):
        values += [
            (str(element.tag).rsplit("}", 1)[-1], element.get("scheme") or "", str(element.text or ""))
            for element in group.iterchildren()
            if isinstance(element.tag, str)
        ]
    return from_values(values)


def from_values(given: Iterable[tuple[str, str, str]]) -> Metadata:
    """From (name, scheme, content), as in an official page's meta elements: "OVERHEIDop.vraagnummer"."""
    values: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, scheme, content in given:
        if content.strip():
            values[PREFIX.sub("", name.lower())].append((scheme.lower(), " ".join(content.split())))

    def first(name: str) -> str | None:
        return next((content for _, content in values.get(name, ())), None)

    kinds = [
        content.lower()
        for name in ("type", "subrubriek")
        for scheme, content in values.get(name, ())
        if scheme.endswith("aanhangseltypen")
    ]
    extern = identifiers.find_identifier(first("externmetadatarecord") or "")
    identifier = identifiers.find_identifier(first("identifier") or "") or extern
    series = identifiers.series_of(identifier)
    number = first("aanhangselnummer") or ""
    return Metadata(
        identifier=identifier,
        number=int(number) if re.fullmatch(r"[0-9]{1,5}", number) else series.number if series else None,
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
