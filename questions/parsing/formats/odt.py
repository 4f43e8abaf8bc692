"""OpenDocument texts (ODT): `content.xml` as HTML, which the HTML extractor takes.

Their XML is read here, because the libraries that do so give either plain text, without tables and raised
figures, or have had no release for years (docs/decisions/0028).
"""

from __future__ import annotations

from collections.abc import Iterator

import lxml.html
from lxml import etree
from lxml.html import builder

from questions.vocabulary.omissions import ATTACHMENT, FORMULA, PICTURE, omission

from ..types import ParseError
from . import Extract
from .html import from_root
from .safety import check_depth, open_zip, read_member, whole_number, xml_root

MAX_REPEATED = 1000  # columns or spaces that one element may stand for
MAX_REPEATED_CELLS = 60  # empty cells up to the edge of a sheet are written as one
MAX_COPIED_ELEMENTS = 20_000  # of all repeated cells and rows together
MAX_ELEMENTS = 200_000
STYLES = ("content.xml", "styles.xml")
# What is no text of the document: earlier versions, comments, declarations.
SKIPPED = {
    "tracked-changes", "annotation", "annotation-end", "sequence-decls", "variable-decls", "forms",
    "user-field-decls", "desc", "title", "covered-table-cell", "table-column", "table-columns",
    "table-header-columns", "soft-page-break",
}  # fmt: skip
INLINE = {"span", "a", "ruby", "ruby-base", "meta", "meta-field", "bookmark-ref", "reference-ref"}


def is_odt(names: list[str]) -> bool:
    """Whether a ZIP archive with these names is an OpenDocument."""
    return "content.xml" in names and "META-INF/manifest.xml" in names


def extract(data: bytes) -> Extract:
    """Raises ParseError for a damaged, hostile or empty document."""
    archive = open_zip(data)
    names = archive.namelist()
    if "content.xml" not in names:
        raise ParseError("Het ZIP-bestand bevat geen ODT-document (content.xml ontbreekt).")
    roots = [xml_root(read_member(archive, name)) for name in STYLES if name in names]
    if sum(1 for root in roots for _ in root.iter()) > MAX_ELEMENTS:
        raise ParseError("Het ODT-document heeft onredelijk veel onderdelen.")
    text = next(roots[0].iter("{*}text"), None)
    body = next((part for part in roots[0].iter("{*}text") if _tag(part.getparent()) == "body"), text)
    if body is None or not "".join(map(str, body.itertext())).strip():
        raise ParseError("Het ODT-document bevat geen tekst.")
    root = _Converter(roots).page(body)
    check_depth(root)
    return from_root(root)


def _tag(element: etree._Element | None) -> str:
    return str(element.tag).rsplit("}", 1)[-1] if element is not None and isinstance(element.tag, str) else ""


def _get(element: etree._Element, name: str) -> str:
    """An attribute by its name without its namespace."""
    return next((str(value) for key, value in element.items() if str(key).rsplit("}", 1)[-1] == name), "")


def _figure(element: etree._Element, name: str) -> int:
    return min(whole_number(_get(element, name), 1, 6), MAX_REPEATED)


class _Converter:
    """Makes the tree of a page from the tree of a text."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self.parents: dict[str, str] = {}
        self.looks: dict[str, dict[str, str]] = {}
        self.numbered: set[str] = set()
        self.notes: list[lxml.html.HtmlElement] = []
        self.copies = MAX_COPIED_ELEMENTS
        for root in roots:
            for style in root.iter("{*}style"):
                self._style(style)
            for style in root.iter("{*}list-style"):
                if next(style.iter("{*}list-level-style-number"), None) is not None:
                    self.numbered.add(_get(style, "name"))

    def _style(self, style: etree._Element) -> None:
        name = _get(style, "name")
        self.parents[name] = _get(style, "parent-style-name")
        for properties in style.iter("{*}text-properties"):
            self.looks[name] = {
                look: _get(properties, look)
                for look in ("text-position", "font-weight", "text-line-through-style")
            }

    def _look(self, name: str, look: str) -> str:
        """What a style says, or one that it is made of."""
        for _ in range(20):
            found = self.looks.get(name, {}).get(look, "")
            if found or not name:
                return found
            name = self.parents.get(name, "")
        return ""

    def page(self, body: etree._Element) -> lxml.html.HtmlElement:
        content = builder.DIV()
        self._fill(content, body)
        return builder.HTML(builder.BODY(content, *self.notes))

    def _fill(self, target: lxml.html.HtmlElement, source: etree._Element) -> None:
        """Text that stands together is added at once: each time, all of it is copied."""
        texts = [source.text or ""]
        for child in source:
            for made in self._made(child):
                if isinstance(made, str):
                    texts.append(made)
                else:
                    _add_text(target, "".join(texts))
                    texts = []
                    target.append(made)
            texts.append(child.tail or "")
        _add_text(target, "".join(texts))

    def _with(self, name: str, source: etree._Element) -> lxml.html.HtmlElement:
        element = lxml.html.Element(name)
        self._fill(element, source)
        return element

    def _made(self, element: etree._Element) -> Iterator[lxml.html.HtmlElement | str]:
        """What an element becomes: text, elements of a page, or nothing."""
        tag = _tag(element)
        if tag in SKIPPED or not tag:
            return
        if tag == "s":
            yield " "
        elif tag in {"tab", "line-break"}:
            yield " " if tag == "tab" else builder.BR()
        elif tag in {"p", "h"}:
            yield self._paragraph(element)
        elif tag in INLINE:
            yield self._span(element)
        elif tag == "note":
            yield self._note(element)
        elif tag == "list":
            yield self._with("ol" if _get(element, "style-name") in self.numbered else "ul", element)
        elif tag in {"list-item", "list-header"}:
            yield self._with("li", element)
        elif tag in {"table", "table-row", "table-cell", "table-header-rows"}:
            yield from self._of_table(element, tag)
        elif tag == "frame":
            yield from self._frame(element)
        else:
            yield self._with("div" if _is_block(element) else "span", element)

    def _paragraph(self, element: etree._Element) -> lxml.html.HtmlElement:
        made = self._with("p", element)
        # A frame within a paragraph has paragraphs of its own, which HTML has not: it becomes a block.
        if any(child is not made for child in made.iter("p", "div", "table")):
            made.tag = "div"
        is_bold = self._look(_get(element, "style-name"), "font-weight") == "bold"
        return _wrapped(made, "strong") if is_bold else made

    def _span(self, element: etree._Element) -> lxml.html.HtmlElement:
        style = _get(element, "style-name")
        position = self._look(style, "text-position").split(" ")[0]
        if position == "super" or (position.endswith("%") and position[:1].isdigit() and position != "0%"):
            return self._with("sup", element)
        if position == "sub" or (position.startswith("-") and position.endswith("%")):
            return self._with("sub", element)
        return self._with("strong" if self._look(style, "font-weight") == "bold" else "span", element)

    def _note(self, element: etree._Element) -> lxml.html.HtmlElement:
        number = len(self.notes) + 1
        citation = next(element.iter("{*}note-citation"), None)
        body = next(element.iter("{*}note-body"), None)
        mark = "".join(map(str, citation.itertext())).strip() if citation is not None else str(number)
        note = builder.DIV(id=f"footnote-{number}", **{"class": "noot"})
        note.text = f"{mark} " if mark.isdigit() else ""
        if body is not None:
            self._fill(note, body)
        self.notes.append(note)
        return builder.A(mark or str(number), href=f"#footnote-{number}")

    def _of_table(self, element: etree._Element, tag: str) -> Iterator[lxml.html.HtmlElement]:
        if tag == "table-cell":
            # Empty cells up to the edge of the sheet are written as one; a real row has some tens.
            for _ in range(self._times(element, "number-columns-repeated")):
                cell = self._with("td", element)
                cell.set("colspan", str(_figure(element, "number-columns-spanned")))
                cell.set("rowspan", str(_figure(element, "number-rows-spanned")))
                yield cell
        elif tag == "table-row":
            for _ in range(self._times(element, "number-rows-repeated")):
                yield self._with("tr", element)
        else:
            yield self._with("thead" if tag == "table-header-rows" else "table", element)

    def _times(self, element: etree._Element, name: str) -> int:
        """How often a cell or a row stands there; a document has an end to what is copied."""
        times = min(_figure(element, name), MAX_REPEATED_CELLS)
        if times < 2:
            return 1
        size = sum(1 for _ in element.iter())
        copies = min(times - 1, self.copies // size)
        self.copies -= copies * size
        return 1 + copies

    def _frame(self, element: etree._Element) -> Iterator[lxml.html.HtmlElement | str]:
        """A text box gives its paragraphs; a picture, a formula or a file its place."""
        boxes = list(element.iterchildren("{*}text-box"))
        if boxes:
            for box in boxes:
                yield self._with("div", box)
            return
        about = next((str(part.text or "") for part in element.iter("{*}title", "{*}desc") if part.text), "")
        held = {_tag(child) for child in element.iterchildren()}
        yield f" {omission(_kind(element, held), about)} "


def _kind(frame: etree._Element, held: set[str]) -> str:
    if next(frame.iter("{*}math"), None) is not None or "formula" in _get(frame, "name").lower():
        return FORMULA
    if "object" in held or "object-ole" in held or "plugin" in held:
        return ATTACHMENT if "image" not in held else PICTURE
    return PICTURE


def _is_block(element: etree._Element) -> bool:
    return next(element.iter("{*}p", "{*}h", "{*}table", "{*}list"), None) is not None


def _add_text(target: lxml.html.HtmlElement, text: str | None) -> None:
    if not text:
        return
    last = next(target.iterchildren(reversed=True), None)
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        target.text = (target.text or "") + text


def _wrapped(element: lxml.html.HtmlElement, name: str) -> lxml.html.HtmlElement:
    """The element with all that is in it in another."""
    inner = lxml.html.Element(name)
    inner.text, element.text = element.text, None
    for child in list(element):
        inner.append(child)
    element.append(inner)
    return element
