"""The official web page saved as text: takes off its frame, and its notes, which stand under "X Noot"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class _Note:
    """A note as far as it was read."""

    mark: str = ""
    lines: list[str] = field(default_factory=list)


def recognises(lines: Sequence[str]) -> bool:
    """Whether a text was saved from the web page: each line is a paragraph then, not a printed line."""
    return any(
        NOTE_TITLE.match(line.strip()) or TOP.match(line.strip()) or TABLE_OF_DATES.match(line.strip())
        for line in lines
    )


def take_off(lines: Sequence[str]) -> tuple[list[str], list[Footnote]]:
    """(the lines without the frame and the notes, the notes)."""
    out: list[str] = []
    notes: list[_Note] = []
    is_inside = False
    for line in lines:
        bare = line.strip()
        title = NOTE_TITLE.match(bare)
        if title:
            notes.append(_Note())
            is_inside, bare = True, title["rest"]
        elif FRAME.fullmatch(one_line(bare).rstrip(".")):
            is_inside = is_inside and not bare.lower().endswith("boven")
            continue
        if not is_inside:
            out.append(line)
        elif bare:
            _add_line(notes[-1], bare)
    return out, [note(found.mark, found.lines) for found in notes if found.mark and found.lines]


def _add_line(found: _Note, line: str) -> None:
    """The first line says the mark."""
    number = NOTE_NUMBER.match(NOTE_MARK.sub(r"\1 ", line)) if not found.mark else None
    if not number:
        found.lines.append(line)
        return
    found.mark = number["mark"]
    found.lines += filter(None, [number["rest"]])
