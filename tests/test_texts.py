import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.texts import Renderer, link, referred


def test_paragraphs_lists_and_tables() -> None:
    html = Renderer().html("Eerst.\n\n– een\n– twee\n\n1. a\n2. b\n\nJaar | Aantal\n2019 | 5")
    assert html.startswith('<p>Eerst.</p><ul class="plain"><li>een</li>')
    assert '<span class="label">1.</span> a' in html
    assert "<td>Jaar</td>" in html
    assert 'tabindex="0"' in html


def test_footnotes_link_both_ways_and_only_the_first_reference_has_the_id() -> None:
    html = Renderer().html("A[^1] en B[^1].", 7)
    assert html.count('id="ref-7-1"') == 1
    assert html.count('href="#noot-7-1"') == 2


def test_without_a_document_references_are_left_out() -> None:
    assert Renderer().html("A[^1].") == "<p>A.</p>"


def test_a_mark_without_a_note_is_no_link() -> None:
    html = Renderer(notes={"7-1"}).html("A[^1] en B[^2].", 7)
    assert 'href="#noot-7-1"' in html
    assert '<sup class="mark">2</sup>' in html


@pytest.mark.parametrize(
    ("printed", "address"),
    [
        ("https://x.example/a", "https://x.example/a"),
        ("www.x.example", "https://www.x.example"),
        ("nos.nl/artikel/25", "https://nos.nl/artikel/25"),
    ],
)
def test_links(printed: str, address: str) -> None:
    assert link(printed).startswith(f'<a href="{address}"')


def test_a_long_address_is_shown_short_and_leads_on_whole() -> None:
    html = link("https://x.example/" + "a" * 100)
    assert f'href="https://x.example/{"a" * 100}"' in html
    assert f">https://x.example/{'a' * 100}<" not in html
    assert "…" in html


def test_a_link_ends_before_the_comma() -> None:
    html = Renderer().html("Zie https://x.example/a_b, daar.")
    assert ">https://x.example/a_b</a>, daar." in html


def test_a_reference_to_a_set_that_is_here_is_a_link() -> None:
    renderer = Renderer({"ah-tk-20232024-77": "/vragen/x/"})
    text = (
        "zie Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 77 en Aanhangsel Handelingen, "
        "vergaderjaar 2023–2024, nr. 78"
    )
    html = renderer.html(text)
    assert html.count('<a href="/') == 1
    assert '<a href="/vragen/x/">Aanhangsel' in html


@given(st.text(max_size=300))
def test_nothing_from_outside_becomes_markup(text: str) -> None:
    html = Renderer().html(f"<script>{text}</script> javascript:alert(1)", 1)
    assert "<script" not in html


def test_a_bar_in_a_footnote_makes_no_table() -> None:  # ah-tk-20232024-1092, note 13
    assert Renderer().note("Artikel | Krant\n\nTwee") == "<p>Artikel | Krant</p><p>Twee</p>"
    assert "<table" not in Renderer().html("Eén regel | met een streep")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Zie het antwoord op vraag 2.", ["2"]),
        ("Ja. Zie de antwoorden op de vragen 2, 3 en 5a.", ["2", "3", "5a"]),
        ("Voor het antwoord op deze vraag verwijs ik u naar het antwoord op vraag 4.", ["4"]),
        ("Ik verwijs hiervoor naar mijn antwoord op vraag 1.", ["1"]),
        ("Zie het antwoord op de vragen van het lid Omtzigt.", []),
        ("Ik zie geen aanleiding. Dat staat in het antwoord op vraag 2.", []),
        ("Nee.", []),
        ("Zie het antwoord op vraag 2. " + "En nog veel meer. " * 40, []),
    ],
)
def test_an_answer_that_refers_to_another(text: str, numbers: list[str]) -> None:
    assert referred(text) == numbers


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("Zie Kamerstuk 36 410, nr. 72.", "kst-36410-72", "Kamerstuk 36 410, nr. 72"),
        (
            "Kamerstukken II 2017/18, 34 775 VII, nr. 12",
            "kst-34775-VII-12",
            "Kamerstukken II 2017/18, 34 775 VII, nr. 12",
        ),
        ("Kamerstuk 21 501-20, nr. 1900 en", "kst-21501-20-1900", "Kamerstuk 21 501-20, nr. 1900"),
        ("Kamerstuk 35 925-A, nr. 68", "kst-35925-A-68", "Kamerstuk 35 925-A, nr. 68"),
        ("Kamerstukken II, 2023/24, 28 828, nr. 5", "kst-28828-5", "Kamerstukken II, 2023/24, 28 828, nr. 5"),
        (
            "Aanhangsel Handelingen, vergaderjaar 2022–2023, nr. 1045",
            "ah-tk-20222023-1045",
            "Aanhangsel Handelingen, vergaderjaar 2022–2023, nr. 1045",
        ),
    ],
)
def test_papers_are_linked_to_the_official_source(text: str, address: str, shown: str) -> None:
    html = Renderer().html(text)
    assert (
        f'<a href="https://zoek.officielebekendmakingen.nl/{address}.html" class="outside">{shown}</a>'
        in html
    )


def test_a_case_number_leads_to_the_set_that_is_here() -> None:
    html = Renderer({"2024Z00042": "/vragen/2024Z00042/"}).html("met kenmerk 2024Z00042 en 2024Z00043")
    assert html == '<p>met kenmerk <a href="/vragen/2024Z00042/">2024Z00042</a> en 2024Z00043</p>'


TABLE = "|  | 2022 | 2023 |\n| --- | --- | --- |\n| Havens |  | 3[^1] |\n| Samen | 5 ||"


def test_a_table_has_its_headings_and_empty_cells() -> None:
    html = Renderer().html(TABLE)
    assert (
        '<thead><tr><th scope="col"></th><th scope="col">2022</th><th scope="col">2023</th></tr></thead>'
        in html
    )
    assert "<tr><td>Havens</td><td></td><td>3</td></tr>" in html


def test_a_wide_cell() -> None:
    assert '<td colspan="2">5</td>' in Renderer().html(TABLE)


def test_a_table_of_more_columns_than_paper_has_room_for() -> None:
    row = "|" + " 1.000.000 |" * 15
    assert '<div class="table wide"' in Renderer().html(f"{row}\n{row}")


def test_what_is_left_out_leads_to_the_source() -> None:
    html = Renderer(sources={7: "/bron/"}).html("[afbeelding «a<b»: zie de officiële publicatie]", 7)
    assert html == (
        '<p><a class="omission outside" href="/bron/">'
        "[afbeelding «a&lt;b»: zie de officiële publicatie]</a></p>"
    )


def test_what_is_left_out_without_a_source() -> None:
    html = Renderer().html("Ja [formule: zie de officiële publicatie].")
    assert '<span class="omission">[formule: zie de officiële publicatie]</span>.' in html
