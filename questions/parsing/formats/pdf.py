"""PDF files: the printed lines, page by page, as PDFium reads them."""

from __future__ import annotations

import pypdfium2 as pdfium

from ..repair.text import clean
from ..types import ParseError, refusal
from . import Extract

MAX_PAGES = 500
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


def _page_text(document: pdfium.PdfDocument, index: int) -> str:
    page = document[index]
    textpage = page.get_textpage()
    try:
        # U+FFFE is how PDFium writes a hyphen at a line end
        return str(textpage.get_text_bounded()).replace("\ufffe", "-\n")
    finally:
        textpage.close()
        page.close()
