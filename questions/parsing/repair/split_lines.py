"""Sentences that a source cuts over two paragraphs."""

from __future__ import annotations

import re

# Of a table or a list, or the place of a picture: a line of its own.
ROW_OR_ITEM = re.compile(r"^(?:[–•-]|\(?(?:\d{1,2}|[a-z]{1,2})[.)])\s|^\|.*\|$|^\[[a-z ]+(?: «.*»)?: zie ")
CUT = re.compile(r"\b(?:van|de|het|een|en|in|op|te|voor|met|aan|dat|die)$")
MAX_CUT_CHARS = 10  # in which such a word and what is before it stand


def mend_split(lines: list[str]) -> list[str]:
    """One sentence cut over two `al` (ah-tk-20142015-1130, Vraag 3) becomes one paragraph again."""
    out: list[list[str]] = []  # the lines of each paragraph
    is_apart = True  # whether the one before is a row or an item
    for line in lines:
        is_own = ROW_OR_ITEM.match(line) is not None
        if not (is_own or is_apart) and (
            CUT.search(out[-1][-1][-MAX_CUT_CHARS:]) or (line[0].islower() and out[-1][-1][-1:].isalpha())
        ):
            out[-1].append(line)
        else:
            out.append([line])
            is_apart = is_own
    return [" ".join(parts) for parts in out]
