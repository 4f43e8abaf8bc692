"""What official XML has and no text can hold: pictures, formulas, embedded files."""

from __future__ import annotations

from lxml import etree

from questions.vocabulary.omissions import ATTACHMENT, FORMULA, PICTURE, omission

from ..repair.text import one_line

OMITTED = {
    "plaatje": PICTURE, "illustratie": PICTURE, "img": PICTURE, "figuur": PICTURE, "graphic": PICTURE,
    "formule": FORMULA, "math": FORMULA, "object": ATTACHMENT, "embed": ATTACHMENT,
}  # fmt: skip
APART = {"plaatje", "figuur"}  # a paragraph of its own, also within one
TITLES = ("{*}titel", "{*}title", "{*}bijschrift", "{*}onderschrift", "{*}kop")


def is_omitted(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag in OMITTED


def place_of(element: etree._Element) -> str:
    """What stands for it in the text, with its title if it has one."""
    titles = (one_line("".join(map(str, part.itertext()))) for part in element.iter(*TITLES))
    about = element.get("alt") or element.get("title") or next(filter(None, titles), "")
    return omission(OMITTED[str(element.tag)], about)


def within_line(element: etree._Element) -> str:
    """The same within a paragraph; "\\v" parts what stands apart."""
    said = place_of(element)
    return f"\v{said}\v" if element.tag in APART else said


# Whose text is read, or is about the publication and no part of it.
READ = {
    "vraag", "antwoord", "kamervraagomschrijving", "omschr", "kamervraagopmerking", "toelicht", "toelichting",
    "reactie", "noot", "noten", "kamervraagkop", "kamervraagnummer", "vraagnummer", "aanhangselnummer",
    "kamervraagonderwerp", "ondw", "metadata", "metadata_gegevens", "owms-metadata", "kop", "tekstregel",
    "status", "titel", "frontpagina", "nr",
}  # fmt: skip
MAX_SAID_CHARS = 80


def unread(root: etree._Element) -> list[str]:
    """A warning for text that stands outside questions and answers, such as an annex."""
    texts: list[str] = []
    for element in root.iterchildren():
        texts += _texts_outside(element)
    said = one_line(" ".join(texts))
    if not said:
        return []
    excerpt = said[:MAX_SAID_CHARS] + ("…" if len(said) > MAX_SAID_CHARS else "")
    return [f"Niet overgenomen: tekst buiten de vragen en antwoorden («{excerpt}»)."]


def _texts_outside(element: etree._Element) -> list[str]:
    if not isinstance(element.tag, str) or element.tag in READ:
        return []
    own = [
        element.text or "",
        *(part for child in element for part in [*_texts_outside(child), child.tail or ""]),
    ]
    return [text for text in own if text.strip()]
