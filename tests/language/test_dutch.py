from pathlib import Path

import pytest

from questions.language import dutch, lexicon
from tests.conftest import CORPUS, NO_CORPUS

OWN = Path(__file__).parent / "tables" / "morphology.txt"
MORPHOLOGY = CORPUS.parent / "relevance" / "morphology.tsv"


def pairs(file: Path) -> list[tuple[str, str, bool]]:
    lines = [
        line.split("\t")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return [(one, other, joined == "ja") for one, other, joined in lines]


def wrong(file: Path) -> list[tuple[str, str]]:
    return [(a, b) for a, b, same in pairs(file) if (dutch.word(a).stem == dutch.word(b).stem) != same]


def test_forms_of_a_word_meet_and_other_words_do_not() -> None:
    assert len(wrong(OWN)) <= 0.02 * len(pairs(OWN)), wrong(OWN)


def test_lexicons_have_circles_and_no_word_is_lost_in_one() -> None:
    for form in list(lexicon.lemmas())[::40]:
        assert dutch.word(form).stem


def test_the_shared_list() -> None:
    if not MORPHOLOGY.exists():
        pytest.skip(NO_CORPUS)
    assert wrong(MORPHOLOGY) == []


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("stikstofdepositie", ("stikstof", "depositie")),
        ("stikstofuitstoot", ("stikstof", "uitstoot")),  # not stik-stofuitstoot
        ("gemeentehuis", ("gemeente", "huis")),  # not gemeen-tehuis
        ("kinderopvangtoeslagen", ("kinderopvang", "toeslag", "kinder", "opvang")),
        ("veiligheidsregio", ("veiligheid", "regio")),
        ("gaswinning", ("gas", "winning")),
        ("europees", ()),
        ("minister", ()),
        ("maatregel", ()),
        ("", ()),
        ("x" * 80, ()),
    ],
)
def test_compounds(word: str, parts: tuple[str, ...]) -> None:
    assert dutch.compound(word) == parts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Coördinatie", "coordinatie"),
        ("ĲSSELMEER", "ijsselmeer"),
        ("Straße", "strasse"),
        ("Øresund", "oresund"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert lexicon.fold(text) == folded


@pytest.mark.parametrize(
    "word", ["", "'s", "1.000", "a", "é", "ﬁets", "İstanbul", "-", "co2-", "ge", "gede", "🙂"]
)
def test_nothing_raises(word: str) -> None:
    dutch.word(word)


def test_a_genitive_is_the_name() -> None:
    assert dutch.word("Rutte's").stem == dutch.word("Rutte").stem
