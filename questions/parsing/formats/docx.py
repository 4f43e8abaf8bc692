"""Word documents: mammoth reads the file (lists, footnotes, text boxes), the HTML extractor takes its
result.
"""

from __future__ import annotations

import io
import re
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree

from ..types import ParseError, refusal
from . import Extract
from .docx_parts import TEXT_PARTS, prepared
from .html import extract as extract_html
from .safety import ENTITY, open_zip, read_member, xml_root

MAX_ELEMENTS = 100_000  # mammoth takes a second for each 10,000; real letters have some 3,000


def _tree(part: bytes) -> etree._Element:
    root = xml_root(part)
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise ParseError("Het Word-document heeft onredelijk veel onderdelen.")
    return root


def extract(data: bytes) -> Extract:
    """Raises ParseError for a damaged, hostile or empty document."""
    archive = open_zip(data)
    names = archive.namelist()
    if "word/document.xml" not in names:
        raise ParseError("Het ZIP-bestand bevat geen Word-document (word/document.xml ontbreekt).")
    roots: dict[str, etree._Element] = {}
    for name in names:
        if name.endswith((".xml", ".rels")):
            part = read_member(archive, name)
            if ENTITY.search(part):
                raise ParseError("Het Word-document definieert XML-entiteiten; dat is niet toegestaan.")
            if name in TEXT_PARTS:
                roots[name] = _tree(part)
    try:
        converted = mammoth.convert_to_html(
            io.BytesIO(prepared(data, archive, roots)),
            convert_image=mammoth.images.img_element(lambda _image: {}),
        )
    except (
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
        OSError,
        SyntaxError,
        RecursionError,
        ExpatError,
    ) as error:
        raise refusal(
            "Het Word-document is beschadigd; open het in Word en sla het opnieuw op.", error
        ) from None
    html = converted.value
    if not re.sub(r"<[^>]*>|\s", "", html):
        raise ParseError("Het Word-document bevat geen tekst.")
    return extract_html(f"<html><body>{html}</body></html>".encode())
