import io

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from questions.parsing import ParseError, parse
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


def with_picture(side: int) -> bytes:
    """A picture between two lines of an answer."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    lines = ("Vraag 1", "Kent u het verloop?", "Antwoord 1", "Ja, het staat in de figuur.")
    for number, line in enumerate(lines):
        page.drawString(72, 700 - 14 * number, line)
    page.drawImage(ImageReader(Image.new("RGB", (30, 30), "red")), 72, 640 - side, side, side)
    page.drawString(72, 600 - side, "De daling zet door.")
    page.save()
    return buffer.getvalue()


def test_a_picture_leaves_its_place() -> None:
    reading = parse(with_picture(200), "x.pdf")
    assert reading.answers[0].text.split("\n\n") == [
        "Ja, het staat in de figuur.",
        "[afbeelding: zie de officiële publicatie]",
        "De daling zet door.",
    ]
    assert "1 afbeelding niet overgenomen; de tekst verwijst naar de bron." in reading.warnings


def test_an_ornament_does_not() -> None:
    assert "afbeelding" not in parse(with_picture(20), "x.pdf").answers[0].text


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
