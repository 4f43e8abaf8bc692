import datetime as dt

import pytest

from questions.parsing.types import Asker, Office
from questions.parsing.wording import preamble


def test_both_sentences() -> None:
    says = preamble.read(
        "Vragen van het lid Terlaak (SP) aan de Minister voor Rechtsbescherming over het bericht «Bingo» "
        "(ingezonden 26 april 2024). Antwoord van Staatssecretaris Oudekerk (Volksgezondheid, "
        "Welzijn en Sport) "
        "(ontvangen 14 juni 2024). Zie ook Aanhangsels Handelingen,vergaderjaar 2023–2024, nr. 1767 en 1775"
    )
    assert says.askers == (Asker("Terlaak", "SP"),)
    assert says.addressees == (Office("minister", "Rechtsbescherming"),)
    assert says.subject == "het bericht «Bingo»"
    assert (says.submitted_on, says.received_on) == (dt.date(2024, 4, 26), dt.date(2024, 6, 14))
    assert says.answered_by[0].name == "Oudekerk"
    assert says.has_answer
    assert not says.is_notice
    assert says.see_also == ("ah-tk-20232024-1767", "ah-tk-20232024-1775")


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        ("Vraag van het lid", "Terlaak"),  # ah-tk-20242025-585
        ("Vragen van het leden", "Terlaak"),  # kv-tk-2024Z18883
        ("Vragen van de leden lid", "Terlaak"),  # 2024Z18882
        ("Mondelinge vragen van het lid", "Terlaak"),
        ("Nadere vragen van het lid", "Terlaak"),
    ],
)
def test_openings(opening: str, name: str) -> None:
    says = preamble.read(
        f"{opening} {name} (SP) aan de Minister van Defensie over vlaggen (ingezonden 1 mei 2024)."
    )
    assert says.askers == (Asker(name, "SP"),)
    assert says.subject == "vlaggen"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("een brief over aan de Minister gestelde vragen (Hogeraad.nl, 15 november 2024)",
         "een brief over aan de Minister gestelde vragen (Hogeraad.nl, 15 november 2024)"),
        ("het antwoord van Minister Ysselstein op vragen over vlaggen", ("het antwoord van Minister "
            "Ysselstein "
            "op vragen over vlaggen")),
        ("het moderatieteam:", "het moderatieteam"),
        ("de wet c.q. regel.", "de wet c.q. regel"),
        ("wie staat er «ingezonden» op", "wie staat er «ingezonden» op"),
    ],
)  # fmt: skip
def test_subjects_that_look_like_something_else(subject: str, expected: str) -> None:
    says = preamble.read(
        f"Vragen van het lid Terlaak (SP) aan de Minister van Defensie over {subject} (ingezonden "
        f"1 mei 2024)."
    )
    assert says.subject == expected
    assert says.addressees == (Office("minister", "Defensie"),)
    assert not says.has_answer


@pytest.mark.parametrize("glued", ["Sportover zorg", "Sport overhet zwemmen", "Sport overde zorg"])
def test_spaces_that_were_lost_around_over(glued: str) -> None:
    says = preamble.read(
        f"Vragen van het lid X (SP) aan de Minister van Volksgezondheid, Welzijn en {glued} "
        f"(ingezonden 1 mei 2024)."
    )
    assert says.addressees == (Office("minister", "Volksgezondheid, Welzijn en Sport"),)
    assert says.subject


def test_the_date_may_stand_before_the_sentence() -> None:  # 2024Z18890
    says = preamble.read(
        "(ingezonden 20 november 2024) Vragen van het lid Terlaak (SP) aan de minister-president "
        "over de brief."
    )
    assert says.submitted_on == dt.date(2024, 11, 20)
    assert says.subject == "de brief"


def test_doubled_words_in_the_receipt() -> None:  # ah-tk-20232024-2353
    says = preamble.read("Antwoord van Minister X (Defensie) (ontvangen (ontvangen 27 augustus2024)")
    assert says.received_on == dt.date(2024, 8, 27)


def test_a_notice_and_a_further_answer_are_told_apart() -> None:
    assert preamble.read("Mededeling van Minister X (Defensie) (ontvangen 1 mei 2024).").is_notice
    assert preamble.read("Nader antwoord van Minister X (Defensie) (ontvangen 1 mei 2024).").is_further


def test_the_senate_says_when_in_the_sentence() -> None:  # ah-ek-20182019-2
    says = preamble.read(
        "Vragen van het lid Van Hattum (PVV) op 2 juli 2019 medegedeeld aan de Minister van "
        "Binnenlandse Zaken en "
        "Koninkrijksrelaties inzake de brief van deze Minister aan gemeenten."
    )
    assert says.submitted_on == dt.date(2019, 7, 2)
    assert says.subject == "de brief van deze Minister aan gemeenten"
    assert says.askers == (Asker("Van Hattum", "PVV"),)


def test_a_text_without_a_preamble_says_nothing() -> None:
    assert preamble.read("Ja, dat klopt.") == preamble.Preamble()
