"""Bounds on what comes from outside: sizes, nesting, entities and archives that unpack to more than they
should.
"""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from questions.vocabulary.lengths import MAX_DOCUMENT_BYTES, MAX_UNPACKED_RATIO

from ..types import ParseError, refusal
from .encoding import decode, without_declaration

MAX_UNPACKED_BYTES = 128 * 1024 * 1024
MAX_ELEMENT_DEPTH = 150
DOCTYPE = re.compile(
    rb"<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def check_size(data: bytes) -> None:
    """Raises ParseError for an empty or an over-large file."""
    if not data.strip():
        raise ParseError("Het bestand is leeg.")
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ParseError(f"Het bestand is groter dan {MAX_DOCUMENT_BYTES // 1024 // 1024} MB.")


def xml_root(data: bytes) -> etree._Element:
    """The root of an XML document; entities are never resolved, a DOCTYPE without entities is dropped.

    Raises ParseError when it is not well-formed, nests too deep, or defines entities.
    """
    check_size(data)
    data = without_declaration(decode(data)).encode()
    head = data[:100_000]
    if ENTITY.search(data):
        raise ParseError(
            "Het XML-bestand definieert entiteiten; dat is om veiligheidsredenen niet toegestaan."
        )
    declared = re.search(rb"<!DOCTYPE", head, re.IGNORECASE)
    if declared:
        doctype = DOCTYPE.match(data[: declared.start() + len(head)], declared.start())
        data = data[: declared.start()] + data[doctype.end() :] if doctype else data
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise refusal("Het XML-bestand is niet goed gevormd; haal het opnieuw op.", error) from None
    check_depth(root)
    return root


def whole_number(text: str | None, absent: int, digits: int) -> int:
    """A number in an attribute; `absent` for what is none or has more than `digits` digits."""
    return int(text) if text and re.fullmatch(rf"[0-9]{{1,{digits}}}", text) else absent


def check_depth(root: etree._Element) -> None:
    """Raises ParseError when elements nest so deep that no real publication does."""
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_ELEMENT_DEPTH:
            raise ParseError("De elementen van het bestand zijn te diep genest.")


def open_zip(data: bytes) -> zipfile.ZipFile:
    """An archive whose contents stay within bounds; raises ParseError otherwise."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except Exception as error:  # whatever the library stumbles over
        raise refusal(
            "Het Word- of ZIP-bestand is beschadigd of niet volledig; haal het opnieuw op.", error
        ) from None
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_UNPACKED_RATIO * max(len(data), 4096):
        raise ParseError("Het ZIP-bestand wordt bij uitpakken onredelijk groot.")
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One file of an archive, never more than its own bound; raises ParseError when it is damaged."""
    try:
        with archive.open(name) as member:
            data = member.read(MAX_UNPACKED_BYTES + 1)
    except Exception as error:
        raise refusal(
            f"Onderdeel «{name}» van het ZIP-bestand is niet te lezen; haal het bestand opnieuw op.", error
        ) from None
    if len(data) > MAX_UNPACKED_BYTES:
        raise ParseError(f"Onderdeel «{name}» van het ZIP-bestand is te groot.")
    return data
