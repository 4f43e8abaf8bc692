"""What stands in a text where its source has something that no text can hold: a picture, a formula, a file.

The reader sees that something is there, and where to find it: "[afbeelding: zie de officiële publicatie]".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

PICTURE, FORMULA, ATTACHMENT = "afbeelding", "formule", "ingesloten bestand"
PLURALS = {PICTURE: "afbeeldingen", FORMULA: "formules", ATTACHMENT: "ingesloten bestanden"}
WHERE = "zie de officiële publicatie"
OMISSION = re.compile(rf"\[(?P<kind>{'|'.join(PLURALS)})(?P<about> «[^\[\]«»]{{1,200}}»)?: {WHERE}\]")
MAX_ABOUT_CHARS = 200


def omission(kind: str, about: str = "") -> str:
    """The text that stands for something; `about` says what it shows, if the source does."""
    said = re.sub(r"[\[\]«»]", "", " ".join(about.split()))[:MAX_ABOUT_CHARS].strip()
    return f"[{kind}{f' «{said}»' if said else ''}: {WHERE}]"


def warnings_of(texts: Iterable[str]) -> list[str]:
    """How many of each kind stand in these texts, for an editor."""
    counts = Counter(found["kind"] for text in texts for found in OMISSION.finditer(text))
    return [
        f"{count} {kind if count == 1 else PLURALS[kind]} niet overgenomen; de tekst verwijst naar de bron."
        for kind, count in counts.items()
    ]
