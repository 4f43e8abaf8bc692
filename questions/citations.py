"""How a set or one of its answers is cited: in law, in parliament, and for reference managers (BibTeX, RIS,
CSL-JSON).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from questions.models import Document, Inquiry
from questions.vocabulary.kinds import Chamber, Kind

FORMATS = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}
# What a document does, if it answers; in this order where a set has several.
ANSWERED_WORDS = {
    Kind.ANSWER: "beantwoord",
    Kind.CORRECTION: "beantwoord",
    Kind.FURTHER_ANSWER: "nader beantwoord",
}
WITHOUT = "Zonder nummer"
SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\^{}"}
)


@dataclass(frozen=True, slots=True)
class Citation:
    """What identifies a set, or one of its answers: the publication, with title, people, date and address."""

    key: str
    title: str
    authors: tuple[str, ...]
    legal: str
    parliamentary: str
    year: int | None
    date: str | None
    address: str
    number: str
    askers: str
    course: str
    publisher: str
    genre: str

    @property
    def note(self) -> str:
        """What reference managers have no field for."""
        return f"{self.course}. {self.legal}"


def citations(inquiry: Inquiry, documents: Sequence[Document], address: str) -> list[Citation]:
    """One for each document that answers, or one for the questions; `address` is the full address of the
    page.

    A notice has a number too, but who asks for the questions means them.
    """
    answering = sorted(
        (d for d in documents if is_answering(d)),
        key=lambda d: (list(ANSWERED_WORDS).index(Kind(d.kind)), d.pk),
    )
    cited = [_citation(inquiry, document, address) for document in answering]
    first, *others = cited or [_citation(inquiry, next(iter(documents), None), address)]
    return [first, *(replace(other, key=f"{other.key}n{other.number}") for other in others)]


def is_answering(document: Document) -> bool:
    """Whether answers stand in it that no reprint replaced."""
    return Kind(document.kind).answers and not document.replaced_by.all()


def _citation(inquiry: Inquiry, document: Document | None, address: str) -> Citation:
    answers = document is not None and Kind(document.kind).answers
    is_numbered = (
        document is not None
        and document.kind != Kind.QUESTIONS
        and bool(document.number and document.session_year)
    )
    day = (document.received_on if document and answers else None) or inquiry.submitted_on
    legal = f"Vraagnummer {inquiry.case_number}" if inquiry.case_number else ""
    parliamentary, number = legal, inquiry.case_number or ""
    if document is not None and is_numbered and (answers or not legal):
        notice = "" if answers else f" ({document.get_kind_display()})"
        legal, parliamentary, number = (
            document.citation + notice,
            _parliamentary(document) + notice,
            str(document.number),
        )
    return Citation(
        key=re.sub(r"\W", "", inquiry.key),
        title=inquiry.title,
        authors=tuple(asker.name for asker in inquiry.askers.all()),
        legal=legal or WITHOUT,
        parliamentary=parliamentary or WITHOUT,
        year=day.year if day else None,
        date=day.isoformat() if day else None,
        address=address,
        number=number,
        askers=_askers(inquiry),
        course=_course(inquiry, document if answers else None),
        publisher="Eerste Kamer der Staten-Generaal"
        if inquiry.chamber == Chamber.EK
        else "Tweede Kamer der Staten-Generaal",
        genre="Kamervragen met antwoord" if answers else "Kamervragen",
    )


def _askers(inquiry: Inquiry) -> str:
    """ "Koekkoek (Volt) e.a."; two are both named."""
    names = [
        f"{asker.name} ({asker.party_name})" if asker.party_name else asker.name
        for asker in inquiry.askers.all()
    ]
    return " en ".join(names) if len(names) < 3 else f"{names[0]} e.a."


def _course(inquiry: Inquiry, document: Document | None) -> str:
    """ "Kamervragen, beantwoord door minister Van der Ster op 14 maart 2024", or when they were asked."""
    asked = f"ingezonden op {_in_words(inquiry.submitted_on)}" if inquiry.submitted_on else ""
    if document is None:
        return ", ".join(filter(None, ("Kamervragen", asked)))
    signers = [f"{s.role} {s.name}".strip() for s in document.signatories.all() if not s.on_behalf]
    by = f" door {' en '.join(signers)}" if signers else ""
    if document.received_on:
        return f"Kamervragen, {ANSWERED_WORDS[Kind(document.kind)]}{by} op {_in_words(document.received_on)}"
    return ", ".join(filter(None, ("Kamervragen", asked, f"{ANSWERED_WORDS[Kind(document.kind)]}{by}")))


def _in_words(day: dt.date) -> str:
    with override("nl"):
        return date_format(day, "j F Y")


def full(cited: Citation, number: str = "", of: str = "") -> str:
    """All of it in one sentence, for a note: who, what, answered by whom and when, number and address.

    `number` is the question whose address is given, `of` what is cited: "antwoord op vraag 3".
    """
    address = f"{cited.address}#vraag-{number}" if number else cited.address
    legal = cited.legal if cited.legal.startswith("Aanhangsel") else cited.legal[:1].lower() + cited.legal[1:]
    return ", ".join(
        part for part in (cited.askers, f"‘{cited.title}’", cited.course, legal, of, address) if part
    )


def of_answer(cited: Citation, of: str) -> str:
    """ "Aanhangsel Handelingen II 2023/24, nr. 1062, antwoord op vraag 3" (Leidraad voor juridische
    auteurs).
    """
    return f"{cited.legal}, {of}"


def answer_to(numbers: Sequence[str]) -> str:
    """ "antwoord op vraag 3", "antwoord op de vragen 8, 9 en 10"."""
    *first, last = numbers
    return f"antwoord op de vragen {', '.join(first)} en {last}" if first else f"antwoord op vraag {last}"


def json_ld(inquiry: Inquiry, cited: Citation) -> str:
    """The set for machines that read pages (schema.org Report): what, whose, when and where; safe inside a
    script element.
    """
    asked = [
        {"@type": "Person", "name": asker.name}
        | ({"affiliation": asker.party_name} if asker.party_name else {})
        for asker in inquiry.askers.all()
    ]
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": cited.title,
        "genre": cited.genre,
        "identifier": [value for value in (inquiry.case_number, cited.legal) if value],
        "url": cited.address,
        "inLanguage": "nl",
        "author": asked,
        "dateCreated": inquiry.submitted_on.isoformat() if inquiry.submitted_on else None,
        "datePublished": cited.date,
        "dateModified": timezone.localdate(inquiry.updated_at).isoformat(),
        "isAccessibleForFree": True,
        "hasPart": [
            {"@type": "Question", "name": f"Vraag {number}", "url": f"{cited.address}#vraag-{number}"}
            for number in (question.number for question in inquiry.questions.all())
        ],
    }
    text = json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _parliamentary(document: Document) -> str:
    """As the House cites itself: "Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 1062"."""
    years = (document.session_year or "").replace("-", "–")
    chamber = " I" if document.chamber == Chamber.EK else ""
    return f"Aanhangsel Handelingen{chamber}, vergaderjaar {years}, nr. {document.number}"


def bibtex(cited: Citation) -> str:
    """An entry; authors are those who asked."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors),
        "title": f"{{{_tex(cited.title)}}}",
        "year": str(cited.year or ""),
        "date": cited.date or "",
        "type": cited.genre,
        "number": cited.number,
        "institution": cited.publisher,
        "note": _tex(cited.note),
        "url": cited.address,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{kamervragen{cited.key},", *lines, "}", ""])


def _tex(text: str) -> str:
    return text.translate(SPECIAL)


def ris(cited: Citation) -> str:
    """A record, of type government document."""
    lines = [("TY", "GOVDOC"), *(("AU", name) for name in cited.authors), ("TI", cited.title)]
    lines += [
        ("PY", str(cited.year or "")),
        ("DA", (cited.date or "").replace("-", "/")),
        ("M1", cited.number),
    ]
    lines += [("PB", cited.publisher), ("N1", cited.note), ("UR", cited.address), ("LA", "nl")]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def csl_item(cited: Citation) -> dict[str, object]:
    """An item of CSL-JSON."""
    item: dict[str, object] = {
        "id": f"kamervragen{cited.key}",
        "type": "report",
        "genre": cited.genre,
        "title": cited.title,
        "author": [{"literal": name} for name in cited.authors],
        "number": cited.number,
        "publisher": cited.publisher,
        "note": cited.note,
        "URL": cited.address,
        "language": "nl",
    }
    if cited.date:
        item["issued"] = {"date-parts": [[int(part) for part in cited.date.split("-")]]}
    return item


# Files for reference managers, with an entry for each citation.
WRITERS: dict[str, Callable[[Sequence[Citation]], str]] = {
    "bib": lambda cited: "\n".join(map(bibtex, cited)),
    "ris": lambda cited: "".join(map(ris, cited)),
    "json": lambda cited: json.dumps(list(map(csl_item, cited)), ensure_ascii=False, indent=1),
}
