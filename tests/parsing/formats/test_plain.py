import pytest

from questions.parsing import ParseError
from questions.parsing.formats.plain import decode, extract


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decode("Financiën «é»".encode(encoding)) == "Financiën «é»"


def test_what_is_no_text() -> None:
    with pytest.raises(ParseError):
        decode(bytes(range(32)) * 4)


def test_printed_pages_are_known_by_their_head() -> None:
    assert extract(b"Tweede Kamer der Staten-Generaal2\nVraag 1").printed
    assert not extract(b"AH 605\nVraag 1").printed
