"""Word documents: mammoth reads the file (lists, footnotes, text boxes), the HTML extractor takes its
result.
"""

from __future__ import annotations

import io
import re
import zipfile

import mammoth
from lxml import etree

from ..types import ParseError, refusal
from . import Extract
from .docx_parts import TEXT_PARTS, prepared
from .html import extract as extract_html
from .safety import ENTITY, open_zip, read_member, xml_root

MAX_ELEMENTS = 50_000  # of a text; mammoth takes a second for each 10,000, real letters have some 3,000
MAX_TAGS = 300_000  # of all parts together; the styles of a ministry have some 20,000
TOO_MANY = "Het Word-document heeft onredelijk veel onderdelen; sla het eenvoudiger op."
UTF16_SIGNS = b"\0\xff\xfe\xef\xbb\xbf \t\r\n"  # which may stand before the first tag


def _tree(part: bytes) -> etree._Element:
    root = xml_root(part)
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise ParseError(TOO_MANY)
    return root


def _is_xml(part: bytes) -> bool:
    """By its bytes: a relation may give any name to what mammoth then reads."""
    return part[:64].lstrip(UTF16_SIGNS).startswith(b"<")


def _checked_texts(archive: zipfile.ZipFile, names: list[str]) -> dict[str, etree._Element]:
    """The trees of the parts with text; raises ParseError when any part is hostile, or all are too many."""
    roots: dict[str, etree._Element] = {}
    tags = 0
    for name in names:
        part = read_member(archive, name)
        if not _is_xml(part):
            continue
        if ENTITY.search(part.replace(b"\0", b"")):
            raise ParseError("Het Word-document definieert XML-entiteiten; dat is niet toegestaan.")
        tags += part.count(b"<")
        if tags > MAX_TAGS:
            raise ParseError(TOO_MANY)
        if name in TEXT_PARTS:
            roots[name] = _tree(part)
    return roots


def extract(data: bytes) -> Extract:
    """Raises ParseError for a damaged, hostile or empty document."""
    archive = open_zip(data)
    names = archive.namelist()
    if "word/document.xml" not in names:
        raise ParseError("Het ZIP-bestand bevat geen Word-document (word/document.xml ontbreekt).")
    roots = _checked_texts(archive, names)
    try:
        converted = mammoth.convert_to_html(
            io.BytesIO(prepared(data, archive, roots)),
            convert_image=mammoth.images.img_element(lambda _image: {}),
        )
    except Exception as error:  # mammoth raises whatever its parsers and its own code stumble over
        raise refusal(
            "Het Word-document is beschadigd; open het in Word en sla het opnieuw op.", error
        ) from None
    html = converted.value
    if not re.sub(r"<[^>]*>|\s", "", html):
        raise ParseError("Het Word-document bevat geen tekst.")
    return extract_html(f"<html><body>{html}</body></html>".encode())
