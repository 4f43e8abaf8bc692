import datetime as dt

import pytest

from questions.parsing import ParseError
from questions.parsing.genres.official_xml import parse

HEAD = (
    '<?xml version="1.0" '
    'encoding="utf-8"?>\r\n<officiele-publicatie><kamervragen><kamervraagnummer>330</kamervraagnummer>'
    '<kamervraagomschrijving type="vraag">Vragen van het lid '
    "<naam><achternaam>Terlaak</achternaam></naam> (<politiek>SP</politiek>) "
    "aan de Minister van Defensie over <kamervraagonderwerp>vlaggen</kamervraagonderwerp> "
    "(ingezonden 3 mei 2016).</kamervraagomschrijving>"
    '<kamervraagomschrijving type="antwoord">Antwoord van Minister '
    "<naam><achternaam>Hoogveld</achternaam></naam> (Defensie) "
    "(ontvangen 20 mei 2016).</kamervraagomschrijving>"
)
TAIL = "</kamervragen></officiele-publicatie>"


def read(body: str, name: str = "ah-tk-20152016-330.xml"):
    return parse(("\ufeff" + HEAD + body + TAIL).encode(), name)


def qa(question: str, answer: str = "<al>Ja.</al>") -> str:
    return (
        f'<vraag><nr status="officieel">Vraag 1</nr>{question}</vraag><antwoord><nr>Antwoord '
        f"1</nr>{answer}</antwoord>"
    )


def test_the_envelope() -> None:
    document = read(qa("<al>A?</al>"))
    assert document.identifier == "ah-tk-20152016-330"
    assert document.number == 330
    assert document.session_year == "2015-2016"
    assert document.subject == "vlaggen"
    assert document.askers[0].party == "SP"
    assert document.kind == "answer"
    assert document.submitted_on == dt.date(2016, 5, 3)
    assert document.warnings == ()


def test_the_tail_of_a_footnote_belongs_to_the_sentence() -> None:
    document = read(
        qa(
            '<al>Kent u «A»<noot id="n1"><noot.nr>1</noot.nr><noot.al>De Krant, <extref '
            'soort="URL" '
            'doc="https://k.example/a">link</extref></noot.al><noot.al>Tweede.</noot.al></noot> en '
            "«B»?</al>"
        )
    )
    assert document.questions[0].text == "Kent u «A»[^1] en «B»?"
    assert document.footnotes[0].text == "De Krant, link\n\nTweede."
    assert document.footnotes[0].urls == ("https://k.example/a",)


def test_a_case_number_in_a_footnote_id() -> None:  # ah-tk-20142015-1130
    assert (
        read(
            qa('<al>A?<noot id="ID-2014Z23778-d37e58"><noot.nr>1</noot.nr><noot.al>x</noot.al></noot></al>')
        ).case_number
        == "2014Z23778"
    )
    assert (
        read(
            qa('<al>A?<noot id="ID-2824-d37e58"><noot.nr>1</noot.nr><noot.al>x</noot.al></noot></al>')
        ).case_number
        is None
    )


def test_lists_groups_and_instructions() -> None:
    document = read(qa('<al>A:</al><lijst '
        'type="expliciet"><li><li.nr>–</li.nr><al>een;</al></li><li><li.nr>–</li.nr><al>twee?</al>'
        '</li></lijst>',
                       "<al-groep><?xpp lead;-1?><al>Een.</al><al>Twee.</al></al-groep>"))  # fmt: skip
    assert document.questions[0].text == "A:\n\n– een;\n– twee?"
    assert document.answers[0].text == "Een.\n\nTwee."


def test_tables_become_rows() -> None:
    row = "<row><entry><al>{}</al></entry><entry><al>{}</al></entry></row>"
    head, body = row.format("Jaar", "Aantal"), row.format("2019", "4,6%")
    table = f"<table><tgroup><thead>{head}</thead><tbody>{body}</tbody></tgroup></table>"
    assert (
        read(qa("<al>A?</al>", f"<al>Zie:</al>{table}")).answers[0].text
        == "Zie:\n\n| Jaar | Aantal |\n| --- | --- |\n| 2019 | 4,6% |"
    )


def test_one_al_a_question_in_a_joint_block() -> None:  # ah-tk-20162017-330
    document = read(
        "<vraag><nr>Vraag 2, 3</nr><al>A?</al><al>B?</al></vraag><antwoord><nr>Antwoord 2, "
        "3</nr><al>Ja.</al></antwoord>"
    )
    assert [(q.number, q.text) for q in document.questions] == [("2", "A?"), ("3", "B?")]
    assert document.answers[0].numbers == ("2", "3")


def test_a_sentence_cut_over_two_al_is_one_paragraph() -> None:  # ah-tk-20142015-1130
    assert (
        read(qa("<al>eerdere uitspraken van</al><al>Duitsland dat?</al>")).questions[0].text
        == "eerdere uitspraken van Duitsland dat?"
    )


def test_a_heading_in_the_first_al() -> None:  # 2009-2010
    document = read(
        "<vraag><al>Vraag 1</al><al>A?</al></vraag><antwoord><al>Antwoord 1</al><al>Ja.</al></antwoord>"
    )
    assert document.questions[0].number == "1"
    assert document.questions[0].text == "A?"
    assert document.answers[0].text == "Ja."


def test_numbers_that_are_missing_altogether() -> None:
    document = read(
        "<vraag><al>A?</al></vraag><antwoord><al>Ja.</al></antwoord><vraag><al>B?</al></vraag>"
        "<antwoord><al>Nee.</al></antwoord>"
    )
    assert [q.number for q in document.questions] == ["1", "2"]
    assert [a.numbers for a in document.answers] == [("1",), ("2",)]


def test_a_doctype_is_dropped_and_never_resolved() -> None:
    body = (
        b'<?xml version="1.0"?><!DOCTYPE vraagdoc PUBLIC "-//SDU//DTD vraagdoc//NL" '
        b'"file:///etc/passwd"><vraagdoc><vragen><omschr>Vragen van het lid X (SP) aan de Minister van '
        b"Justitie over y (ingezonden 12 maart 1998).</omschr><vraag><nummer>1</nummer><al>A<nootref "
        b'nr="1"/>?</al></vraag><noot '
        b'nr="1"><noot.al>Krant</noot.al></noot></vragen><reactie><omschr>Antwoord van Minister Z '
        b"(Justitie). (ontvangen 1 april "
        b"1998)</omschr><antwoord><nummer>1</nummer><al>Ja.</al></antwoord></reactie></vraagdoc>"
    )
    document = parse(body, "ah-tk-19971998-770.xml")
    assert document.questions[0].text == "A[^1]?"
    assert document.footnotes[0].text == "Krant"
    assert document.answers[0].text == "Ja."
    assert (document.submitted_on, document.received_on) == (dt.date(1998, 3, 12), dt.date(1998, 4, 1))


def test_a_notice_in_an_old_document() -> None:
    body = (
        b"<vraagdoc><vragen><vraag><nummer>1</nummer><al>A?</al></vraag></vragen><reactie><omschr>Mededeling "
        b"van Minister Z (Justitie) (ontvangen 1 april 1998)</omschr><al>De vragen kunnen niet binnen "
        b"de termijn worden beantwoord.</al></reactie></vraagdoc>"
    )
    document = parse(body, "ah-tk-19971998-771.xml")
    assert document.kind == "postponement"
    assert document.notice
    assert document.notice.startswith("De vragen kunnen")


def test_an_answer_without_answers_is_an_answer_with_a_warning() -> None:  # ah-tk-20092010-1011
    document = read("<vraag><nr>Vraag 1</nr><al>A?</al></vraag>")
    assert document.kind == "answer"
    assert any("geen antwoorden" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<root><a/></root>", "geen Kamervraag"),
        (b"<officiele-publicatie><kamervragen/></officiele-publicatie>", "leeg"),
        (b"<vraag><al>niet af", "goed gevormd"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><vraagdoc>&a;</vraagdoc>', "entiteiten"),
        (b"<vraagdoc>" + b"<a>" * 200 + b"</a>" * 200 + b"</vraagdoc>", "diep genest"),
    ],
)
def test_what_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        parse(data)


def test_rows_and_items_keep_their_lines() -> None:
    """A cell with a small letter, an item behind "aan", two paragraphs in a cell."""
    row = "<row><entry><al>{}</al></entry><entry><al>{}</al></entry></row>".format
    rows = row("Post", "Bron") + row("onderwijs", "begroting") + row("zorg", "raming</al><al>van JenV")
    table = f"<table><tgroup><tbody>{rows}</tbody></tgroup></table>"
    items = "".join(
        f"<li><li.nr>{n}.</li.nr><al>{text}</al></li>" for n, text in (("a", "onderwijs"), ("b", "zorg?"))
    )
    document = parse(
        "<officiele-publicatie><kamervragen>"
        f"<vraag><nr>Vraag 1</nr><al>Hoeveel is besteed aan</al><lijst>{items}</lijst></vraag>"
        f"<antwoord><nr>Antwoord 1</nr><al>Dit is de tabel:</al>{table}</antwoord>"
        "</kamervragen></officiele-publicatie>".encode()
    )
    assert document.questions[0].text.split("\n\n") == ["Hoeveel is besteed aan", "a. onderwijs\nb. zorg?"]
    assert document.answers[0].text.split("\n\n")[1:] == [
        "| Post | Bron |\n| onderwijs | begroting |\n| zorg | raming van JenV |"
    ]
