"""Numbers of questions and answers: headings such as "Antwoord 2, 3 en 5 t/m 7" to lists of labels."""

from __future__ import annotations

import re

# a space belongs to a letter or to the join, never to either
LABEL = r"(?<!\d)\d{1,3}(?:\s?[a-z])?(?![a-z\d]|/m)"
LETTER = r"(?<![a-z\d])[a-z](?![a-z/])"  # of a number before it: "2a, b en c"
# Joins seen over 729 documents: "," "en" ", en" "t/m" "tot en met" "–" "-" "&" "/" and a bare space ("27 29
# 29").
JOIN = r"(?:\s*,?\s*en\s+vra(?:ag|gen)\s+|\s*,\s*(?:en\s*)?|\s*(?:en|t/m|tot\s+en\s+met|&|/|[-–])\s*|\s+)"
# Each label is taken once and for all: "1 a" is a label, and not also a label, a join and a letter. A row of
# them could be read in a number of ways that doubles with each.
NUMBER_LIST = rf"(?>{LABEL})(?>{JOIN}(?:{LABEL}|{LETTER}))*"
TOKEN = re.compile(
    rf"(?P<range>t/m|tot\s+en\s+met|[-–])|(?P<label>{LABEL})|(?P<letter>{LETTER})", re.IGNORECASE
)
BARE_NUMBERS = re.compile(NUMBER_LIST, re.IGNORECASE)
MAX_RANGE_NUMBERS = 200
MAX_LABELS = 1000  # under one heading; more is no heading

_QUESTION_WORD = r"(?:deel)?vra(?:ag|gen)"
_ANSWER_WORD = r"(?:nader\s+)?antwoord(?:en)?(?:\s*(?:op\s+)?(?:de\s+)?vra(?:ag|gen))?"
QUESTION_HEADING = re.compile(
    rf"{_QUESTION_WORD}\s*(?:nrs?\.?\s*)?(?P<numbers>{NUMBER_LIST})?\s*(?P<end>[.:]?)\s*$", re.IGNORECASE
)
ANSWER_HEADING = re.compile(
    rf"{_ANSWER_WORD}\s*(?:nrs?\.?\s*)?(?P<numbers>{NUMBER_LIST})?\s*(?P<end>[.:]?)\s*$", re.IGNORECASE
)
# A heading with its text on the same line: "Antwoord: Ja." "Vraag 1: Kent u …"
INLINE_HEADING = re.compile(
    rf"(?:(?P<question>{_QUESTION_WORD})\s*(?P<qnumbers>{NUMBER_LIST})|(?P<answer>{_ANSWER_WORD})\s*(?P"
    rf"<anumbers>{NUMBER_LIST})?)"
    r"\s*:\s*(?P<text>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


def labels(text: str) -> tuple[str, ...]:
    """ "2, 3 en 5 t/m 7" → 2 3 5 6 7; "1a" stays a label; a range that runs backwards stays two labels."""
    found: list[str] = []
    pending_range = False
    for token in TOKEN.finditer(text):
        if len(found) > MAX_LABELS:
            break
        if token["range"]:
            pending_range = bool(found)
            continue
        if token["letter"]:
            stem = found[-1].rstrip("abcdefghijklmnopqrstuvwxyz") if found else ""
            if not stem or stem == found[-1]:
                continue
            label = stem + token["letter"].lower()
        else:
            label = re.sub(r"\s", "", token["label"]).lower()
        found.extend(_range(found[-1], label) if pending_range else [label])
        pending_range = False
    return tuple(dict.fromkeys(found))


def _range(first: str, last: str) -> list[str]:
    """The labels after `first` up to and with `last`."""
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= MAX_RANGE_NUMBERS:
        return [str(n) for n in range(int(first) + 1, int(last) + 1)]
    same_stem = first[:-1] == last[:-1] and first[-1].isalpha() and last[-1].isalpha()
    if same_stem and first < last:
        return [f"{first[:-1]}{chr(c)}" for c in range(ord(first[-1]) + 1, ord(last[-1]) + 1)]
    return [last]


def unique(label: str, seen: dict[str, int]) -> str:
    """A label of its own: a number that is printed twice becomes "21-2".

    `seen` keeps how often each was there.
    """
    seen[label] = seen.get(label, 0) + 1
    return label if seen[label] == 1 else f"{label}-{seen[label]}"
