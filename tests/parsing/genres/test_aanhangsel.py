import pytest

from questions.parsing import ParseError, parse

PROVISIONAL = "AH 617\n\n2024Z 17972\n\n{by} (ontvangen 20 november 2024)\n\n{rest}"
BY = "Antwoord van minister Hoogveld (Defensie)"


def read(text: str, name: str = "x.txt"):
    return parse(text.encode(), name)


def test_a_provisional_answer() -> None:
    document = read(
        PROVISIONAL.format(by=BY, rest="1. Kunt u A?\n\nAntwoord:\nJa.\n\n2. Kunt u B?\n\nAntwoord:\nNee.\n")
    )
    assert (document.number, document.case_number, document.identifier, document.session_year) == (
        617,
        "2024Z17972",
        None,
        None,
    )
    assert [a.numbers for a in document.answers] == [("1",), ("2",)]
    assert document.warnings == ()


def test_a_provisional_notice_says_whose_questions_it_is_about() -> None:  # AH 600
    notice = (
        "De vragen van het lid Terlaak (SP) over het intrekken van vergunningen (2024Z17067) kunnen "
        "niet binnen de gebruikelijke termijn worden beantwoord."
    )
    document = read(PROVISIONAL.format(by="Mededeling van minister Hoogveld (Defensie)", rest=notice))
    assert document.kind == "postponement"
    assert document.notice == notice
    assert document.subject == "het intrekken van vergunningen"
    assert document.askers[0].party == "SP"


def test_a_provisional_notice_in_other_words() -> None:  # AH 615
    notice = (
        "Op 6 november jl. hebben de leden Terlaak en Halewijn (beiden SP) schriftelijke vragen "
        "gesteld aan de minister van Defensie "
        "over vlaggen. Vanwege afstemming kunnen de vragen niet binnen de gebruikelijke termijn "
        "worden beantwoord."
    )
    document = read(PROVISIONAL.format(by="Mededeling van staatssecretaris Hoogveld (Defensie)", rest=notice))
    assert [a.name for a in document.askers] == ["Terlaak", "Halewijn"]
    assert document.addressees[0].portfolio == "Defensie"


def test_a_set_without_a_footer_takes_the_session_year_of_its_receipt() -> None:  # seed 001
    text = (
        "1062\n\nVragen van het lid Terlaak (SP) aan de Minister van Defensie over vlaggen "
        "(ingezonden 29 januari 2024).\n\n"
        "Antwoord van Minister Hoogveld (Defensie) (ontvangen {day}).\n\nVraag 1\n\nA?\n\nAntwoord 1\n\nJa."
    )
    document = read(text.format(day="16 februari 2024"))
    assert document.identifier == "ah-tk-20232024-1062"
    assert document.session_year == "2023-2024"
    assert not document.warnings
    near = read(text.format(day="20 september 2024"))
    assert near.identifier == "ah-tk-20242025-1062"
    assert "Prinsjesdag" in near.warnings[0]


def test_a_file_name_gives_the_identifier_that_the_text_does_not_print() -> None:
    document = read(PROVISIONAL.format(by=BY, rest="Vraag 1\nA?\nAntwoord 1\nJa."), "ah-tk-20242025-617.txt")
    assert document.identifier == "ah-tk-20242025-617"
    assert document.session_year == "2024-2025"


def test_another_sets_number_in_the_text_is_not_this_ones() -> None:  # ah-tk-20232024-403
    rest = "Vraag 1\nA?\nAntwoord 1\nJa.\nToelichting:\nDeze vragen dienen ter aanvulling op 2024Z14250."
    document = read(PROVISIONAL.format(by=BY, rest=rest).replace("2024Z 17972\n", ""))
    assert document.case_number is None
    assert "2024Z14250" in (document.explanation or "")


@pytest.mark.parametrize(
    ("name", "by", "kind"),
    [
        ("ah-tk-20242025-617.txt", BY, "answer"),
        ("ah-tk-20242025-617-h1.txt", BY, "correction"),
        ("ah-tk-20242025-617-n1.txt", BY, "further_answer"),
        ("ah-tk-20242025-617.txt", BY.replace("Antwoord", "Nader antwoord"), "further_answer"),
    ],
)
def test_kinds(name: str, by: str, kind: str) -> None:
    assert read(PROVISIONAL.format(by=by, rest="Vraag 1\nA?\nAntwoord 1\nJa."), name).kind == kind


def test_a_withdrawal_is_no_answer() -> None:  # ah-tk-20082009-2635
    rest = (
        "Vraag 1\nA?\nMededeling\nDeze vragen mogen als ingetrokken worden beschouwd en behoeven "
        "derhalve geen beantwoording."
    )
    assert read(PROVISIONAL.format(by=BY, rest=rest)).kind == "withdrawal"


def test_unnumbered_questions_are_numbered_by_position() -> None:  # 2024Z18890
    text = (
        "2024Z18890\n\n(ingezonden 20 november 2024)\n\nVragen van het lid Terlaak (SP) aan de "
        "minister-president over de brief.\n\nKunt u A? 1)\n\nKunt u B?\n\n1) Bijlage"
    )
    document = read(text)
    assert [(q.number, q.text) for q in document.questions] == [("1", "Kunt u A?[^1]"), ("2", "Kunt u B?")]
    assert document.kind == "questions"
    assert document.footnotes[0].text == "Bijlage"


@pytest.mark.parametrize(
    "text",
    ["Boodschappenlijst\n\nmelk\nkaas\n", "Vergaderjaar 2024–2025 Aanhangsel van de Handelingen\n\nniets"],
)
def test_what_is_not_recognised(text: str) -> None:
    with pytest.raises(ParseError):
        read(text)


def test_a_notice_that_names_its_own_set() -> None:  # ah-tk-20242025-562
    page = PROVISIONAL.replace("2024Z 17972\n\n", "")
    about = "De vragen van de leden Terlaak en Drost over het bericht «Vlaggen»"
    own = f"{about}(2024Z99016) kunnen niet binnen de gebruikelijke termijn worden beantwoord."
    assert (
        read(page.format(by="Mededeling van minister Hoogveld (Defensie)", rest=own)).case_number
        == "2024Z99016"
    )
    other = f"{about} kunnen, net als die van het lid Halewijn (2024Z99016), niet worden beantwoord."
    assert read(page.format(by="Mededeling van minister Hoogveld (Defensie)", rest=other)).case_number is None
