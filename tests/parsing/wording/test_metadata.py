import datetime as dt

from questions.parsing.types import ParsedDocument
from questions.parsing.wording import metadata

XML = b"""<metadata_gegevens>
<metadata name="OVERHEIDop.aanhangselNummer" scheme="" content="2141"/>
<metadata name="OVERHEIDop.vergaderjaar" scheme="" content="2023-2024"/>
<metadata name="OVERHEIDop.vraagnummer" scheme="" content="2024Z11223"/>
<metadata name="DC.title" scheme=""
    content="Vragen van het lid Terlaak (SP) aan de Minister van Defensie over vlaggen"/>
<metadata name="OVERHEIDop.datumOntvangst" scheme="DCTERMS.W3CDTF" content="2024-07-05"/>
<metadata name="OVERHEIDop.datumIndiening" scheme="DCTERMS.W3CDTF" content="2024-02-31"/>
<metadata name="DC.type" scheme="OVERHEIDop.Parlementair" content="Aanhangsel van de Handelingen"/>
<metadata name="DC.type" scheme="OVERHEIDop.AanhangselTypen" content="Mededeling"/>
<metadata name="DC.identifier" scheme="OVERHEIDop.ParlID" content="ah-1151601"/>
</metadata_gegevens>"""


def test_reading_by_name_and_scheme() -> None:
    known = metadata.read(XML)
    assert (known.identifier, known.number, known.session_year, known.case_number) == (
        "ah-1151601",
        2141,
        "2023-2024",
        "2024Z11223",
    )
    assert known.kind == "postponement"
    assert known.received_on == dt.date(2024, 7, 5)
    assert known.submitted_on is None


def test_it_completes_what_the_text_does_not_say() -> None:
    document = metadata.complete(
        ParsedDocument("answer", subject=None, received_on=dt.date(2024, 7, 4)), metadata.read(XML)
    )
    assert document.kind == "postponement"
    assert document.case_number == "2024Z11223"
    assert document.subject == "vlaggen"
    assert document.received_on == dt.date(2024, 7, 4)


def test_a_question_document_has_no_number_or_receipt() -> None:
    known = metadata.read(XML.replace(b"ah-1151601", b"kv-tk-2024Z11223"))
    document = metadata.complete(ParsedDocument("questions"), known)
    assert document.number is None
    assert document.received_on is None
    assert document.identifier == "kv-tk-2024Z11223"
