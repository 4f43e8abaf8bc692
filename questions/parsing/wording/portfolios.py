"""Names of portfolios, used to see where one ends: they hold commas and "en" themselves."""

from __future__ import annotations

import re
from difflib import get_close_matches

# Ministries and portfolios of ministers without one, 1995 to 2025 (Staatscourant; Parlement.com, lists of
# cabinets).
PORTFOLIO_NAMES = (
    "Algemene Zaken",
    "Armoedebeleid, Participatie en Pensioenen",
    "Asiel en Migratie",
    "Basis- en Voortgezet Onderwijs en Media",
    "Bestuurlijke Vernieuwing en Koninkrijksrelaties",
    "Binnenlandse Zaken",
    "Binnenlandse Zaken en Koninkrijksrelaties",
    "Buitenlandse Handel en Ontwikkelingshulp",
    "Buitenlandse Handel en Ontwikkelingssamenwerking",
    "Buitenlandse Zaken",
    "Defensie",
    "Economische Zaken",
    "Economische Zaken en Klimaat",
    "Economische Zaken, Landbouw en Innovatie",
    "Financiën",
    "Grote Steden- en Integratiebeleid",
    "Immigratie en Asiel",
    "Immigratie, Integratie en Asiel",
    "Infrastructuur en Milieu",
    "Infrastructuur en Waterstaat",
    "Jeugd en Gezin",
    "Jeugd, Preventie en Sport",
    "Justitie",
    "Justitie en Veiligheid",
    "Klimaat en Energie",
    "Klimaat en Groene Groei",
    "Landbouw",
    "Landbouw, Natuur en Voedselkwaliteit",
    "Landbouw, Natuurbeheer en Visserij",
    "Landbouw, Visserij, Voedselzekerheid en Natuur",
    "Langdurige Zorg en Sport",
    "Medische Zorg",
    "Medische Zorg en Sport",
    "Milieu en Wonen",
    "Natuur en Stikstof",
    "Onderwijs, Cultuur en Wetenschap",
    "Onderwijs, Cultuur en Wetenschappen",
    "Ontwikkelingssamenwerking",
    "Primair en Voortgezet Onderwijs",
    "Rechtsbescherming",
    "Sociale Zaken en Werkgelegenheid",
    "Toeslagen en Douane",
    "Veiligheid en Justitie",
    "Verkeer en Waterstaat",
    "Volksgezondheid, Welzijn en Sport",
    "Volkshuisvesting en Ruimtelijke Ordening",
    "Volkshuisvesting, Ruimtelijke Ordening en Milieubeheer",
    "Vreemdelingenzaken en Integratie",
    "Wonen en Rijksdienst",
    "Wonen, Wijken en Integratie",
)
MAX_NAMES = 30  # that stand in a row; there are some twenty ministries
MAX_NAMES_CHARS = 1500
_LONGEST_FIRST = sorted(PORTFOLIO_NAMES, key=len, reverse=True)
_BY_FOLDED = {name.casefold(): name for name in PORTFOLIO_NAMES}
# Flexible at every space, so that "Cultuur enWetenschap" and "Welzijn en Sportover" are seen too.
_PATTERN = re.compile(
    "|".join(re.escape(name).replace(r"\ ", r"\s*").replace(",", r"\s*,") for name in _LONGEST_FIRST),
    re.IGNORECASE,
)


def is_known(name: str) -> bool:
    return name.casefold() in _BY_FOLDED


def canonical(name: str) -> str:
    """The usual capitals of a known name ("Asiel en migratie"); an unknown one as printed."""
    return _BY_FOLDED.get(name.casefold(), name)


def respace(text: str) -> str:
    """Mends lost spaces in and after known names: "Cultuur enWetenschap", "Welzijn en Sportover zorg"."""

    def mended(found: re.Match[str]) -> str:
        compact = re.sub(r"\s", "", found.group()).casefold()
        return _COMPACT[compact]

    pieces: list[str] = []
    end = 0
    for found in _PATTERN.finditer(text):
        before = text[end : found.start()]
        if before and before[-1].isalpha():
            before += " "
        pieces += [before, mended(found)]
        end = found.end()
        follows = text[end : end + 6]
        if re.match(r"(?:over|en|van|voor|de)\b|over|\(", follows) and not text[end : end + 1].isspace():
            pieces.append(" ")
    return "".join([*pieces, text[end:]])


_COMPACT = {re.sub(r"\s", "", name).casefold(): name for name in PORTFOLIO_NAMES}


def split(text: str) -> tuple[str, ...]:
    """ "van Financiën, van Sociale Zaken en Werkgelegenheid en voor Rechtsbescherming" → three names as
    printed.

    Where "van" is not repeated ("Onderwijs, Cultuur en Wetenschap en Volksgezondheid, Welzijn en Sport",
    kv-tk-2024Z18436) the text is cut only if known names account for all of it.
    """
    parts = re.split(r"(?:\s*,\s*|\s+en\s+|\s*,\s*en\s+)(?=(?:van|voor)\s)", text.strip())
    names = [
        re.sub(r"^(?:van|voor)\s+(?:het\s+ministerie\s+van\s+)?", "", part).strip(" ,.;:") for part in parts
    ]
    return tuple(name for part in names for name in (_segment(part) or (part,)) if name)


def _segment(text: str, most: int = MAX_NAMES) -> tuple[str, ...]:
    """The known names that a text consists of, up to so many; empty when it is anything else."""
    if not text or is_known(text):
        return (canonical(text),) if text else ()
    if not most or len(text) > MAX_NAMES_CHARS:
        return ()
    for name in _LONGEST_FIRST:
        if not text.casefold().startswith(name.casefold()):
            continue
        joint = re.match(r"\s*(?:,\s*(?:en\s+)?|en\s+)", text[len(name) :])
        remainder = text[len(name) + joint.end() :] if joint else ""
        # "Koninkrijkrelaties" (letter of 16 May 2024): a slip of the pen is still that ministry
        rest = _segment(remainder, most - 1) or (
            (remainder,) if get_close_matches(remainder, PORTFOLIO_NAMES, 1, 0.92) else ()
        )
        if rest:
            return (name, *rest)
    return ()
