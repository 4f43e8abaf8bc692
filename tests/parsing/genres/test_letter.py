import pytest

from questions.parsing import parse
from questions.parsing.formats import Extract
from questions.parsing.genres import letter
from questions.parsing.types import Signatory

COVER = """Datum | 16 mei 2024
Onderwerp | Beantwoording Kamervragen van het lid Terlaak (SP) over vlaggen
{sentence}
{signature}
Antwoorden van de minister van Defensie op Kamervragen van het lid Terlaak (SP) over vlaggen
Vraag 1
Kent u de vlag?
Antwoord op vraag 1
Ja."""
SENTENCE = (
    "In antwoord op uw brief van 5 juli 2024, nr. 2024Z99006, deel ik u mede dat de vragen van het "
    "lid Terlaak (SP) aan de ministers "
    "van Defensie en van Financiën over vlaggen worden beantwoord zoals aangegeven in de bijlage."
)
SIGNATURE = "Mede namens de minister van Financiën,\nde minister van Defensie,\nA.B. van der Meulenbroek"


def read(sentence: str = SENTENCE, signature: str = SIGNATURE):
    return letter.parse(Extract(tuple(COVER.format(sentence=sentence, signature=signature).split("\n"))))


def test_a_letter() -> None:
    document = read()
    assert document.kind == "answer"
    assert document.case_number == "2024Z99006"
    assert document.subject == "vlaggen"
    assert str(document.submitted_on) == "2024-07-05"
    assert document.received_on is None
    assert [o.portfolio for o in document.addressees] == ["Defensie", "Financiën"]
    assert document.answered_by == (Signatory("A.B. van der Meulenbroek", "minister", "Defensie"),)
    assert document.on_behalf_of == (Signatory(None, "minister", "Financiën"),)


def test_the_ministrys_own_number_is_no_case_number() -> None:  # letters of March and May 2024: "nr. 5293107"
    assert read(SENTENCE.replace("2024Z99006", "5293107")).case_number is None


def test_a_sentence_that_swallows_the_subject_line() -> None:  # the letter on 2023Z19006
    doubled = SENTENCE.replace(
        "de vragen van het lid", "de vragen van Beantwoording van Kamervragen van het van het lid"
    )
    document = read(doubled)
    assert document.askers[0].name == "Terlaak"
    assert document.subject == "vlaggen"


def test_without_a_signature_the_title_says_who_answers() -> None:
    assert read(signature="").answered_by == (Signatory(None, "minister", "Defensie"),)


def test_a_letter_that_says_that_answers_come_later() -> None:
    lines = (
        "> Retouradres Postbus 20301",
        "In antwoord op uw brief van 5 juli 2024, nr. 2024Z99006, deel ik u mede dat de vragen van "
        "het lid Terlaak (SP) aan de minister van "
        "Defensie over vlaggen niet binnen de gebruikelijke termijn kunnen worden beantwoord.",
        "De minister van Defensie",
        "A.B. Hoogveld",
    )
    document = letter.parse(Extract(lines))
    assert document.kind == "postponement"
    assert document.notice
    assert document.subject == "vlaggen"


def test_what_is_a_letter() -> None:
    assert letter.recognises(["> Retouradres Postbus 20301 2500 EH Den Haag"])
    assert not letter.recognises(["Antwoord van minister X (Defensie) (ontvangen 1 mei 2024)", "Vraag 1"])


LETTERHEAD = [
    "Retouradres Postbus 1",
    "Uw kenmerk",
    "2024Z05678",
    "De Minister van Defensie,",
    "A.B. Hoogveld",
]


def test_a_letter_that_numbers_its_questions() -> None:
    text = "\n\n".join(
        [*LETTERHEAD, "1. Kent u dit?", "Antwoord 1", "Ja.", "2. En dit?", "Antwoord 2", "Nee."]
    )
    document = parse(text.encode(), "brief.txt")
    assert document.case_number == "2024Z05678"
    assert [q.number for q in document.questions] == ["1", "2"]
    assert len(document.answers) == 2


@pytest.mark.parametrize(
    "said", ["Herinnert u zich uw brief van 12 mei 2023?", "Is er een vaste contactpersoon?"]
)
def test_what_a_question_says_makes_no_letter(said: str) -> None:
    text = (
        f"AH 605\n\n2023Z18792\n\nAntwoord van minister Hoogveld (Defensie) (ontvangen 20 november "
        f"2023)\n\nVraag 1\n{said}\n\nAntwoord vraag 1\nJa.\n"
    )
    document = parse(text.encode(), "x.txt")
    assert document.number == 605
    assert document.received_on
    assert document.answered_by[0].name == "Hoogveld"
