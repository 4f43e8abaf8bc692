import pytest

from questions.vocabulary.letters import as_letters, lowered, on_line, raised


@pytest.mark.parametrize(("text", "letters"), [("ﬁets", "fiets"), ("ĲS", "IJS"), ("5\x80", "5€"), ("é", "é")])
def test_as_letters(text: str, letters: str) -> None:
    assert as_letters(text) == letters


@pytest.mark.parametrize(
    ("text", "shown"), [("6", "⁶"), ("−9", "⁻⁹"), ("-9", "⁻⁹"), ("bis", "bis"), ("e", "e"), ("n", "ⁿ")]
)
def test_raised(text: str, shown: str) -> None:
    assert raised(text) == shown


@pytest.mark.parametrize(("text", "shown"), [("2", "₂"), ("10", "₁₀"), ("x", "x"), ("n", "n")])
def test_lowered(text: str, shown: str) -> None:
    assert lowered(text) == shown


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("CO₂", "CO2"),
        ("m²", "m2"),
        ("10⁶", "10macht6"),
        ("10^6", "10macht6"),
        ("10⁻⁹", "10machtmin9"),
        ("a^b", "a^b"),
    ],
)
def test_on_line(text: str, searched: str) -> None:
    assert on_line(text) == searched
