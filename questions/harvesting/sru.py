"""The search service of the official publications (SRU): which publications there are, and what is said of
them.

An answer is believed only when it says how many hits there are and complains of nothing: a clause that the
service cannot use is left out of the search in silence but for a diagnostic, and the hits are those of a
wider question.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from questions.parsing import ParseError
from questions.parsing.formats.safety import xml_root
from questions.parsing.wording import identifiers
from questions.parsing.wording.dates import iso_date
from questions.vocabulary import lengths

from .web import SourceFailure, Web

JOURNALS = ("Kamervragen (Aanhangsel)", "Kamervragen zonder antwoord")
PAGE_RECORDS = 100
MAX_HITS = 10_000  # the service answers no page that begins there or beyond
NUMBER = re.compile(r"(?:ah|kv)-[a-z0-9-]+", re.ASCII)  # of Kamervragen; it stands in an address
MAX_TOTAL_DIGITS = 9


class TooMany(SourceFailure):
    """A question has more hits than the service shows; ask narrower ones."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: a journal, and of it a session year, what changed since a day, or what was published
    between two days.
    """

    journal: str
    session_year: str | None = None
    changed_since: dt.date | None = None
    published: tuple[dt.date, dt.date] | None = None

    def cql(self) -> str:
        """In the query language of the service."""
        parts = ["c.product-area==officielepublicaties", f"w.publicatienaam=={_quoted(self.journal)}"]
        if self.session_year:
            parts.append(f"w.vergaderjaar=={_quoted(self.session_year)}")
        if self.changed_since:
            parts.append(f"dt.modified>={self.changed_since.isoformat()}")
        if self.published:
            first, last = self.published
            parts += [f"dt.available>={first.isoformat()}", f"dt.available<={last.isoformat()}"]
        return f"{' AND '.join(parts)} sortBy dt.modified/sort.ascending"


@dataclass(frozen=True, slots=True)
class Record:
    """What the service says of one publication; `printed` is its number as the service writes it. `formats`
    are those in which it has it; `stamp` is another when it changed; `xml` is the record itself.
    """

    identifier: str
    printed: str
    session_year: str
    published_on: dt.date | None
    formats: tuple[str, ...]
    stamp: str
    xml: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some hits, how many there are in all, and what could not be used, in words."""

    total: int
    records: tuple[Record, ...]
    passed: tuple[str, ...] = ()


class Sru:
    """Asks the service at an address."""

    def __init__(self, web: Web, address: str) -> None:
        self._web, self._address = web, address

    def total(self, question: Question) -> int:
        """How many hits a question has, by the service's own account; raises SourceFailure."""
        return self._page(question, 1, 0).total

    def pages(self, question: Question) -> Iterator[Page]:
        """All hits. Raises SourceFailure for a page that cannot be believed, TooMany for a wide question."""
        start = 1
        while True:
            page = self._page(question, start, PAGE_RECORDS)
            if page.total >= MAX_HITS:
                raise TooMany(f"De bron heeft {page.total} treffers voor «{question.cql()}».")
            given = len(page.records) + len(page.passed)
            if not given and start <= page.total:
                raise SourceFailure(f"De bron noemt {page.total} treffers en geeft er minder.")
            yield page
            start += given  # a page may be shorter than was asked for
            if start > page.total:
                return

    def _page(self, question: Question, start: int, count: int) -> Page:
        fetched = self._web.get(
            self._address,
            {
                "operation": "searchRetrieve",
                "version": "2.0",
                "x-connection": "officielepublicaties",
                "query": question.cql(),
                "startRecord": str(start),
                "maximumRecords": str(count),
            },
        )
        return read_page(fetched.data)


def read_page(data: bytes) -> Page:
    """Reads an answer; raises SourceFailure for one that cannot be believed."""
    try:
        root = xml_root(data)
    except ParseError as error:
        raise SourceFailure(f"Het antwoord van de zoekdienst is geen XML: {error}") from None
    complaints = [_text(part) for part in root.iter("{*}message", "{*}details") if _text(part)]
    if next(root.iter("{*}diagnostic", "{*}diagnostics"), None) is not None:
        raise SourceFailure(
            f"De zoekdienst begrijpt de vraag niet: {' '.join(complaints)[:300] or 'zonder uitleg'}."
        )
    total = next((_text(part) for part in root.iter("{*}numberOfRecords")), "")
    if not (total.isascii() and total.isdigit() and len(total) <= MAX_TOTAL_DIGITS):
        raise SourceFailure("De zoekdienst zegt niet hoeveel treffers er zijn.")
    records: list[Record] = []
    passed: list[str] = []
    for element in root.iter("{*}record"):
        record = _record(element)
        if record:
            records.append(record)
        else:
            passed.append(
                next((_text(part) for part in element.iter("{*}identifier")), "") or "zonder nummer"
            )
    return Page(int(total), tuple(records), tuple(passed))


def _record(element: etree._Element) -> Record | None:
    """None for what has no number of Kamervragen."""

    def first(*names: str) -> str:
        found = (_text(part) for name in names for part in element.iter(f"{{*}}{name}"))
        return next(filter(None, found), "")

    printed = first("identifier")
    identifier = identifiers.canonical(printed)
    if not NUMBER.fullmatch(identifier) or len(printed) > lengths.MAX_IDENTIFIER_CHARS:
        return None
    xml = etree.tostring(element, encoding="unicode", with_tail=False)
    described = next(iter(element.iter("{*}recordData")), element)  # without its place among the hits
    whole = etree.tostring(described, encoding="unicode", with_tail=False)
    changed = first("datumTijdstipWijzigingExpression", "datumTijdstipWijzigingWork", "timestamp")
    return Record(
        identifier,
        printed,
        identifiers.session_year(first("vergaderjaar")) or "",
        iso_date(first("available")) or iso_date(first("issued")) or iso_date(first("date")),
        tuple(sorted({str(part.get("manifestation")) for part in element.iter("{*}itemUrl")} - {"None"})),
        (changed or hashlib.sha256(whole.encode()).hexdigest())[: lengths.MAX_STAMP_CHARS],
        xml,
    )


def _text(element: etree._Element) -> str:
    return " ".join((element.text or "").split())


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
