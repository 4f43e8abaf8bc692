from questions.parsing.repair import footnotes
from questions.parsing.repair.line_ends import LineEnds
from questions.parsing.types import Footnote


def test_notes_at_a_page_bottom_are_taken_off() -> None:
    page = [
        "Antwoord 2",
        "De eerste meldingen dateren van toen.",
        "1NOS, «Sport», 7 maart 2024, via:",
        "«Sport» (nos.example)",
        "2Kamerstuk 29 282, nr. 521",
    ]
    body, found = footnotes.take_page_bottom(page, 1)
    assert body == page[:2]
    assert [(n.mark, n.text) for n in found] == [
        ("1", "NOS, «Sport», 7 maart 2024, via: «Sport» (nos.example)"),
        ("2", "Kamerstuk 29 282, nr. 521"),
    ]


def test_a_number_that_is_not_next_is_text() -> None:  # ah-tk-20232024-387
    page = ["Antwoord 2", "Het betreft", "4% van het totale bedrag en", "21 501-02, nr. 12 is gevolgd."]
    assert footnotes.take_page_bottom(page, 1) == (page, [])


def test_running_text_behind_a_mark_is_no_note() -> None:  # ah-tk-20232024-1296
    page = ["Vraag 1", "Was u op de hoogte?", "1 Deelt u de mening", "dat het zo is?", "Antwoord 1", "Ja."]
    assert footnotes.take_page_bottom(page, 1) == (page, [])


def test_a_note_whose_number_stands_above_it() -> None:
    body, found = footnotes.take_page_bottom(
        ["Antwoord 1", "Ja, zie", "1", " De Kanaalbode, 28 september 2024.", "2", " Beheerplan."], 1
    )
    assert body == ["Antwoord 1", "Ja, zie"]
    assert [n.mark for n in found] == ["1", "2"]


def test_a_note_that_begins_with_a_document_number() -> None:  # ah-tk-20232024-2273: mark 3, then 2024D27196
    _, found = footnotes.take_page_bottom(["Antwoord 2", "Ja.", "32024D27196"], 3)
    assert found == [Footnote("3", "2024D27196")]


def test_a_list_at_the_end() -> None:
    lines = [
        "Vraag 1",
        "Kent u het bericht? 1)",
        "Antwoord 1",
        "Ja.",
        "1) AD, 18 november 2024, «X»",
        "(https://ad.example/x).",
        "2) NOS",
    ]
    body, found = footnotes.take_listed(lines)
    assert body == lines[:4]
    assert [(n.mark, n.text) for n in found] == [
        ("1", "AD, 18 november 2024, «X» (https://ad.example/x)."),
        ("2", "NOS"),
    ]
    assert found[0].urls == ("https://ad.example/x",)


def test_an_enumeration_is_no_list_of_notes() -> None:
    lines = ["Antwoord 1", "De opdracht bestaat uit:", "1. het rapport;", "2. de toepassing."]
    assert footnotes.take_listed(lines) == (lines, [])


def test_two_notes_in_one_paragraph() -> None:  # the letter on 2023Z14759
    lines = [
        "Antwoord 1",
        "Gewond [1], omgekomen [2] en overleden [3]",
        "[1] https://a.example/x",
        "[2] https://b.example/politie[3] https://c.example/y",
    ]
    _, found = footnotes.take_listed(lines)
    assert [n.mark for n in found] == ["1", "2", "3"]
    assert found[2].text == "https://c.example/y"


def test_bracketed_marks_become_references_if_there_is_such_a_note() -> None:
    assert (
        footnotes.mark_bracketed("Kent u dit? 1) En dit [2]? En 3)?", {"1", "2"})
        == "Kent u dit?[^1] En dit[^2]? En 3)?"
    )
    assert footnotes.mark_bracketed("zie https://x.example/a1) en", {"1"}) == "zie https://x.example/a1) en"


def test_both_kinds_of_notes_of_a_letter_keep_apart() -> None:
    lines = ["Vraag 1", "Kent u dit? 1)", "Antwoord 1", "Ja[^1].", "1) NOS, 6 maart 2024"]
    body, found = footnotes.merge(lines, [Footnote("1", "Kamerstuk")])
    assert body[1] == "Kent u dit?[^1]"
    assert body[3] == "Ja[^2]."
    assert [n.mark for n in found] == ["1", "2"]


def test_what_does_not_match_is_said() -> None:
    assert footnotes.unmatched(["Ja[^1]."], [Footnote("2", "x")]) == [
        "Voetnoot 1 wordt genoemd, maar ontbreekt.",
        "Naar voetnoot 2 wordt in de tekst niet verwezen.",
    ]
    assert footnotes.mark_dangling(["Kent u dit? 1)", "En dit? 2)", "Kosten: 3)"])[:2] == [
        "Kent u dit?[^1]",
        "En dit?[^2]",
    ]


def test_a_paper_with_a_small_letter_is_a_note() -> None:  # 2024Z18893
    body, found = footnotes.take_page_bottom(
        ["Vraag 7", "Heeft dit prioriteit?", "1de Kanaalbode, 15 november 2024"], 1
    )
    assert body == ["Vraag 7", "Heeft dit prioriteit?"]
    assert found[0].text == "de Kanaalbode, 15 november 2024"


# ah-tk-20242025-562, -20232024-1031, 2024Z18892
def test_an_address_that_was_cut_at_a_line_end_or_by_a_space() -> None:
    assert footnotes.note("1", ["NOS, 4 mei (https://", "nos.example/artikel/1-vlaggen)."]).urls == (
        "https://nos.example/artikel/1-vlaggen",
    )
    assert footnotes.note("1", ["Zie https://a.example/2023/04/26/ vlaggen-nota."]).urls == (
        "https://a.example/2023/04/26/vlaggen-nota",
    )
    assert footnotes.note("1", ["Zie https://a.example/norm? deel=n%2B en verder."]).urls == (
        "https://a.example/norm?deel=n%2B",
    )
    assert footnotes.note("1", ["Zie https://a.example/norm/ en verder."]).urls == (
        "https://a.example/norm/",
    )


def test_a_note_whose_address_goes_on_in_the_next_line() -> None:  # ah-tk-20242025-561
    page = [
        "Vraag 1",
        "Kent u dit?",
        "1Dagblad (https://dagblad.example/31/vlaggen-",
        "van-steden#:~:text=Veel%20vlaggen,die%20wapperen).",
    ]
    _, found = footnotes.take_page_bottom(page, 1, ends=LineEnds(["Ja."]))
    assert found[0].urls == (
        "https://dagblad.example/31/vlaggen-van-steden#:~:text=Veel%20vlaggen,die%20wapperen",
    )
