"""What the Chamber says of a case (zaak) or of one of its papers, as `harvesting.chamber` writes it down: the
elements of the data warehouse below one root, `zaakgegevens`.

It is the reading of a source of its own, which all printed ones go before, and the metadata beside the file
of a paper.
"""

from __future__ import annotations

import dataclasses
import re

from lxml import etree

from questions.vocabulary.kinds import Chamber, Kind
from questions.vocabulary.names import surname_of

from ..formats.safety import xml_root
from ..types import Asker, ParsedDocument, ParseError
from ..wording import identifiers, people
from ..wording.dates import iso_date
from ..wording.preamble import clean_subject

ROOT = "zaakgegevens"
CASE_KIND = "Schriftelijke vragen"  # of a case, and of the paper with the questions
ASKING = ("Indiener", "Medeindiener")  # how an actor stands to a case
ADDRESSED = "Gericht aan"
KIND_OF_PAPER = {
    CASE_KIND: Kind.QUESTIONS,
    "Mededeling (uitstel antwoord)": Kind.POSTPONEMENT,
    "Antwoord schriftelijke vragen": Kind.ANSWER,
    "Antwoord schriftelijke vragen (nader)": Kind.FURTHER_ANSWER,
}
NOTICE = "Mededeling"  # of anything; of a withdrawal by its subject
WITHDRAWN = re.compile(r"ingetrokken|intrekk", re.IGNORECASE)
# "181902411" is number 2411 of 2018-2019
SERIES_NUMBER = re.compile(r"(\d\d)(\d\d)(\d{5})")
CALLED = re.compile(r"\([^()]*\)")  # the first name in "R.M. (Renske) Leijten"


def paper_kind(kind: str, subject: str) -> Kind | None:
    """What a paper of the Chamber is; None for one that is none of a set of questions."""
    if kind == NOTICE:
        return Kind.WITHDRAWAL if WITHDRAWN.search(subject) else None
    return KIND_OF_PAPER.get(kind)


def recognises(head: str) -> bool:
    return head.startswith(f"<{ROOT}")


def parse(data: bytes) -> ParsedDocument:
    """Raises ParseError for what has no case, or a paper of no kind that is known."""
    root = xml_root(data)
    case = root.find("zaak")
    number = _text(case, "nummer") if case is not None else ""
    if root.tag != ROOT or case is None or not number:
        raise ParseError("De zaakgegevens noemen geen zaak met een nummer.")
    paper = root.find("document")
    document = _case(root, case) if paper is None else _paper(root, paper)
    return dataclasses.replace(
        document,
        case_number=identifiers.metadata_case_number(number),
        chamber=Chamber.EK if _text(case, "organisatie").startswith("Eerste") else Chamber.TK,
        subject=clean_subject(_text(case, "onderwerp")),
        submitted_on=iso_date(_text(case, "gestartOp")),
    )


def complete(document: ParsedDocument, known: ParsedDocument) -> ParsedDocument:
    """A paper with what the Chamber says of it; what the text prints stands, except numbers and the kind."""
    return dataclasses.replace(
        document,
        kind=document.kind if document.answers and not known.kind.answers else known.kind,
        identifier=document.identifier or known.identifier,
        number=known.number or document.number,
        session_year=known.session_year or document.session_year,
        chamber=known.chamber,
        case_number=known.case_number or document.case_number,
        subject=document.subject or known.subject,
        submitted_on=document.submitted_on or known.submitted_on,
        received_on=document.received_on or known.received_on,
    )


def _case(root: etree._Element, case: etree._Element) -> ParsedDocument:
    actors = root.findall("zaakActor")
    offices = [
        office
        for actor in actors
        if _text(actor, "relatie") == ADDRESSED
        for office in people.offices(_text(actor, "functie"))
    ]
    asking = [actor for relation in ASKING for actor in actors if _text(actor, "relatie") == relation]
    askers = [asker for asker in map(_asker, asking) if asker.name]
    return ParsedDocument(Kind.QUESTIONS, askers=tuple(askers), addressees=tuple(dict.fromkeys(offices)))


def _asker(actor: etree._Element) -> Asker:
    """ "M. van Nispen" as a publication prints it: "Van Nispen"."""
    surname = surname_of(CALLED.sub(" ", _text(actor, "actorNaam")).strip())[1]
    name = " ".join(surname.split())
    person = actor.find("persoon")
    guid = person.get("ref") if person is not None else None
    return Asker(name[:1].upper() + name[1:], _text(actor, "actorFractie") or None, guid or None)


def _paper(root: etree._Element, paper: etree._Element) -> ParsedDocument:
    kind = paper_kind(_text(paper, "soort"), _text(paper, "onderwerp"))
    if kind is None:
        raise ParseError("Dit stuk van de Tweede Kamer hoort niet bij Kamervragen.")
    number, year = _series(root, paper)
    is_questions = kind == Kind.QUESTIONS
    return ParsedDocument(
        kind,
        identifier=_text(paper, "documentNummer") or None if _is_at_home(root, paper) else None,
        number=None if is_questions else number,
        session_year=None if is_questions else year,
        received_on=None
        if is_questions
        else iso_date(_text(paper, "datumOntvangst") or _text(paper, "datum")),
    )


def _is_at_home(root: etree._Element, paper: etree._Element) -> bool:
    """One answer may belong to several cases; its number leads to the set of one of them."""
    case = root.find("zaak")
    return case is None or paper.get("bij") in (None, case.get("id"))


def _series(root: etree._Element, paper: etree._Element) -> tuple[int | None, str | None]:
    """Number and session year in the Aanhangsel, from the identifier of its publication or its own number."""
    series = identifiers.series_of(_text(root, "externeidentifier"))
    if series:
        return series.number, series.session_year
    found = SERIES_NUMBER.fullmatch(_text(paper, "aanhangselnummer"))
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        return None, None
    century = 1900 if int(found[1]) > 50 else 2000
    first = century + int(found[1])
    return int(found[3]), f"{first}-{first + 1}"


def _text(element: etree._Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())
