import pytest

from questions.parsing.repair.words import Lexicon

LEXICON = Lexicon(
    {"vlaggenteam": 2, "tevoorkomen": 2, "waterveen": 3}, frozenset({"funded forces", "zieken huis"})
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("de", "hulpverlener"), ("zichtbaar", "is"), ("met", "een"), ("voor", "ouders"), ("januari",
        "2020"), ("95", "procent"),
        ("openbaar", "Ministerie"), ("EU", "voor"), ("Waterveen", "heeft"), ("Vlag", "Amsterdam"), ("van",
        "vlaggenteam"),
    ],
)  # fmt: skip
def test_may_be_two_words(first: str, second: str) -> None:
    strangeness = LEXICON.strangeness(first, second)
    assert strangeness is not None
    assert strangeness < 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("hulpv", "erlener"),
        ("Vv", "E"),
        ("CO", "2"),
        ("V", "laggen"),
        ("12", "e"),
        ("gemeente", "n"),
        ("duurzaam", "heid"),
    ],
)
def test_cannot_be_two_words(first: str, second: str) -> None:
    assert LEXICON.strangeness(first, second) is None


def test_one_word_that_is_also_two_is_stranger() -> None:
    apart, whole = LEXICON.strangeness("te", "lang"), LEXICON.strangeness("voor", "ouders")
    assert apart is not None
    assert whole is not None
    assert apart < whole


def test_what_a_hyphen_cut_is_not_cut_again() -> None:
    assert LEXICON.strangeness("den", "heden", "gele") is None
    assert LEXICON.strangeness("der", "en", "kin") is None


def test_words_of_the_document() -> None:
    assert LEXICON.has("Vlaggenteam")
    assert not LEXICON.has("vlaggenteams")
    assert not LEXICON.has("tevoorkomen")  # glued twice is no word


@pytest.mark.parametrize(
    ("first", "second"),
    [("het", "FUREC"), ("vrijdag", "18"), ("van", "de"), ("te", "reiken"), ("funded", "forces")],
)
def test_sure_to_lack_a_space(first: str, second: str) -> None:
    assert LEXICON.is_sure(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("vind", "thet"),
        ("Tik", "Tok"),
        ("al", "leen"),
        ("beleids", "regel"),
        ("zieken", "huis"),
        ("e", "Herkenning"),
    ],
)
def test_not_sure_to_lack_a_space(first: str, second: str) -> None:
    assert not LEXICON.is_sure(first, second)


def test_the_likelier_of_two_ways_to_split() -> None:  # ah-tk-20242025-583, -597
    for likelier, other in [
        (("uitleg", "en"), ("uit", "legen")),
        (("er", "geen"), ("erge", "en")),
        (("met", "een"), ("me", "teen")),
    ]:
        costs = [LEXICON.strangeness(*pair) for pair in (likelier, other)]
        assert costs[0] is not None
        assert costs[1] is None or costs[0] < costs[1]


def test_cut_words() -> None:
    assert LEXICON.is_cut("beantwoor", "ding")
    assert LEXICON.is_cut("over", "leggen") is False
    assert LEXICON.is_cut("projectgebon", "den")
