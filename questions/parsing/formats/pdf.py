"""PDF files: the printed lines, page by page, as PDFium reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

import pypdfium2 as pdfium

from questions.vocabulary.letters import raised
from questions.vocabulary.omissions import PICTURE, omission

from ..repair.text import clean
from ..types import ParseError, refusal
from . import Extract

MAX_PAGES = 500
MAX_PICTURES = 100  # of a page; more are parts of a drawing
MAX_POWERS = 300  # of a page
# A number behind a unit, 2 or 10 that may be its power, as it stands in the characters of a page.
POWERED_FIGURE = re.compile(
    r"(?<![\w.,])(?:2|10)(?P<power>[-−–]?\d{1,2})(?!\d)|(?<![^\W\d_])[kcdmµ]?m(?P<measure>[23])"
)
CONTEXT_CHARS = 12  # by which a figure is found again in the text of the page
CONTEXT_WORDS = 6  # above a picture, by which its place is found
LEAST_SHARE, MOST_SHARE = 0.01, 0.8  # of the page that a picture takes
LEAST_RISE = 0.25  # of the height of a character
LOCKED = (pdfium.raw.FPDF_ERR_PASSWORD, pdfium.raw.FPDF_ERR_SECURITY)
PROTECTED = "het is met een wachtwoord beveiligd. Sla het op zonder wachtwoord."
DAMAGED = "het is beschadigd of niet volledig. Haal het opnieuw op."


def extract(data: bytes) -> Extract:
    """Raises ParseError for a damaged or locked file, and for one that holds only pictures."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = error.err_code in LOCKED
        raise refusal(
            f"Het PDF-bestand is niet te openen: {PROTECTED if locked else DAMAGED}", error
        ) from None
    try:
        if len(document) > MAX_PAGES:
            raise ParseError(f"Het PDF-bestand heeft meer dan {MAX_PAGES} pagina’s.")
        pages = [_page_text(document, index) for index in range(len(document))]
    except pdfium.PdfiumError as error:
        raise refusal(f"Het PDF-bestand is niet te lezen: {DAMAGED}", error) from None
    finally:
        document.close()
    text = clean("\n".join(pages))
    if not text.strip():
        raise ParseError(
            "Het PDF-bestand bevat geen tekst, alleen beeld; zet het eerst door tekstherkenning (OCR)."
        )
    return Extract(tuple(text.split("\n")), printed=True)


def _with_raised(text: str, textpage: pdfium.PdfTextPage) -> str:
    """The text with figures that stand above the line behind a unit, 2 or 10 as such: "10⁶", "m²".

    Other raised figures are marks of notes, which are found by what they follow.
    """
    chars = str(textpage.get_text_range())
    if len(chars) != textpage.count_chars():  # letters that PDFium counts as two: places would not agree
        return text
    powers = list(islice(POWERED_FIGURE.finditer(chars), MAX_POWERS))
    for found in reversed(powers):  # one may be in the context of the next
        start, end = found.span("power" if found["power"] else "measure")
        context = chars[max(0, start - CONTEXT_CHARS) : end]
        if _is_raised(textpage, start) and text.count(context) == 1:
            text = text.replace(context, context[: start - end] + raised(chars[start:end]))
    return text


def _with_pictures(text: str, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> str:
    """The text with the place of each picture, below the line that stands above it.

    What is smaller is an ornament; what covers the page is a scan, of which the text was recognised.
    """
    width, height = page.get_size()
    pictures = page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE])
    for picture in islice(pictures, MAX_PICTURES):
        left, bottom, right, top = picture.get_bounds()
        if not LEAST_SHARE < (right - left) * (top - bottom) / (width * height) < MOST_SHARE:
            continue
        above = str(textpage.get_text_bounded(bottom=top)).replace("\ufffe", "-\n").split()
        end = _end_of(text, above[-CONTEXT_WORDS:])
        text = f"{text[:end]}\n{omission(PICTURE)}\n{text[end:]}"
    return text


def _end_of(text: str, words: Sequence[str]) -> int:
    """Where the last of these words in a row ends; 0 where they do not stand there."""
    found = list(re.finditer(r"\s+".join(map(re.escape, words)), text)) if words else []
    return found[-1].end() if found else 0


def _is_raised(textpage: pdfium.PdfTextPage, place: int) -> bool:
    """Whether a character stands clearly above the one before it."""
    _, own_bottom, _, own_top = textpage.get_charbox(place)
    _, bottom, _, _ = textpage.get_charbox(place - 1)
    return bool(own_bottom - bottom > (own_top - own_bottom) * LEAST_RISE)


def _page_text(document: pdfium.PdfDocument, index: int) -> str:
    page = document[index]
    textpage = page.get_textpage()
    try:
        # U+FFFE is how PDFium writes a hyphen at a line end
        text = str(textpage.get_text_bounded()).replace("\ufffe", "-\n")
        return _with_pictures(_with_raised(text, textpage), page, textpage)
    finally:
        textpage.close()
        page.close()
