"""Marks of footnotes in printed text: the row of numbers that fits best, each on the page of its note."""

from __future__ import annotations

import pytest

from questions.parsing.repair import footnote_marks


def marked(lines: list[str], *numbers: int) -> list[str]:
    """The lines with their marks; the notes are on the one page that there is."""
    found = footnote_marks.find(lines, dict.fromkeys(numbers, 0))
    return [footnote_marks.spliced(line, found.get(place, [])) for place, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zuurstof»?1 2", "zuurstof»?[^1][^2]"),
        ("het plan 2024–20271 staat", "het plan 2024–2027[^1] staat"),
        ("van het EIB1 over", "van het EIB[^1] over"),
        ("vraag 1 en 20241", "vraag 1 en 2024[^1]"),
        ("bij brief van 7 maart 2022.1 Het onderzoek", "bij brief van 7 maart 2022.[^1] Het onderzoek"),
        ("eerdere antwoorden op vragen:1 de dienst", "eerdere antwoorden op vragen:[^1] de dienst"),
        ("de uitbraak van COVID-19.1", "de uitbraak van COVID-19.[^1]"),
        # ah-tk-20232024-1375
        ("Dat is sinds1 januari 2023 zo, zegt hij1 nu.", "Dat is sinds1 januari 2023 zo, zegt hij[^1] nu."),
        ("met 1,5 graden, zegt het akkoord.1", "met 1,5 graden, zegt het akkoord.[^1]"),
        ("in Q1 en op de A1 bij H5N1", "in Q1 en op de A1 bij H5N1"),
        ("Kamerstuk 29 398, nr.1 en blz.2", "Kamerstuk 29 398, nr.1 en blz.2"),
        ("zie https://voorbeeld.example/a1 en", "zie https://voorbeeld.example/a1 en"),
    ],
)
def test_a_number_that_is_glued_to_the_text(text: str, expected: str) -> None:
    assert marked([text], 1, 2) == [expected]


def test_a_number_in_a_name_or_a_unit_gives_way_to_the_mark() -> None:
    lines = ["Er komt minder CO2, PM2.5 en NO2 vrij op 40 m2", "2 keer zoveel grond, zegt het rapport.2"]
    assert marked(lines, 2) == [lines[0], "2 keer zoveel grond, zegt het rapport.[^2]"]


def test_marks_on_a_line_of_their_own_or_at_its_beginning() -> None:
    lines = ["de tekst", "1, 2", "waarmee", "3. Hiermee wordt", "dat", "4 ten behoeve van", "in", "2019"]
    assert marked(lines, 1, 2, 3, 4) == [
        "de tekst", "[^1][^2]", "waarmee", "[^3]. Hiermee wordt", "dat", "[^4] ten behoeve van", "in", "2019",
    ]  # fmt: skip


def test_a_mark_between_dates() -> None:
    lines = ["uw vragen van 5 juli", "1, 6 juli", "2 en 25 juli jl.", "3 ben ik hierop ingegaan."]
    assert marked(lines, 1, 2, 3)[1:] == [
        "[^1], 6 juli",
        "[^2] en 25 juli jl.",
        "[^3] ben ik hierop ingegaan.",
    ]


def test_what_belongs_to_a_word_before_it_is_the_last_choice() -> None:
    assert (
        marked(["volgens de artikelen", "2 en 3 van de wet. Zie het rapport.2"], 2)[1]
        == "2 en 3 van de wet. Zie het rapport.[^2]"
    )


def test_a_mark_that_cannot_be_seen_costs_no_other() -> None:
    assert marked(["Radio 14? Zo ja.5", "En dit?6"], 4, 5, 6) == ["Radio 14? Zo ja.[^5]", "En dit?[^6]"]


def test_a_mark_stands_on_the_page_of_its_note_or_next_to_it() -> None:
    lines = ["Kent u dit?1", "\f", "En dit?1", "\f", "Dit ook?1"]
    assert list(footnote_marks.find(lines, {1: 1})) == [2]
    assert list(footnote_marks.find(["Kent u dit?1", "\f", "Ja."], {1: 1})) == [0]
    assert list(footnote_marks.find(["Kent u dit?1", "\f", "Ja.", "\f", "Nee."], {1: 2})) == []


def test_the_numbers_of_a_list_are_no_marks() -> None:  # ah-tk-20242025-594
    assert marked(["Dit geldt in de regio.", "2. Meerjarige afspraken"], 2)[1] == "2. Meerjarige afspraken"


def test_a_mark_that_stands_apart_is_found_if_there_is_one_place_for_it() -> None:
    assert (
        footnote_marks.mark_leftovers(["Zie vraag 3.", "Dit is openbaar gemaakt 3."], {"3"})[1]
        == "Dit is openbaar gemaakt[^3]."
    )
    twice = ["Dit is gemaakt 3.", "Dat is gedaan 3."]
    assert footnote_marks.mark_leftovers(twice, {"3"}) == twice
