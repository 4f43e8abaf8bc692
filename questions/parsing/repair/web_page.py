"""The official web page saved as text: takes off its frame, and its notes, which stand under "X Noot"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.vocabulary.note_marks import NOTE_MARK

from ..types import Footnote
from .footnotes import note
from .text import one_line

# The close button of a note and its title: "X Noot", "XNoot", "× Noot".
NOTE_TITLE = re.compile(r"^[X×✕]\s*Noot\b\s*(?P<rest>.*)$", re.DOTALL)
NOTE_NUMBER = re.compile(r"^\[?(?P<mark>\d{1,3}|\*{1,3})[\].)]?(?:\s+(?P<rest>\S.*))?$", re.DOTALL)
TOP = re.compile(r"(?:terug\s+)?naar\s+boven\.?$", re.IGNORECASE)
TABLE_OF_DATES = re.compile(r"Datum\s+publicatie\W*Organisatie", re.IGNORECASE)  # at the head of the page
FRAME = re.compile(
    r"(?:terug\s+)?naar\s+(?:boven|begin(?:\s+van\s+de\s+pagina)?|(?:de\s+)?(?:inhoud|hoofdinhoud))"
    r"|(?:spring|ga)\s+naar\s+(?:de\s+)?(?:hoofd)?inhoud|sluiten|afdrukken|printen|print"
    r"|deel\s+(?:deze\s+pagina|dit\s+document)|(?:toon|verberg)\s+technische\s+info(?:rmatie)?",
    re.IGNORECASE,
)


def recognises(lines: Sequence[str]) -> bool:
    """Whether a text was saved from the web page: each line is a paragraph then, not a printed line."""
    return any(
        NOTE_TITLE.match(line.strip()) or TOP.match(line.strip()) or TABLE_OF_DATES.match(line.strip())
        for line in lines
    )


def take_off(lines: Sequence[str]) -> tuple[list[str], list[Footnote]]:
    """(the lines without the frame and the notes, the notes)."""
    out: list[str] = []
    notes: list[tuple[str, list[str]]] = []
    is_inside = False
    for line in lines:
        bare = line.strip()
        title = NOTE_TITLE.match(bare)
        if title:
            notes.append(("", []))
            is_inside, bare = True, title["rest"]
        elif FRAME.fullmatch(one_line(bare).rstrip(".")):
            is_inside = is_inside and not bare.lower().endswith("boven")
            continue
        if not is_inside:
            out.append(line)
        elif bare:
            notes[-1] = _with_line(*notes[-1], bare)
    return out, [note(mark, text) for mark, text in notes if mark and text]


def _with_line(mark: str, text: list[str], line: str) -> tuple[str, list[str]]:
    """A note with one more line; the first says its mark."""
    number = NOTE_NUMBER.match(NOTE_MARK.sub(r"\1 ", line)) if not mark else None
    if not number:
        return mark, [*text, line]
    return number["mark"], [*text, *filter(None, [number["rest"]])]
