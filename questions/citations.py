"""How a set or one of its answers is cited: in law, in parliament, and for reference managers (BibTeX, RIS, CSL-JSON)."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import override

from questions.models import Document, Inquiry

FORMATS = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}
ANSWERS = ("answer", "correction")
SPECIAL = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\^{}"})


@dataclass(frozen=True, slots=True)
class Citation:
    """What identifies a set: its most telling publication, with title, people, date and address."""

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

    @property
    def note(self) -> str:
        """What reference managers have no field for."""
        return f"{self.course}. {self.legal}"


def citation(inquiry: Inquiry, documents: list[Document], address: str) -> Citation:
    """For the answer if there is one, else the questions; `address` is the full address of the page."""
    ranked = sorted(documents, key=lambda d: (d.kind not in ANSWERS, bool(d.replaced_by.all()), d.pk))
    document = ranked[0] if ranked else None
    numbered = document is not None and document.kind != "questions" and bool(document.number and document.session_year)
    day = (document.received_on if document else None) or inquiry.submitted_on
    case = f"Vraagnummer {inquiry.case_number}" if inquiry.case_number else "Kamervragen zonder nummer"
    return Citation(
        key=re.sub(r"\W", "", inquiry.key),
        title=inquiry.title,
        authors=tuple(asker.name for asker in inquiry.askers.all()),
        legal=document.citation if document and numbered else case,
        parliamentary=_parliamentary(document) if document and numbered else case,
        year=day.year if day else None,
        date=day.isoformat() if day else None,
        address=address,
        number=str(document.number) if document and numbered else (inquiry.case_number or ""),
        askers=_askers(inquiry),
        course=_course(inquiry, document),
        publisher="Eerste Kamer der Staten-Generaal" if inquiry.chamber == "ek" else "Tweede Kamer der Staten-Generaal",
    )


def _askers(inquiry: Inquiry) -> str:
    """ "Koekkoek (Volt) e.a."; two are both named."""
    names = [f"{asker.name} ({asker.party_name})" if asker.party_name else asker.name for asker in inquiry.askers.all()]
    return " en ".join(names) if len(names) < 3 else f"{names[0]} e.a."


def _course(inquiry: Inquiry, document: Document | None) -> str:
    """ "Kamervragen, beantwoord door minister Van der Ster op 14 maart 2024"."""
    if document is None or document.kind not in ANSWERS:
        day = inquiry.submitted_on
        return f"Kamervragen, ingezonden op {_in_words(day)}" if day else "Kamervragen"
    signers = [f"{s.role} {s.name}".strip() for s in document.signatories.all() if not s.on_behalf]
    by = f" door {' en '.join(signers)}" if signers else ""
    return f"Kamervragen, beantwoord{by}" + (f" op {_in_words(document.received_on)}" if document.received_on else "")


def _in_words(day: dt.date) -> str:
    with override("nl"):
        return date_format(day, "j F Y")


def full(cited: Citation, number: str = "", answered: bool = False) -> str:
    """All of it in one sentence, for a note: who, what, answered by whom and when, number and address."""
    legal = of_answer(cited, number, answered) if number else cited.legal
    address = f"{cited.address}#vraag-{number}" if number else cited.address
    return ", ".join(part for part in (cited.askers, f"‘{cited.title}’", cited.course, legal, address) if part)


def of_answer(cited: Citation, number: str, answered: bool) -> str:
    """ "Aanhangsel Handelingen II 2023/24, nr. 1062, antwoord op vraag 3" (Leidraad voor juridische auteurs)."""
    return f"{cited.legal}, {'antwoord op ' if answered else ''}vraag {number}"


def json_ld(inquiry: Inquiry, cited: Citation) -> str:
    """The set for machines that read pages (schema.org Report): what, whose, when and where; safe inside a script element."""
    asked = [
        {"@type": "Person", "name": asker.name} | ({"affiliation": asker.party_name} if asker.party_name else {})
        for asker in inquiry.askers.all()
    ]
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": cited.title,
        "genre": "Kamervragen met antwoord" if inquiry.is_answered else "Kamervragen",
        "identifier": [value for value in (inquiry.case_number, cited.legal) if value],
        "url": cited.address,
        "inLanguage": "nl",
        "author": asked,
        "dateCreated": inquiry.submitted_on.isoformat() if inquiry.submitted_on else None,
        "datePublished": cited.date,
        "dateModified": inquiry.updated_at.date().isoformat(),
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
    chamber = " I" if document.chamber == "ek" else ""
    return f"Aanhangsel Handelingen{chamber}, vergaderjaar {years}, nr. {document.number}"


def bibtex(cited: Citation) -> str:
    """One entry; authors are those who asked."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors),
        "title": f"{{{_tex(cited.title)}}}",
        "year": str(cited.year or ""),
        "date": cited.date or "",
        "type": "Kamervragen met antwoord",
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
    """One record, of type government document."""
    lines = [("TY", "GOVDOC"), *(("AU", name) for name in cited.authors), ("TI", cited.title)]
    lines += [("PY", str(cited.year or "")), ("DA", (cited.date or "").replace("-", "/")), ("M1", cited.number)]
    lines += [("PB", cited.publisher), ("N1", cited.note), ("UR", cited.address), ("LA", "nl")]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def csl_json(cited: Citation) -> str:
    """A list with one item, as reference managers read it."""
    item: dict[str, object] = {
        "id": f"kamervragen{cited.key}",
        "type": "report",
        "genre": "Kamervragen met antwoord",
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
    return json.dumps([item], ensure_ascii=False, indent=1)


WRITERS = {"bib": bibtex, "ris": ris, "json": csl_json}
