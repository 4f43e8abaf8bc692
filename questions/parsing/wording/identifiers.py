"""Official numbers: identifiers of publications, case numbers, session years, "Zie ook" references."""

from __future__ import annotations

import re
from dataclasses import dataclass

from questions.vocabulary.kinds import Chamber

# Shapes seen in 151,327 real identifiers (docs/formats.md, "Identifiers"): opaque, case-preserving,
# compared without case.
IDENTIFIER = re.compile(
    r"\b(?:ah|kv)-(?:(?:tk|ek)-)?(?:\d{8}-[0-9A-Za-z]{1,8}|\d{4}[Zz]\d{4,5}[a-z]?|\d{4}D\d{5}"
    r"|\d[\d-]{0,11}H?)"
    r"(?:-[hn]\d?)?(?![\w-])"
)
SERIES = re.compile(
    r"(?P<series>ah|kv)-(?P<chamber>tk|ek)-(?P<year>\d{8})-(?:AH)?0*(?P<number>\d{1,5})", re.IGNORECASE
)
VERSION = re.compile(r"-(?P<letter>[hn])\d*$", re.IGNORECASE)
# By which the Chamber numbers a paper of its own: "2019D16854".
CHAMBER_NUMBER = re.compile(r"\d{4}D\d{5}", re.IGNORECASE | re.ASCII)
CASE_IN_IDENTIFIER = re.compile(r"kv-(?:tk-)?(\d{4}[ZD]\d{5})", re.IGNORECASE)
# "2024Z18792", "2024Z 17972", "2009D25439". The lookbehind, which refuses a letter or digit in front, is
# tried only where two digits match, not at each letter of a text: that is faster.
CASE_NUMBER = re.compile(r"((?:19|20)(?<!\w\d\d)\d{2}[ZzD])\s?(\d{5})\b")
SENATE_CASE_NUMBER = re.compile(r"^\d{9}$")
SESSION_YEAR = re.compile(r"\b(\d{4})\s*[-–]\s*(\d{4})\b")
_NUMBERS = r"nrs?\.?\s*(?P<numbers>\d+(?:(?:\s*,\s*|\s*(?:en|t/m)\s*)\d+(?![\dA-Za-z]))*)"
_YEAR = r"(?P<year>\d{4}\s*[-–/]\s*\d{2,4})"
_SERIES = r"Aanhangsels?\s*(?:van\s+de\s+)?Handelingen\s*(?:(?P<chamber>I{1,2})\b)?,?\s*"
SEE_ALSO = re.compile(r"Zie\s+ook\s+(?=Aanhangsel)", re.IGNORECASE)
# In two orders: "vergaderjaar 2023-2024, nr. 248" and, before 2008, "nr. 1070, vergaderjaar 2003–2004".
NAMED_PUBLICATIONS = (
    re.compile(rf"{_SERIES}(?:vergaderjaar\s*)?{_YEAR}\s*,?\s*{_NUMBERS}", re.IGNORECASE),
    re.compile(rf"{_SERIES}{_NUMBERS}\s*,?\s*vergaderjaar\s*{_YEAR}", re.IGNORECASE),
)
AND_ALSO = re.compile(r"\s*(?:[,;]|\ben\b)\s*(?:en\s+)?(?=Aanhangsel)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Series:
    """What an identifier in the numbered series says."""

    chamber: Chamber
    session_year: str
    number: int


def find_identifier(text: str) -> str | None:
    """The first identifier in a text or file name, as printed."""
    found = IDENTIFIER.search(text)
    return found.group() if found else None


def series_of(identifier: str | None) -> Series | None:
    """ "ah-tk-20232024-1062" → tk, "2023-2024", 1062; None for identifiers that do not say it."""
    found = SERIES.match(identifier or "")
    if not found:
        return None
    year = found["year"]
    if int(year[4:]) != int(year[:4]) + 1:
        return None
    return Series(Chamber(found["chamber"].lower()), f"{year[:4]}-{year[4:]}", int(found["number"]))


def chamber_of(identifier: str | None) -> Chamber:
    return Chamber.EK if re.match(r"(?:ah|kv)-ek-", identifier or "", re.IGNORECASE) else Chamber.TK


def case_number(text: str | None) -> str | None:
    """The first case number in a text, closed up: "2024Z 17972" → "2024Z17972"."""
    found = CASE_NUMBER.search(text or "")
    return f"{found[1].upper()}{found[2]}" if found else None


def case_number_of_identifier(identifier: str | None) -> str | None:
    found = CASE_IN_IDENTIFIER.match(identifier or "")
    return found[1].upper() if found else None


def metadata_case_number(text: str | None) -> str | None:
    """As `case_number`, for a metadata field: the Senate's nine digits are allowed there."""
    text = (text or "").strip()
    return text if SENATE_CASE_NUMBER.match(text) else case_number(text)


def session_year(text: str) -> str | None:
    """ "vergaderjaar 2023–2024" → "2023-2024"; None unless the years follow each other."""
    for found in SESSION_YEAR.finditer(text):
        if int(found[2]) == int(found[1]) + 1:
            return f"{found[1]}-{found[2]}"
    return None


def identifier_of(chamber: str, year: str, number: int) -> str:
    return f"ah-{chamber}-{year.replace('-', '')}-{number}"


def see_also(text: str) -> tuple[str, ...]:
    """The identifiers that "Zie ook Aanhangsel Handelingen, …" sentences name, each once.

    Variants: ah-tk-20232024-1983 ("Aanhangsels … nr. 1767 en 1775"), ah-tk-20232024-1770 (nine sentences),
    ah-tk-20242025-571 (another session year).
    """
    found: dict[str, None] = {}
    for start in SEE_ALSO.finditer(text):
        at = start.end()
        while sentence := next(
            (named for pattern in NAMED_PUBLICATIONS if (named := pattern.match(text, at))), None
        ):
            first, last = re.split(r"\s*[-–/]\s*", sentence["year"])
            year = f"{first}-{first[: 4 - len(last)]}{last}"
            chamber = Chamber.EK if sentence["chamber"] == "I" else Chamber.TK
            for number in re.findall(r"\d+", sentence["numbers"]):
                found[identifier_of(chamber, year, int(number))] = None
            following = AND_ALSO.match(text, sentence.end())
            if not following:
                break
            at = following.end()
    return tuple(found)


MENTION = re.compile(
    r"Aanhangsels?\s{0,9}(?:van\s{1,9}de\s{1,9})?(?:der\s{1,9})?Handelingen\s{0,9}(?:(?P<chamber>I{1,2})\b)?,?\s{0,9}"
    r"(?:vergaderjaar\s{0,9})?"
    r"(?P<year>\d{4}\s{0,9}[-–/]\s{0,9}-?\d{2,4})\s{0,9},?\s{0,9}nrs?\.?\s{0,9}(?P<numbers>\d+(?:(?:\s{0,9},\s{0,9}|\s{0,9}en\s{0,9})\d+"
    r"(?![\dA-Za-z]|\s\d{3}))*)",
    re.IGNORECASE,
)


def mentions(text: str) -> tuple[str, ...]:
    """Other publications and sets that a text names: identifiers and case numbers, each once, in order."""
    found: dict[int, list[str]] = {}
    for sentence in MENTION.finditer(text) if "anhangsel" in text else ():
        first, last = re.split(r"\s*[-–/]\s*-?", sentence["year"])[:2]
        year = f"{first}-{first[: 4 - len(last)]}{last}"
        if not year[5:].isdigit() or int(year[5:]) != int(first) + 1:
            continue
        chamber = Chamber.EK if sentence["chamber"] == "I" else Chamber.TK
        numbers = [int(number) for number in re.findall(r"\d+", sentence["numbers"])]
        found[sentence.start()] = [
            identifier_of(chamber, year, number) for number in numbers if number < 10_000
        ]
    for case in CASE_NUMBER.finditer(text):
        if case[1].upper().endswith("Z") and text[case.start() - 1 : case.start()] != "-":
            found.setdefault(case.start(), []).append(f"{case[1].upper()}{case[2]}")
    for identifier in IDENTIFIER.finditer(text) if "ah-" in text or "kv-" in text else ():
        found.setdefault(identifier.start(), []).append(identifier.group())
    return tuple(dict.fromkeys(name for position in sorted(found) for name in found[position]))


# "Kamerstuk 36 410, nr. 72", "Kamerstukken II 2017/18, 34 775 VII, nr. 12", "Kamerstuk 21 501-20, nr. 1900"
PARLIAMENTARY_PAPER = re.compile(
    r"Kamerstuk(?:-?ken)?\s{0,9}(?:I{1,2}\b\s{0,9},?\s{0,9})?(?:vergaderjaar\s{0,9})?(?:\d{4}\s{0,9}[-–/]\s{0,9}\d{2,4}\s{0,9},?\s{0,9})?"
    r"(?P<dossier>\d{2}[\s.]?\d{3})(?:[\s-](?P<part>[A-Z]{1,5}|\d{2}))?\s{0,9},?\s{0,9}nrs?\.?\s{0,9}(?P"
    r"<number>\d{1,4}|[A-Z]{1,2})\b",
    re.IGNORECASE,
)


def paper(found: re.Match[str]) -> str:
    """The identifier of a Kamerstuk as published: "kst-34775-VII-12"; after the part that the file
    kst-35925-A-68 has.
    """
    dossier = re.sub(r"\D", "", found["dossier"])
    return "-".join(filter(None, ["kst", dossier, (found["part"] or "").upper(), found["number"].upper()]))


def is_chamber_number(identifier: str | None) -> bool:
    return bool(CHAMBER_NUMBER.fullmatch(identifier or ""))


def official_page(identifier: str) -> str:
    """Where a publication can be read at its source; a paper that is none yet, at the Chamber."""
    if is_chamber_number(identifier):
        number = identifier.upper()
        return f"https://www.tweedekamer.nl/kamerstukken/detail?id={number}&did={number}"
    return f"https://zoek.officielebekendmakingen.nl/{identifier}.html"


CITATION = re.compile(
    r"(?:(?:(?:kamerstukken|aanhangsels?)\s{0,9})?(?:van\s{1,9}de\s{1,9}|der\s{1,9})?(?:handelingen)?\s{0,9}(?P"
    r"<chamber>I{1,2})?\s{0,9},?\s{0,9})?(?:vergaderjaar\s{0,9})?"
    r"(?P<first>\d{4})\s{0,9}[-–/]\s{0,9}(?P<last>\d{2}|\d{4})\s{0,9},?\s{0,9}(?:aanhangsel\s{0,9}"
    r"(?:van\s{1,9}de\s{1,9}handelingen)?\s{0,9},?\s{0,9})?"
    r"(?:nr|nummer)s?\.?\s{0,9}(?P<number>\d{1,5})\.?",
    re.IGNORECASE,
)


def cited(text: str) -> str | None:
    """The identifier that a citation means: "Aanhangsel Handelingen II 2023/24, nr. 1062", "2023–2024, nr.
    1062".
    """
    found = CITATION.fullmatch(" ".join(text.split()))
    if not found or (int(found["first"]) + 1) % 100 != int(found["last"]) % 100:
        return None
    chamber = Chamber.EK if (found["chamber"] or "").upper() == "I" else Chamber.TK
    return identifier_of(chamber, f"{found['first']}-{int(found['first']) + 1}", int(found["number"]))


def canonical(identifier: str) -> str:
    """One form for spellings of one identifier: small letters, no zeros before a number ("-0001" is "-1")."""
    return re.sub(r"(-\d{8}-)0+(?=\d)", r"\1", identifier.strip().lower())


def is_reprint(identifier: str | None) -> bool:
    version = VERSION.search(identifier or "")
    return bool(version and version["letter"].lower() == "h")


def is_addition(identifier: str | None) -> bool:
    version = VERSION.search(identifier or "")
    return bool(version and version["letter"].lower() == "n")
