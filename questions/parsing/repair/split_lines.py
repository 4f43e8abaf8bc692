"""Sentences that a source cuts over two paragraphs."""

from __future__ import annotations

import re

# Of a table or a list, or the place of a picture: a line of its own.
ROW_OR_ITEM = re.compile(r"^(?:[–•-]|\(?(?:\d{1,2}|[a-z]{1,2})[.)])\s|^\|.*\|$|^\[[a-z ]+(?: «.*»)?: zie ")


def mend_split(lines: list[str]) -> list[str]:
    """One sentence cut over two `al` (ah-tk-20142015-1130, Vraag 3) becomes one paragraph again."""
    out: list[str] = []
    for line in lines:
        if ROW_OR_ITEM.search(line) or (out and ROW_OR_ITEM.search(out[-1])):
            out.append(line)
            continue
        cut = out and re.search(r"\b(?:van|de|het|een|en|in|op|te|voor|met|aan|dat|die)$", out[-1])
        if cut or (out and line[0].islower() and out[-1][-1:].isalpha()):
            out[-1] = f"{out[-1]} {line}"
        else:
            out.append(line)
    return out
