"""Documents of before 2010 print a number alone, and the sentence on who answers between questions and
answers.
"""

from __future__ import annotations

import datetime as dt

from questions.parsing import ParsedDocument, parse

ASKED = (
    "Vragen van het lid Terlaak (SP) aan de minister van Defensie over vlaggen. (Ingezonden 12 oktober 2005)"
)
SIGNED = "Antwoord van minister Hoogveld (Defensie). (Ontvangen 8 november 2005)"


def texts(document: ParsedDocument) -> tuple[list[tuple[str, str]], list[tuple[tuple[str, ...], str]]]:
    return [(q.number, q.text) for q in document.questions], [(a.numbers, a.text) for a in document.answers]


READ = (
    [("1", "Kent u dit?"), ("2", "Vindt u dit goed?"), ("3", "Zo nee, waarom niet?")],
    [(("1",), "Ja."), (("2", "3"), "Nee.\n\nDat kan niet.")],
)


def test_a_page_with_numbers_of_their_own() -> None:
    asked = "".join(f'<div class="vraag"><p class="nummer">{n}</p><p>{text}</p></div>' for n, text in READ[0])
    answered = (
        '<div class="antwoord"><p class="nummer">1</p><p>Ja.</p></div><div class="antwoord"><p '
        'class="nummer">2 en 3</p><p>Nee.</p><p>Dat kan niet.</p></div>'
    )
    page = (
        f"<html><body><div "
        f'id="main-column"><h1>{ASKED}</h1>{asked}<h1>{SIGNED}</h1>{answered}</div></body></html>'
    )
    document = parse(page.encode(), "ah-tk-20052006-321.html")
    assert texts(document) == READ
    assert document.answered_by[0].name == "Hoogveld"
    assert document.received_on == dt.date(2005, 11, 8)


def test_xml_with_the_number_in_a_heading_or_a_first_paragraph() -> None:
    for tag in ("tussenkop", "al"):
        asked = "".join(f"<vraag><{tag}>{n}</{tag}><al>{text}</al></vraag>" for n, text in READ[0])
        answered = (
            f"<antwoord><{tag}>1</{tag}><al>Ja.</al></antwoord><antwoord><{tag}>2 en "
            f"3</{tag}><al>Nee.</al><al>Dat kan niet.</al></antwoord>"
        )
        questions = f"<vragen><omschr>{ASKED}</omschr>{asked}</vragen>"
        reply = f"<reactie><omschr>{SIGNED}</omschr>{answered}</reactie>"
        file = f"<vraagdoc><body>{questions}{reply}</body></vraagdoc>"
        assert texts(parse(file.encode(), "x.xml")) == READ
