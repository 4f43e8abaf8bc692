import io

import pytest
from reportlab.pdfgen import canvas

from questions.parsing import ParseError
from questions.parsing.formats.pdf import extract


def made(*lines: str) -> bytes:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    for number, line in enumerate(lines):
        page.drawString(72, 700 - 14 * number, line)
    page.showPage()
    page.save()
    return buffer.getvalue()


def test_lines_of_a_page() -> None:
    found = extract(made("Vraag 1", "Kent u dit?"))
    assert found.printed
    assert [line for line in found.lines if line] == ["Vraag 1", "Kent u dit?"]


def test_a_scan_is_refused_with_advice() -> None:
    with pytest.raises(ParseError, match="OCR"):
        extract(made())


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(ParseError, match="niet te openen"):
        extract(b"%PDF-1.7 niets")


def test_a_locked_file_is_refused_with_advice() -> None:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, encrypt="geheim")
    page.drawString(72, 700, "Vraag 1")
    page.save()
    with pytest.raises(ParseError, match="Sla het op zonder wachtwoord"):
        extract(buffer.getvalue())
