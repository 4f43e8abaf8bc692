import io
import zipfile

import docx as python_docx
import pytest

from questions.parsing import ParseError
from questions.parsing.formats.docx import extract


def made(*paragraphs: tuple[str, bool]) -> bytes:
    document = python_docx.Document()
    for text, bold in paragraphs:
        document.add_paragraph().add_run(text).bold = bold
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_paragraphs_and_bold() -> None:
    found = extract(made(("Vraag 1", True), ("Kent u dit?", True), ("Ja.", False)))
    assert found.lines == ("Vraag 1", "Kent u dit?", "Ja.")
    assert found.bold == {0, 1}
    assert not found.printed


def test_numbered_lists_keep_their_numbers() -> None:
    document = python_docx.Document()
    document.add_paragraph("Kunt u A?", style="List Number")
    document.add_paragraph("Kunt u B?", style="List Number")
    buffer = io.BytesIO()
    document.save(buffer)
    assert extract(buffer.getvalue()).lines == ("1. Kunt u A?", "2. Kunt u B?")


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(ParseError, match="geen tekst"):
        extract(made())


def test_xml_that_only_one_of_the_readers_takes_is_refused() -> None:
    """Our reader goes by the bytes, mammoth's by the declaration."""
    whole, out = zipfile.ZipFile(io.BytesIO(made(("Vraag 1", True)))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as damaged:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "word/document.xml":
                data = data.replace(b"UTF-8", b"no-such-encoding", 1)
            damaged.writestr(name, data)
    with pytest.raises(ParseError, match="beschadigd"):
        extract(out.getvalue())
