"""What printed pages carry besides their text: heads, feet, identifiers."""

from __future__ import annotations

import re

YEARS = r"\d{4}\s*[–-]\s*\d{4}"
# "Tweede Kamer, vergaderjaar 2024–2025, Aanhangsel 1Het onderzoek …": the text of the next page is glued on.
FOOTER = re.compile(
    rf"^(?:ISSN\s*0921\s*-\s*7398\s*)?(?:[’'`‘]s-Gravenhage\s*\d{{4}}\s*)?"
    rf"(?:(?:Tweede|Eerste)\s+Kamer,\s*vergaderjaar\s*{YEARS},\s*(?:Aanhangsel|Vragen)\s*(?:\d{{1,3}})?"
    rf"(?P<rest>.*))?$"
)
FURNITURE = re.compile(
    rf"^(?:(?:Tweede|Eerste)\s+Kamer\s+der\s+Staten-Generaal\s*\d?|Vergaderjaar\s+{YEARS}(?:\s+"
    rf"(?:Aanhangsel|Vragen)\b.*)?|"
    r"Vragen\s+gesteld\s+door\s+de\s+leden\s+der\s+Kamer.*|regering\s+gegeven\s+antwoorden"
    r"|Aanhangsel\s+van\s+de\s+Handelingen|"
    r"#?\s*[12])$",
    re.IGNORECASE,
)
CHAMBER_MARK = re.compile(r"^#?\s*[12]$")  # at the head only; further on it is a footnote's mark
IDENTIFIER_LINE = re.compile(r"^(?:ah|kv)-[\w-]+$", re.IGNORECASE)
# "h tk 20232024 387"
DAMAGED_IDENTIFIER = re.compile(r"^\W*[ak]?[hv][ -](?:tk|ek)[ -]\d{8}[ -]\d+$", re.IGNORECASE)
PAGE_RULE = re.compile(r"^-{5,}$")


def is_head(line: str) -> bool:
    """Whether a line is of the head of a publication; the chamber's "2" alone may be anything."""
    return FURNITURE.match(line) is not None and not CHAMBER_MARK.match(line)
