"""Stored texts to HTML: paragraphs, lists, tables, references to footnotes, links.

Everything else is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from questions.parsing.repair.text import URL, address_of, urls
from questions.parsing.wording.identifiers import (
    CASE_NUMBER,
    MENTION,
    PARLIAMENTARY_PAPER,
    mentions,
    official_page,
    paper,
)
from questions.vocabulary.note_marks import NOTE_MARK
from questions.vocabulary.omissions import OMISSION, WHERE
from questions.vocabulary.tables import Cell, Row, is_row, rows_of

WIDEST_COLUMNS = 18  # with more, a number may be broken there
WIDE_COLUMNS = 8  # a table with more gets paper that is turned
ITEM = re.compile(r"^(?:[–•▪◦*-]\s+|(?P<label>\(?[a-z0-9]{1,2}[.)])\s+)")

Linker = Callable[[str], str | None]


class Renderer:
    """Renders the texts of one page; each footnote's first reference gets the id that the note links back
    to.
    """

    def __init__(
        self,
        targets: Mapping[str, str] | None = None,
        escaped: Callable[[str], str] = escape,
        notes: Container[str] | None = None,
        sources: Mapping[int, str] | None = None,
    ) -> None:
        """`escaped` makes plain text safe, and may mark words in it; `notes` are the notes that are here
        ("7-1"), if not all; `sources` says where each document can be read at its source.
        """
        self.sources = sources or {}
        self.targets = targets or {}
        self.notes = notes
        self.escaped = escaped
        self.seen: set[str] = set()

    def html(self, text: str, document_id: int | None = None) -> SafeString:
        """A text with its paragraphs; `document_id` says whose footnotes it refers to."""
        blocks = [self._block(block, document_id) for block in re.split(r"\n{2,}", text.strip()) if block]
        return mark_safe("".join(blocks))  # noqa: S308

    def note(self, text: str) -> SafeString:
        """A footnote: paragraphs only, for a "|" or "1." in it is part of a title."""
        paragraphs = [f"<p>{self.inline(part)}</p>" for part in text.split("\n\n") if part]
        return mark_safe("".join(paragraphs))  # noqa: S308

    def _block(self, block: str, document_id: int | None) -> str:
        lines = block.split("\n")
        if all(map(is_row, lines)) or (len(lines) > 1 and all(" | " in line for line in lines)):
            return self._table(rows_of(lines), document_id)
        if all(ITEM.match(line) for line in lines):
            return self._list(lines, document_id)
        return f"<p>{'<br>'.join(self.inline(line, document_id) for line in lines)}</p>"

    def _table(self, rows: Sequence[Row], document_id: int | None) -> str:
        width = max((sum(cell.columns for cell in row.cells) for row in rows), default=0)
        kind = "table" + " wide" * (width > WIDE_COLUMNS) + " widest" * (width > WIDEST_COLUMNS)
        parts = [
            f"<{name}>{''.join(self._row(row, document_id) for row in group)}</{name}>"
            for name, group in _groups(rows)
        ]
        return f'<div class="{kind}" tabindex="0"><table>{"".join(parts)}</table></div>'

    def _row(self, row: Row, document_id: int | None) -> str:
        tag = 'th scope="col"' if row.is_heading else "td"
        cells = [
            f"<{tag}{_spans(cell)}>{self.inline(cell.text, document_id)}</{tag[:2]}>" for cell in row.cells
        ]
        return f"<tr>{''.join(cells)}</tr>"

    def _list(self, lines: list[str], document_id: int | None) -> str:
        items = []
        for line in lines:
            found = ITEM.match(line)
            assert found
            label = f'<span class="label">{escape(found["label"])}</span> ' if found["label"] else ""
            items.append(f"<li>{label}{self.inline(line[found.end() :], document_id)}</li>")
        return f'<ul class="{"labelled" if "label" in items[0] else "plain"}">{"".join(items)}</ul>'

    def inline(self, text: str, document_id: int | None = None) -> str:
        """One line, with links and footnote references."""
        parts: list[str] = []
        end = 0
        for url in urls(text):
            address = address_of(url.group())
            parts += [self._marks(text[end : url.start()], document_id), link(address)]
            end = url.start() + len(address)
        return "".join([*parts, self._marks(text[end:], document_id)])

    def _marks(self, text: str, document_id: int | None) -> str:
        pieces = NOTE_MARK.split(text)
        out = [self._omissions(pieces[0], document_id)]
        for mark, rest in zip(pieces[1::2], pieces[2::2], strict=True):
            out += [self._mark(mark, document_id), self._omissions(rest, document_id)]
        return "".join(out)

    def _omissions(self, text: str, document_id: int | None) -> str:
        """Links what the text lacks to the source that has it."""
        if WHERE not in text:
            return self._references(text)
        out: list[str] = []
        end = 0
        for found in OMISSION.finditer(text):
            out += [self._references(text[end : found.start()]), self._omission(found, document_id)]
            end = found.end()
        return "".join([*out, self._references(text[end:])])

    def _omission(self, found: re.Match[str], document_id: int | None) -> str:
        words = found.group()[1:-1]
        address = self.sources.get(document_id or 0)
        if not address:
            return format_html('<span class="omission">[{}]</span>', words)
        return format_html('<a class="omission outside" href="{}">[{}]</a>', address, words)

    def _mark(self, mark: str, document_id: int | None) -> str:
        if document_id is None:
            return ""
        name = f"{document_id}-{mark}"
        if self.notes is not None and name not in self.notes:
            return format_html('<sup class="mark">{}</sup>', mark)
        own_id = format_html(' id="ref-{}"', name) if name not in self.seen else ""
        self.seen.add(name)
        return format_html(
            '<sup class="mark"><a href="#noot-{}"{} aria-label="{} {}">{}</a></sup>',
            name,
            own_id,
            gettext("Voetnoot"),
            mark,
            mark,
        )

    def _references(self, text: str) -> str:
        """Links numbers of other sets and of Kamerstukken: to the set when it is here, else to the official
        source.
        """
        parts: list[str] = []
        end = 0
        for found, address in self._addresses(text):
            if found.start() >= end:
                html = (
                    '<a href="{}">{}</a>'
                    if address.startswith("/")
                    else '<a href="{}" class="outside">{}</a>'
                )
                parts += [self.escaped(text[end : found.start()]), format_html(html, address, found.group())]
                end = found.end()
        return "".join([*parts, self.escaped(text[end:])])

    def _addresses(self, text: str) -> list[tuple[re.Match[str], str]]:
        """What the text refers to, in order, each with where that can be read."""
        found: list[tuple[re.Match[str], str]] = []
        for mention in MENTION.finditer(text) if "anhangsel" in text else ():
            named = mentions(mention.group())
            here = next((self.targets[name] for name in named if name in self.targets), None)
            if named:
                found.append((mention, here or official_page(named[0])))
        found += [
            (case, self.targets[name])
            for case in CASE_NUMBER.finditer(text)
            if (name := case.group().upper()) in self.targets
        ]
        papers = PARLIAMENTARY_PAPER.finditer(text) if "amerstuk" in text else ()
        found += [(match, official_page(paper(match))) for match in papers]
        return sorted(found, key=lambda pair: pair[0].start())


def _groups(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The parts of a table: its heading rows, and the others in one body; one further on stays within it."""
    first = next((place for place, row in enumerate(rows) if not row.is_heading), len(rows))
    parts = [("thead", list(rows[:first])), ("tbody", list(rows[first:]))]
    return [(name, group) for name, group in parts if group]


def _spans(cell: Cell) -> str:
    wide = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return wide + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")


SEE = re.compile(
    r"\W*(?:(?:ja|nee)\W+)?(?:zie|hiervoor verwijs ik|ik verwijs|voor het antwoord[^.]{0,60} "
    r"verwijs ik)\b(?P<what>[^.]{0,200})",
    re.IGNORECASE,
)
NUMBER_LIST = r"\d{1,3}[a-z]?(?:(?:\s*,\s*|\s+en\s+)\d{1,3}[a-z]?)*"
ANSWERS_TO = re.compile(
    rf"antwoord(?:en)?\b[^.]{{0,40}}?\bvra(?:ag|gen)\s+(?P<numbers>{NUMBER_LIST})", re.IGNORECASE
)
MAX_WHOLE_ADDRESS_CHARS = 70  # a longer web address is shortened
MAX_REFERRING_ANSWER_CHARS = 400  # a longer answer says something of its own


def referred(text: str) -> list[str]:
    """The numbers of the answers that a short answer refers to: "Zie het antwoord op vraag 2." → 2."""
    found = SEE.match(text) if len(text) <= MAX_REFERRING_ANSWER_CHARS else None
    named = ANSWERS_TO.search(found["what"]) if found else None
    return re.findall(r"\d{1,3}[a-z]?", named["numbers"]) if named else []


def without_ids(html: str) -> SafeString:
    """A rendered text to show a second time on the page."""
    return mark_safe(re.sub(r' id="[^"]*"', "", html))  # noqa: S308  it was made here


def link(address: str) -> str:
    """A web address as a link; shortened for the eye when it is long."""
    if not URL.match(address):
        return escape(address)
    href = address if address.lower().startswith("http") else f"https://{address}"
    if len(address) <= MAX_WHOLE_ADDRESS_CHARS:
        return format_html(
            '<a href="{}" rel="nofollow noopener" class="outside address">{}</a>', href, address
        )
    return format_html(
        '<a href="{}" rel="nofollow noopener" class="outside">{}…{}</a>', href, address[:50], address[-15:]
    )
