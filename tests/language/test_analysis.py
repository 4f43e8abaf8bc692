import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.language import analysis
from questions.language.analysis import Runs, field, typed

analyse = Runs().analyse


def stems(text: analysis.Analysed) -> list[str]:
    return text.words.split()[::2]


def exacts(text: analysis.Analysed) -> list[str]:
    return text.words.split()[1::2]


def test_the_three_kinds_of_terms() -> None:
    found = analyse("De scholen in Natura 2000-gebieden.")
    assert stems(found) == ["de", "school", "in", "natura", "2000", "gebied"]
    assert exacts(found) == ["=de", "=scholen", "=in", "=natura", "=2000", "=gebieden"]
    assert set(found.extras.split()) - {analysis.GAP} == {"2000gebied", "=2000gebieden"}


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("I&W", "ienw"),
        ("1.500.000", "1500000"),
        ("zzp'ers", "zzper"),
        ("foto's", "foto"),
        ("AOW’ers", "aower"),
    ],
)
def test_one_word(text: str, stem: str) -> None:
    assert stems(analyse(text)) == [stem]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("CO₂", "CO2"),
        ("m²", "m2"),
        ("10⁶", "10^6"),
        ("10⁻⁹", "10^-9"),
        ("deﬁnitief", "definitief"),
        ("ĳs", "ijs"),
    ],
)
def test_other_forms_of_letters_and_figures(text: str, same: str) -> None:
    assert analyse(text) == analyse(same)


def test_a_power_is_another_number() -> None:
    assert stems(analyse("10⁶")) != stems(analyse("106"))


def test_marks_of_footnotes_are_no_words() -> None:
    assert (
        analyse("Het bericht[^1] is juist.[^12]").words.split()
        == analyse("Het bericht is juist.").words.split()
    )


def test_texts_of_a_field_are_apart() -> None:
    terms = field([analyse("eerste tekst"), analyse("tweede tekst")]).split()
    assert (
        terms.index("tweed" if "tweed" in terms else "tweede") - terms.index("tekst")
        > 2 * analysis.MAX_NEAR_WORDS
    )


def test_hyphenated_words_of_a_text_are_not_beside_each_other() -> None:
    """As one word they stand after the text, where no order is."""
    terms = field([analyse("het wiskunde-onderwijs en een e-mail")]).split()
    assert abs(terms.index("=wiskundeonderwijs") - terms.index("=email")) > 2 * analysis.MAX_NEAR_WORDS


def test_words_with_what_stands_around_them() -> None:
    """Commas and brackets are no part of a word, whichever way a text is cut."""
    assert stems(analyse("(scholen), «scholen»; scholen/school... _scholen_")) == ["school"] * 5


@given(st.text(max_size=200))
def test_a_text_has_the_words_that_the_pattern_finds(text: str) -> None:
    """Texts are cut at their spaces, which is quicker; the words are the same."""
    plain = analysis.NOTE_MARK.sub(" ", text)
    chains = [
        analysis.chain(written)
        for written in analysis.CHAIN.findall(unicodedata.normalize("NFC", plain).lower())
    ]
    assert analyse(text).words.split() == [
        term for chain in chains for form in chain.pieces for term in form[:2]
    ]


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    found = analyse(text)
    assert len(stems(found)) == len(exacts(found))
    assert all(term.startswith(analysis.EXACT) for term in exacts(found))
    typed(text)


@given(st.text())
def test_terms_need_no_escape_in_json(text: str) -> None:
    """The index is given them as they are."""
    terms = field([analyse(text)])
    assert json.loads(f'"{terms}"') == terms
