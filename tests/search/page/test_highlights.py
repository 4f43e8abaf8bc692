import pytest

from questions.language.analysis import Runs
from questions.language.syntax import parse
from questions.search.page.highlights import PIECE_CHARS, Marker


def marked(query: str, text: str, place: str | None = None) -> str:
    return str(Marker(parse(query).query, Runs(), place).html(text))


@pytest.mark.parametrize(
    ("query", "text", "html"),
    [
        ("school", "De scholen en de school.", "De <mark>scholen</mark> en de <mark>school</mark>."),
        ("=school", "De scholen en de school.", "De scholen en de <mark>school</mark>."),
        ("stikstof", "De stikstofdepositie daalt.", "De <mark>stikstofdepositie</mark> daalt."),
        ('"Natura 2000"', "Natura 2000-gebieden; in 2000.", "<mark>Natura 2000</mark>-gebieden; in 2000."),
        ("e-mail", "Een email en een e-mail.", "Een <mark>email</mark> en een <mark>e-mail</mark>."),
        (
            "wiskundeonderwijs",
            "Goed wiskunde onderwijs; wiskunde.",
            "Goed <mark>wiskunde onderwijs</mark>; wiskunde.",
        ),
        ("stikst*", "Stikstof, stikstofruimte", "<mark>Stikstof</mark>, <mark>stikstofruimte</mark>"),
        (
            "kabinet NABIJ/3 besluit",
            "Het kabinet nam een besluit.",
            "Het <mark>kabinet</mark> nam een <mark>besluit</mark>.",
        ),
        ("kabinet -besluit", "Het kabinet nam een besluit.", "Het <mark>kabinet</mark> nam een besluit."),
        ("azc", "Het asielzoekerscentrum.", "Het <mark>asielzoekerscentrum</mark>."),
        ("ienw", "Infrastructuur en Waterstaat.", "<mark>Infrastructuur en Waterstaat</mark>."),
        ("b", "<b> & b[^1]", "&lt;<mark>b</mark>&gt; &amp; <mark>b</mark>[^1]"),
        ("1", "Eén[^1] en 1.", "Eén[^1] en <mark>1</mark>."),
        ("minister:x", "De minister x", "De minister x"),
        ("", "niets", "niets"),
    ],
)
def test_marks(query: str, text: str, html: str) -> None:
    assert marked(query, text) == html


def test_only_where_it_was_asked() -> None:
    assert "<mark>" in marked("in:vraag school", "school", "question")
    assert "<mark>" not in marked("in:vraag school", "school", "answer")


def test_the_piece_with_most_marks() -> None:
    text = (
        "Begin school. "
        + "en nog veel meer woorden " * 40
        + "de school en de school, scholen. "
        + "slot " * 60
    )
    piece, count = Marker(parse("school").query, Runs()).fragments([text])[0]
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert piece.count("<mark>") == 3
    assert count == 4
    assert len(piece) < PIECE_CHARS + 100


def test_a_piece_without_marks_is_the_beginning() -> None:
    piece, count = Marker(parse("school").query, Runs()).fragments(["Kort[^1] en goed."])[0]
    assert (piece, count) == ("Kort en goed.", 0)
