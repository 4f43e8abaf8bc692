"""What a provisional notice says of its set in its running text."""

from __future__ import annotations

import re

from ..repair.text import one_line
from ..wording import identifiers, preamble

OWN_NUMBER = re.compile(
    r"(?:De|Op\s+de)\s+(?:schriftelijke\s+|Kamer)?vragen\s+van\s+(?:(?!\.\s).){5,500}?"
    r"\(\s*(?:kenmerk:?\s*)?(?P<number>(?:19|20)\d\dZ\s?\d{5})\s*\),?\s+(?:kunnen|kan|zullen|worden)\b",
    re.IGNORECASE,
)


def told_by(notice: str | None) -> str:
    """The part of a notice that names the set, as a preamble would say it."""
    text = one_line(notice or "")
    text = re.sub(
        r"\b(?:hebben|heeft)\s+((?:het\s+lid|de\s+leden)\b.{0,500}?)\s+(?:schriftelijke\s+)?vragen\s+gesteld\b",
        r"Vragen van \1",
        text,
    )
    found = preamble.QUESTION_START.search(text)
    if not found:
        return ""
    return re.split(
        r"\s+(?:kunnen|kan)\s+(?:helaas\s+)?niet\b|\s+niet\s+binnen\b|(?<=\w)\.\s|\s*\((?:19|20)\d\dZ|$",
        text[found.start() :],
    )[0]


def told_case_number(notice: str | None) -> str | None:
    """The number by which a notice names its own set: "De vragen van … over … (2024Z16988) kunnen niet …"
    (ah-tk-20242025-562).
    """
    found = OWN_NUMBER.match(one_line(notice or ""))
    return identifiers.case_number(found["number"]) if found else None
