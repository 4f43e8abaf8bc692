from questions.parsing.repair import pages

PAGE = """Tweede Kamer der Staten-Generaal2
Vergaderjaar 2024–2025 Aanhangsel van de Handelingen
Vragen gesteld door de leden der Kamer, met de daarop door de
regering gegeven antwoorden
545
Vragen van het lid Terlaak (SP) aan de Minister van Defensie over vlag-
gen (ingezonden 24 oktober 2024).
Vraag 1
Heeft u kennisgenomen van het bericht over de vertegenwoor-
1Dagblad, 22 oktober 2024
ah-tk-20242025-545
ISSN 0921 - 7398’s-Gravenhage 2024Tweede Kamer, vergaderjaar 2024–2025, Aanhangsel 1digers van de Kamer?
1
Antwoord 1
Ja.
Tweede Kamer, vergaderjaar 2024–2025, Aanhangsel 2
"""


def test_furniture_is_taken_off_and_read() -> None:
    printed = pages.read(tuple(PAGE.split("\n")))
    assert printed.identifier == "ah-tk-20242025-545"
    assert printed.session_year == "2024-2025"
    assert printed.chamber == "tk"
    text = "\n".join(printed.paragraphs)
    assert "Gravenhage" not in text
    assert "ISSN" not in text
    assert "Staten-Generaal" not in text


def test_a_sentence_runs_on_over_a_page_break() -> None:
    printed = pages.read(tuple(PAGE.split("\n")))
    assert (
        "Heeft u kennisgenomen van het bericht over de vertegenwoordigers van de Kamer?"
        in printed.paragraphs[3]
    )
    assert printed.footnotes[0].text == "Dagblad, 22 oktober 2024"


def test_wrapped_lines_become_paragraphs() -> None:
    lines = [
        "Antwoord 1",
        "Dit is een zin die over twee regels loopt en die hier nog lang niet ophoudt,",
        "maar hier wel.",
    ]
    lines += [
        "Dit is de volgende alinea, die begint na een korte regel die op een punt eindigde,",
        "en die loopt.",
        "– een punt;",
        "– nog een.",
    ]
    joined = pages.join(lines)
    assert joined[1].endswith("maar hier wel.")
    assert joined[2].startswith("Dit is de volgende")
    assert joined[-2:] == ["– een punt;", "– nog een."]


def test_table_rows_between_blank_lines_stay_rows() -> None:  # ah-tk-20232024-262
    assert pages.join(["Antwoord 1", "Als volgt.", "", "2019 4,6%", "", "2020 4,9%", ""])[2:] == [
        "2019 4,6%",
        "2020 4,9%",
    ]


def test_a_blank_line_inside_a_sentence_does_not_end_it() -> None:
    assert pages.join(["Tot slot worden", "", "medewerkers geïnformeerd."]) == [
        "Tot slot worden medewerkers geïnformeerd."
    ]


def test_a_damaged_footer_still_ends_a_page() -> None:  # ah-tk-20232024-387
    lines = (
        "Vergaderjaar 2023–2024 Aanhangsel van de Handelingen",
        "387",
        "Vraag 1",
        "Kent u A?[^1]",
        "Antwoord 1",
        "Ja.",
        "",
        "1 Dagblad, 2 mei.",
        "",
        "h tk 20232024 387",
        "",
        "-----",
        "",
        "Vraag 2",
        "B?",
    )
    printed = pages.read(lines)
    assert [n.text for n in printed.footnotes] == ["Dagblad, 2 mei."]
    assert not any("h tk" in p for p in printed.paragraphs)


def _read(*lines: str, notes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The paragraphs of an answer, with these notes at its page's bottom."""
    printed = pages.read(("Vraag 1", "Kent u het bericht?", "Antwoord 1", *lines, *notes))
    return printed.paragraphs[3:]


NOTE = "1Dagblad, 22 oktober 2024"


def test_a_day_or_an_amount_at_a_line_start_is_no_mark() -> None:  # ah-tk-20232024-1375, -571
    lines = (
        "De wet verbiedt het sinds",
        "1 januari 2023 aan alle partijen uit dat land.",
        "1",
        "De praktijk leert",
    )
    assert _read(*lines, notes=(NOTE,))[0].startswith(
        "De wet verbiedt het sinds 1 januari 2023 aan alle partijen uit dat land.[^1]"
    )
    assert "1.354 2.365" in " ".join(_read("Koninkrijk:", "1.354 2.365", "Dat is alles.", "1", notes=(NOTE,)))


def test_the_numbers_of_a_list_are_no_marks() -> None:  # ah-tk-20242025-594, -571
    lines = ("Het plan heeft twee delen in de regio.", "1. Afspraken over geld.", "Dat is alles", "1.")
    assert _read(*lines, notes=(NOTE,))[1:] == ("1. Afspraken over geld.", "Dat is alles[^1].")


def test_punctuation_behind_a_mark_stays() -> None:  # ah-tk-20232024-1296, -784
    assert _read("Dat staat in het verslag", "1,", "zoals u weet.", notes=(NOTE,)) == (
        "Dat staat in het verslag[^1], zoals u weet.",
    )
    assert _read("Dat is gemeld", "1). Daarin staat alles.", notes=(NOTE,)) == (
        "Dat is gemeld[^1]. Daarin staat alles.",
    )


def test_a_superscript_on_the_next_line() -> None:  # 2024Z18658, ah-tk-20232024-2267
    assert _read("Het gaat om de CO", "2-uitstoot en om 1.150 m", "3 per seconde.") == (
        "Het gaat om de CO2-uitstoot en om 1.150 m3 per seconde.",
    )


def test_a_sentence_that_counts_is_one() -> None:  # ah-tk-20232024-387
    assert _read("Ik kies voor (1) meer vlaggen, (2) grotere vlaggen en", "(3) nieuwe masten.") == (
        "Ik kies voor (1) meer vlaggen, (2) grotere vlaggen en (3) nieuwe masten.",
    )


def test_a_dash_at_a_line_end_cuts_no_word() -> None:  # ah-tk-20242025-578
    assert _read("Alle vragen -ook die van een inspecteur-", "worden beantwoord.") == (
        "Alle vragen -ook die van een inspecteur- worden beantwoord.",
    )


def test_a_word_that_stands_elsewhere_without_its_hyphen() -> None:  # ah-tk-20242025-584
    assert _read("De vlaggenfixus geldt, en de vlaggen-", "fixus blijft.")[0].endswith(
        "en de vlaggenfixus blijft."
    )


def test_a_page_that_ends_within_a_sentence() -> None:  # ah-tk-20232024-403
    lines = [
        "Dit is een zin die over twee regels loopt en die hier nog lang niet ophoudt via",
        "",
        "\f",
        "",
        "Arriva. Daarna niet.",
    ]
    assert pages.join(lines) == [f"{lines[0]} Arriva. Daarna niet."]


def test_a_quotation_is_not_cut() -> None:  # 2024Z18559
    lines = [
        "Kent u het bericht over vlaggen «De gemeente bewaart alles, van iedereen.",
        "Dat mag niet»?",
        "Ja.",
    ]
    joined = pages.join(["Een regel die wel helemaal gevuld is met letters, en nog wat meer letters", *lines])
    assert joined[0].endswith("van iedereen. Dat mag niet»?")
    assert joined[1] == "Ja."


def test_spaces_that_italics_left() -> None:  # ah-tk-20232024-946, -592, -1031
    assert _read("Het plan ( Search and Rescue , groot) voor de landbouw/", "het gebied . Dat is alles.") == (
        "Het plan (Search and Rescue, groot) voor de landbouw/het gebied. Dat is alles.",
    )


def test_a_sentence_that_ends_in_the_words_of_a_heading() -> None:
    """Of 2,028 real answers 15 are broken off so."""
    lines = [
        "Antwoord 1",
        "Dat klopt. Zie verder het",
        "antwoord op vraag 3.",
        "Ook heb ik dit op",
        "vraag 1.",
        "Vraag 2",
        "Kent u dit?",
    ]
    answer = "Dat klopt. Zie verder het antwoord op vraag 3. Ook heb ik dit op vraag 1."
    assert pages.join(lines) == ["Antwoord 1", answer, "Vraag 2", "Kent u dit?"]


def test_a_heading_after_a_line_that_breaks_off_is_one() -> None:
    assert pages.join(["Antwoord 1", "Dat hangt af van de", "Vraag 2", "Kent u dit?"])[2:] == [
        "Vraag 2",
        "Kent u dit?",
    ]


def test_a_bracket_that_was_opened_lines_before_stays() -> None:
    lines = [
        "Vraag 1",
        "Is dit nog zo (zie uw brieven van 3 april 2020 en van",
        "24 november 2021",
        "1) of niet?",
        "1Kamerstuk 28 286.",
    ]
    assert "2021[^1]) of niet?" in pages.read(tuple(lines)).paragraphs[1]
