"""HTML pages: the main part as paragraphs, list items and table rows, with footnotes apart."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from questions.vocabulary.letters import lowered, raised
from questions.vocabulary.note_marks import note_mark
from questions.vocabulary.omissions import ATTACHMENT, FORMULA, PICTURE, omission
from questions.vocabulary.tables import Cell, Row, lines_of

from ..repair.footnote_marks import MARKS, is_power
from ..repair.text import clean, one_line, urls_in
from ..types import Footnote, refusal
from . import Extract
from .encoding import decode, without_declaration
from .safety import check_depth, whole_number

CHROME = (
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button",
)  # fmt: skip
# What no text can hold; its own text would be read wrongly.
STRUCK = {"del", "s", "strike"}  # what stands there does not hold
MAX_ICON_PIXELS = 40
OMITTED = {
    "img": PICTURE, "svg": PICTURE, "canvas": PICTURE, "picture": PICTURE, "map": PICTURE, "math": FORMULA,
    "object": ATTACHMENT, "embed": ATTACHMENT, "iframe": ATTACHMENT, "video": ATTACHMENT, "audio": ATTACHMENT,
}  # fmt: skip
BLOCKS = {
    "p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol",
    "table", "tr", "td", "th", "thead", "tbody", "blockquote", "dl", "dt", "dd", "body", "html", "hr",
    "br", "pre", "figure",
}  # fmt: skip
MAIN = (
    "//main",
    "//article",
    "//*[@id='main-column']",
    "//div[contains(concat(' ',@class,' '),' stuk ')]",
    "//body",
)
NOTE_CLASS = re.compile(r"(?:^|\s)(?:noot|footnote)(?:\s|$)")
NOTE_ID = re.compile(r"^(?:footnote|fn|supernote-note)-?")
REFERENCE_CLASS = re.compile(r"(?:^|\s)(?:nootnum|footnote-ref|footnote)(?:\s|$)")
# letters that a tree cannot hold
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LABELLED = re.compile(r"(?:[–•▪-]|\(?(?:\d{1,3}|[a-z]{1,2})[.)])\s")  # an item that prints its own label
END_CHARS = 40  # of a line, by which it is told of what a raised figure is the power
MAX_DIGITS = 4  # of the first number of a list, and of what a cell spans


def extract(data: bytes) -> Extract:
    """Raises ParseError when the bytes hold no page."""
    text = NO_TEXT.sub(" ", decode(data))
    parser = lxml.html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(without_declaration(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise refusal("De HTML-pagina is niet te lezen; haal haar opnieuw op.", error) from None
    check_depth(root)
    return from_root(root)


def from_root(root: lxml.html.HtmlElement) -> Extract:
    meta = tuple(
        (
            element.get("name") or element.get("property") or "",
            element.get("scheme") or "",
            element.get("content") or "",
        )
        for element in root.iter("meta")
    )
    for element in list(root.iter(*CHROME)):
        _take_out(element)
    main = _main(root)
    struck: list[str] = []
    notes = _take_notes(root, struck)
    writer = _Writer({note_id: note.mark for note_id, note in notes}, struck)
    writer.walk(main)
    return Extract(
        tuple(writer.finish()),
        footnotes=tuple(note for _, note in notes),
        bold=frozenset(writer.bold),
        meta=meta,
        warnings=tuple(f"Doorgehaalde tekst is weggelaten: «{text[:60]}»." for text in struck if text),
    )


def _take_out(element: lxml.html.HtmlElement) -> None:
    """Takes an element away and leaves the text behind it. To join that to the text before it, as lxml does,
    copies all of it each time.
    """
    parent = element.getparent()
    if parent is None:
        return
    nothing = lxml.html.Element("span")
    nothing.tail, element.tail = element.tail, None
    parent.replace(element, nothing)


def _main(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    for path in MAIN:
        found = root.xpath(path)
        if isinstance(found, list) and found and isinstance(found[0], etree._Element):
            return found[0]
    return root


def _take_notes(root: lxml.html.HtmlElement, struck: list[str]) -> list[tuple[str, Footnote]]:
    """Takes the footnote elements out of the page: (id, note) in order."""
    found: list[tuple[str, Footnote]] = []
    seen: set[str] = set()
    for element in list(root.iter("div", "li", "p", "dd")):
        note_id = element.get("id") or ""
        is_note = NOTE_CLASS.search(element.get("class") or "") or NOTE_ID.match(note_id)
        if not is_note or element.getparent() is None:
            continue
        for close in list(element.iter("h5", "h6")):
            close.drop_tree()
        for back in [a for a in element.iter("a") if re.match(r"^#footnote-ref", a.get("href") or "")]:
            back.drop_tree()
        inner = _Writer({}, struck, in_note=True)
        inner._plain(element, "div")
        text = " ".join(inner.finish())
        number = (
            re.match(r"\[?(\d{1,3})\]?[).]?\s+|^(\d{1,3})(?=https?:|[A-Z«])", text)
            if element.tag != "li"
            else None
        )
        mark = (number[1] or number[2]) if number else str(len(found) + 1)
        body = text[number.end() :] if number else text
        mark = mark if mark not in seen else f"v{mark}"
        seen.add(mark)
        found.append((NOTE_ID.sub("", note_id), Footnote(mark, body.strip(), urls_in(body))))
        _take_out(element)
    return found


def _old_heading(element: lxml.html.HtmlElement) -> str | None:
    """Pages of before 2010 print a number alone: `<div class="antwoord"><p class="nummer">2 en 3</p>`."""
    if (element.get("class") or "").split() != ["nummer"]:
        return None
    words = {"vraag": "Vraag", "antwoord": "Antwoord"}
    above = (word for parent in element.iterancestors("div") for word in (parent.get("class") or "").split())
    word = next((words[word] for word in above if word in words), None)
    return f"{word} {one_line(element.text_content() or '')}" if word else None


class _Writer:
    """Walks a page once and collects its lines."""

    def __init__(self, marks: dict[str, str], struck: list[str], *, in_note: bool = False) -> None:
        """`marks` of the notes by their ids; what is struck is noted in `struck`."""
        self.marks = marks
        self.struck = struck
        self.in_note = in_note
        self.lines: list[str] = []
        self.current: list[str] = []
        self.bold: set[int] = set()
        self.strong = 0
        self.plain_seen = False

    def finish(self) -> list[str]:
        self._break()
        return self.lines

    def _break(self, prefix: str = "") -> None:
        line = one_line(clean("".join(self.current)))
        if line:
            if not self.plain_seen:
                self.bold.add(len(self.lines))
            self.lines.append(prefix + line)
        self.current = []
        self.plain_seen = False

    def _write(self, text: str | None) -> None:
        if text:
            self.current.append(text)
            self.plain_seen = self.plain_seen or (not self.strong and bool(text.strip()))

    def walk(self, element: lxml.html.HtmlElement) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "table":
            self._table(element)
        elif tag in STRUCK:
            self.struck.append(one_line(element.text_content() or ""))
        elif tag == "img" and _is_decoration(element):
            pass
        elif tag in OMITTED:
            self._write(omission(OMITTED[tag], element.get("alt") or element.get("title") or ""))
        elif tag in {"sup", "sub"}:
            self._sup(element, tag)
        elif tag == "a" and self._reference(element):
            pass
        elif tag in {"ul", "ol"}:
            self._list(element, ordered=tag == "ol")
        else:
            self._plain(element, tag)
        self._write(element.tail)

    def _plain(self, element: lxml.html.HtmlElement, tag: str) -> None:
        heading = _old_heading(element) if tag == "p" else None
        if heading:
            self._break()
            self.lines.append(heading)
            return
        if tag in BLOCKS:
            self._break()
        self.strong += tag in {"strong", "b"}
        self._write(element.text if tag else "")
        for child in element:
            self.walk(child)
        self.strong -= tag in {"strong", "b"}
        if tag in BLOCKS:
            self._break()

    def _reference(self, element: lxml.html.HtmlElement) -> bool:
        """Writes `[^1]` for a link to a footnote."""
        href = element.get("href") or ""
        target = NOTE_ID.sub("", href.lstrip("#")) if href.startswith("#") else ""
        printed = re.search(r"\d{1,3}", element.text_content() or "")
        known = target in self.marks
        if not target or not (known or (REFERENCE_CLASS.search(element.get("class") or "") and printed)):
            return False
        self.current.append(note_mark(self.marks.get(target) or (printed[0] if printed else "")))
        return True

    def _sup(self, element: lxml.html.HtmlElement, tag: str) -> None:
        """A raised or lowered text; figures may stand right before a reference to a note in it."""
        if not any(True for _ in element.iter("a", *OMITTED)):
            self._off_line(tag, one_line(element.text_content() or ""))
            return
        if (element.text or "").strip():
            self._off_line(tag, one_line(element.text or ""))
        for child in element:
            self.walk(child)

    def _off_line(self, tag: str, text: str) -> None:
        """Raised and lowered figures; a raised one that nothing before it can have as its power is a mark,
        where the page has no notes of its own.
        """
        before = self._end()
        if tag == "sub":
            self._write(lowered(text))
        elif self.in_note and not before.strip():
            self._write(f"[{text}] ")  # its own number
        elif self.in_note or self.marks or not re.fullmatch(MARKS, text) or is_power(before):
            self._write(raised(text))
        elif before.strip():
            self.current += [note_mark(mark) for mark in re.findall(r"\d+|\*+", text)]
        else:
            self._write(f"[{text}] ")  # of a note in a list of them

    def _end(self) -> str:
        """The end of the line so far; blank only if all of it is."""
        end = ""
        for piece in reversed(self.current):
            end = piece + end
            if len(end) > END_CHARS and end.strip():
                break
        return end

    def _list(self, element: lxml.html.HtmlElement, *, ordered: bool) -> None:
        self._break()
        start = whole_number(element.get("start"), 1, MAX_DIGITS)
        for index, item in enumerate(element.iterchildren("li"), start):
            self._write(item.text)
            before = len(self.lines)
            for child in item:
                self.walk(child)
            self._break()
            if len(self.lines) > before and not LABELLED.match(self.lines[before]):
                self.lines[before] = (f"{index}. " if ordered else "– ") + self.lines[before]

    def _cell(self, cell: lxml.html.HtmlElement) -> str:
        """A cell on one line, with its references to footnotes."""
        inner = _Writer(self.marks, self.struck, in_note=self.in_note)
        inner._plain(cell, "td")
        return " ".join(inner.finish())

    def _table(self, element: lxml.html.HtmlElement) -> None:
        """The rows of a table. One that only lays out text gives the paragraphs of its cells."""
        self._break()
        for caption in element.iterchildren("caption"):
            self._plain(caption, "p")
        # not those of a table within
        rows = sorted(
            element.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"),
            key=lambda row: row.getparent().tag == "tfoot",
        )
        if _lays_out(element, rows):
            for row in rows:
                self._layout_row(row)
        else:
            self.lines += lines_of([self._row(row) for row in rows])

    def _layout_row(self, row: lxml.html.HtmlElement) -> None:
        cells = list(row.iterchildren("td", "th"))
        # each cell is read once: tables stand in tables
        texts = [] if any(True for _ in row.iter("table")) else [self._cell(cell) for cell in cells]
        if sum(map(bool, texts)) > 1:
            self.lines += lines_of([Row(tuple(map(Cell, texts)))])
            return
        for cell in cells:
            self._plain(cell, "td")

    def _row(self, row: lxml.html.HtmlElement) -> Row:
        cells = list(row.iterchildren("td", "th"))
        parent = row.getparent()
        is_heading = (parent is not None and parent.tag == "thead") or (
            bool(cells) and all(cell.tag == "th" for cell in cells)
        )
        return Row(tuple(map(self._spanning, cells)), is_heading)

    def _spanning(self, cell: lxml.html.HtmlElement) -> Cell:
        columns, rows = (whole_number(cell.get(name), 1, MAX_DIGITS) for name in ("colspan", "rowspan"))
        return Cell(self._cell(cell), columns, rows)


def _is_decoration(image: lxml.html.HtmlElement) -> bool:
    """An icon, or a picture that its page calls decoration."""
    if image.get("role") in {"presentation", "none"} or image.get("aria-hidden") == "true":
        return True
    sizes = [image.get(name, "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdecimal() and int(size[:5]) <= MAX_ICON_PIXELS for size in sizes)


def _lays_out(table: lxml.html.HtmlElement, rows: list[lxml.html.HtmlElement]) -> bool:
    """Whether a table has no columns to be read: a table within it, or no heading and fewer than two rows
    with several filled cells.
    """
    if any(inner is not table for inner in table.iter("table")):
        return True
    if any(True for _ in table.iter("thead", "th")):
        return False
    filled = [
        sum(bool((cell.text_content() or "").strip()) for cell in row.iterchildren("td")) for row in rows
    ]
    return sum(count > 1 for count in filled) < 2
