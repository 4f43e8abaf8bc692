"""What comes from outside is read or refused with a reason, within bounded time and memory: never anything
else.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import time
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from questions.parsing import ParsedDocument, ParseError, parse
from questions.sources import read_paths
from tests.conftest import DOCUMENTS

RAW = {document.name: document.data for document in read_paths([str(DOCUMENTS)])}
NAMES = sorted(RAW)
SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


# Without it a text is refused at once, and what is meant to be tried is never reached.
PRINTED = (
    "Tweede Kamer der Staten-Generaal\nVragen van het lid X (SP) aan de Minister van Y over z "
    "(ingezonden 1 mei 2024).\n"
)
HEAD = PRINTED.encode()


def read_or_refuse(data: bytes, name: str = "x") -> None:
    try:
        assert isinstance(parse(data, name), ParsedDocument)
    except ParseError as error:
        assert str(error)


@SLOW
@given(st.binary(max_size=3000))
def test_random_bytes(data: bytes) -> None:
    read_or_refuse(data)


@SLOW
@given(
    st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04", b"<vraagdoc>", b"<html>", b"{", b"# "]),
    st.binary(max_size=2000),
)
def test_random_bytes_behind_a_known_beginning(head: bytes, data: bytes) -> None:
    read_or_refuse(head + data)


@pytest.mark.slow
@SLOW
@given(st.sampled_from(NAMES), st.floats(0, 1))
def test_truncated_files(name: str, part: float) -> None:
    read_or_refuse(RAW[name][: int(len(RAW[name]) * part)], name)


@SLOW
# a control character behind an element that is taken out
@example("ah-tk-20152016-9011.html", [(0.169921875, 1)])
@given(
    st.sampled_from(NAMES),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=30),
)
def test_damaged_files(name: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(RAW[name])
    for place, value in changes:
        data[int(place * len(data))] = value
    read_or_refuse(bytes(data), name)


@SLOW
@given(st.text(alphabet="Vraag Antwoord1234567890,en?.()\n[^]–", max_size=2000))
def test_text_made_of_the_words_that_headings_are_made_of(text: str) -> None:
    read_or_refuse(f"AH 1\nAntwoord van minister X (Y) (ontvangen 1 mei 2024)\n{text}".encode())


def docx(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


W = (
    b"<w:document "
    b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
)
BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b '
    b'"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><vraagdoc><vraag><al>&b;</al></vraag></vraagdoc>'
)
EXTERNAL = (
    b'<!DOCTYPE v [<!ENTITY x SYSTEM "file:///etc/passwd">]><vraagdoc><vraag><al>&x;</al></vraag></vraagdoc>'
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        BILLION_LAUGHS,
        EXTERNAL,
        BILLION_LAUGHS.replace(b"<!DOCTYPE", b"<!--" + b"x" * 200_000 + b"--><!DOCTYPE"),
        b"<vraag>" * 100_000,
        b"<div>" * 100_000 + b"Vraag 1",
        docx({"word/document.xml": b"\0" * 60_000_000}),
        docx({"word/document.xml": W % (b"<w:p>" * 5000)}),
        docx({"word/document.xml": W % (b"<w:p/>" * 200_000)}),
        docx({"word/document.xml": BILLION_LAUGHS}),
        docx({"word/document.xml": W % b"", "word/footnotes.xml": EXTERNAL}),
        docx({"other.txt": b"x"}),
        docx({"word/document.xml": W % b""})[:-30],
        HEAD + b"Vraag 1\n" + b"[^1](" * 50_000,
        HEAD + b"Vraag " + b"1, " * 50_000,
        b"Vragen van het lid " + b"(" * 50_000,
        b"Vragen van de leden "
        + b"A en " * 20_000
        + b"aan de Minister van X over y (ingezonden 1 mei 2024).",
        HEAD + b"Vraag 1\n" + b"a-" * 100_000,
        HEAD + b"Vraag 1\n" + b"dehulpverlenervande" * 900,
        HEAD + b"Vraag 1\n" + (b"dehulpverlener van degemeente.Het " * 500 + b"\n") * 15,
        HEAD + b"Vraag 1\n" + b"a.b." * 4_900,
        HEAD + b"Vraag 1\n" + b"(en)" * 4_900,
        HEAD + b"Vraag 1\n" + b"nl/a.nl/" * 2_400,
        HEAD + b"Vraag 1\n" + b"een -vlag-\n" * 20_000,
        HEAD + b"Vraag 1\n" + b"(2)\n" * 20_000,
        HEAD + b"Zie ook Aanhangsel Handelingen, vergaderjaar 2023-2024, nr. " + b"1, " * 50_000,
        b"%PDF-1.7\n" + b"1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj " * 500,
    ],
    ids=(str(number) for number in itertools.count()),
)
def test_bombs_end_soon(data: bytes) -> None:
    start = time.process_time()
    if data.startswith(HEAD):
        parse(data, "x.txt")  # it is read, not refused
    else:
        read_or_refuse(data, "x.txt")
    assert time.process_time() - start < 10


def test_an_external_entity_is_never_read() -> None:
    with pytest.raises(ParseError, match="entiteiten"):
        parse(EXTERNAL)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.txt", f"{PRINTED}Vraag 1\nX?\nAntwoord {' , '.join(map(str, range(1, 60)))} zijn gelijk.\nJa."),
        ("x.txt", f"{PRINTED}Vraag {'1 , ' * 200}x"),
        ("x.txt", f"{PRINTED}Vraag 1\n{'a' * 3000}-{'b' * 3000}?"),
        ("x.txt", PRINTED + "2\n" * 20_000),
        ("x.txt", PRINTED + "Vraag 1\n" * 8000),
        ("x.xml", "<!DOCTYPE " * 20_000),
        ("x.md", f"# x\n{PRINTED}{'[' * 20_000}"),
        ("x.md", f"# x\n{PRINTED}{'**a ' * 8000}"),
        (
            "x.html",
            (
                f"<html><body><p>{PRINTED}</p>{'<table><tr><td>' * 40}Vraag "
                f"1{'</td></tr></table>' * 40}</body></html>"
            ),
        ),
    ],
    ids=[
        "joint",
        "joint question",
        "long word",
        "chamber marks",
        "one number",
        "doctypes",
        "brackets",
        "bold",
        "nested tables",
    ],
)
def test_what_grows_faster_than_the_text(name: str, text: str) -> None:
    """Each took from ten seconds to hours; the second words of a heading, of a word, of a page and of a
    table in a table.
    """
    start = time.process_time()
    with contextlib.suppress(ParseError):
        parse(text.encode(), name)
    assert time.process_time() - start < 5


def test_a_table_in_a_table_is_read_once() -> None:
    page = (
        f"<html><body><p>{PRINTED}</p><table><tr><td><table><tr><td><p>Vraag 1</p><p>Is dit "
        f"zo?</p></td></tr></table></td></tr></table></body></html>"
    )
    assert [question.text for question in parse(page.encode(), "x.html").questions] == ["Is dit zo?"]


def test_digits_that_are_no_number() -> None:
    page = f"<html><body><p>{PRINTED}</p><h2>Vraag 1</h2><ol start='²'><li>Is dit zo?</li></ol></body></html>"
    assert parse(page.encode(), "x.html").questions[0].text == "1. Is dit zo?"
