import pytest

from questions.parsing.words import Lexicon

LEXICON = Lexicon({"vlaggenteam": 2, "tevoorkomen": 2, "waterveen": 3})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("de", "hulpverlener"), ("zichtbaar", "is"), ("met", "een"), ("voor", "ouders"), ("januari", "2020"), ("95", "procent"),
        ("openbaar", "Ministerie"), ("EU", "voor"), ("Waterveen", "heeft"), ("Vlag", "Amsterdam"), ("van", "vlaggenteam"),
    ],
)  # fmt: skip
def test_may_be_two_words(first: str, second: str) -> None:
    strangeness = LEXICON.strangeness(first, second)
    assert strangeness is not None and strangeness < 3


@pytest.mark.parametrize(
    ("first", "second"),
    [("hulpv", "erlener"), ("Vv", "E"), ("CO", "2"), ("V", "laggen"), ("12", "e"), ("gemeente", "n"), ("duurzaam", "heid")],
)
def test_cannot_be_two_words(first: str, second: str) -> None:
    assert LEXICON.strangeness(first, second) is None


def test_one_word_that_is_also_two_is_stranger() -> None:
    apart, whole = LEXICON.strangeness("te", "lang"), LEXICON.strangeness("voor", "ouders")
    assert apart is not None and whole is not None and apart < whole


def test_what_a_hyphen_cut_is_not_cut_again() -> None:
    assert LEXICON.strangeness("den", "heden", "gele") is None and LEXICON.strangeness("der", "en", "kin") is None


def test_words_of_the_document() -> None:
    assert LEXICON.has("Vlaggenteam") and not LEXICON.has("vlaggenteams")
    assert not LEXICON.has("tevoorkomen")  # glued twice is no word


def test_cut_words() -> None:
    assert (
        LEXICON.is_cut("beantwoor", "ding")
        and LEXICON.is_cut("over", "leggen") is False
        and LEXICON.is_cut("projectgebon", "den")
    )
