"""The text of official XML as it came."""

from __future__ import annotations

from lxml import etree

from ..formats.safety import xml_root
from ..repair.text import one_line


def lines(data: bytes) -> tuple[str, ...]:
    """Each element with text of its own as one line, with all that is in it; raises ParseError if no XML."""
    found: list[str] = []
    inside: set[etree._Element] = set()
    for element in xml_root(data).iter():
        if element.getparent() in inside:
            inside.add(element)
        elif isinstance(element.tag, str) and (element.text or "").strip():
            inside.add(element)
            found.append(one_line("".join(map(str, element.itertext()))))
    return tuple(found)
