import json

import pytest

from questions.parsing import Footnote, ParseError, parse
from questions.parsing.dispatch import RANK, _check_extent, format_of
from questions.parsing.formats import Extract


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7", "x.txt", "pdf"),
        (b"PK\x03\x04", "x.bin", "docx"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><officiele-publicatie/>", "", "xml"),
        (b"<!DOCTYPE vraagdoc PUBLIC 'x' 'y'><vraagdoc/>", "", "xml"),
        (b"<!doctype html><html>", "x.xml", "html"),
        (b"<div class='vraag'>", "", "html"),
        (b'{"kind": "answer"}', "", "json"),
        (b"### 403\n\nVragen van", "x.txt", "markdown"),
        (b"Vraag 1\n", "x.md", "markdown"),
        ("Vraag é".encode("cp1252"), "x.txt", "text"),
        ("AH 605".encode("utf-16"), "x.txt", "text"),
    ],
)
def test_the_bytes_say_what_a_file_is(data: bytes, name: str, expected: str) -> None:
    assert format_of(data, name) == expected
    assert expected in RANK


def test_a_character_at_the_edge_of_what_is_looked_at() -> None:
    assert format_of(b"x" * 16383 + "é".encode(), "a.txt") == "text"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "leeg"),
        (b"   \n", "leeg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "oud Word"),
        (b"\x00\x01\x02" * 50, "leesbare tekst"),
        (b"<html><body><h1>Fout404</h1><p>De pagina is niet gevonden</p></body></html>", "foutpagina"),
        (b"x" * (33 * 1024 * 1024), "groter"),
    ],
)
def test_clear_reasons(data: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        parse(data, "x.xml")


def test_the_better_source_wins() -> None:
    assert RANK["xml"] > RANK["html"] > RANK["docx"] > RANK["pdf"] > RANK["text"]


def test_a_picture_is_named_as_such() -> None:
    with pytest.raises(ParseError, match="afbeelding"):
        parse(b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "scan.pdf")


LETTER = "Vragen van het lid X (SP) aan de Minister van Y over z (ingezonden 1 mei 2024).\nVraag 1\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LETTER + "Is dit zo?\n" * 200_000, "200000 regels"),
        (LETTER + "Is dit zo? " * 60_000, "langer dan 500000 tekens"),
    ],
    ids=["lines", "a line"],
)
def test_more_text_than_a_publication_has_is_refused(text: str, said: str) -> None:
    with pytest.raises(ParseError, match=said):
        parse(text.encode(), "x.txt")


def test_more_notes_than_a_publication_has_are_refused() -> None:
    with pytest.raises(ParseError, match="5000 voetnoten"):
        _check_extent(Extract((), footnotes=(Footnote("1", "A"),) * 5001))


@pytest.mark.parametrize(
    ("field", "part", "said"),
    [
        ("questions", {"number": "1", "text": "A?"}, "5001 vragen"),
        ("answers", {"numbers": ["1"], "text": "A"}, "5001 antwoorden"),
        ("footnotes", {"mark": "1", "text": "A"}, "5001 voetnoten"),
    ],
)
def test_more_parts_than_a_set_has_are_refused(field: str, part: dict[str, object], said: str) -> None:
    line = {"kind": "questions", "case_number": "2024Z99901", field: [part] * 5001}
    with pytest.raises(ParseError, match=said):
        parse(json.dumps(line).encode(), "x.json")


@pytest.mark.parametrize("error", [ParseError("kapot"), IndexError("x"), RecursionError()])
def test_metadata_that_cannot_be_read_cost_the_document_nothing(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def stuck(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("questions.parsing.wording.metadata.read", stuck)
    line = b'{"kind": "questions", "case_number": "2024Z99901", "questions": [{"number": "1", "text": "A?"}]}'
    found = parse(line, "x.json", b"<metadata/>")
    assert found.case_number == "2024Z99901"
    assert "metadata naast het document" in found.warnings[0]
