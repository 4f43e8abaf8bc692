"""Prepares a Word document for mammoth: says what that would leave out in silence, in terms that it knows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from questions.vocabulary.omissions import FORMULA, PICTURE, omission

from .safety import read_member, whole_number, xml_root

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
W, M = f"{{{WORD}}}", f"{{{MATH}}}"
TEXT_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
STYLES_PART = "word/styles.xml"
RAISED, LOWERED = "superscript", "subscript"
MIN_POSITION_HALF_POINTS = 3  # by which a text must be moved to stand above or below the line
MAX_CELLS = 60  # that a row may begin or end away from the edge


def prepared(data: bytes, archive: zipfile.ZipFile, roots: dict[str, etree._Element]) -> bytes:
    """The document, of whose texts `roots` are the trees, with a text for each formula and chart, cells where
    rows begin away from the edge, and raised figures as such whatever raises them; as it is when it has none
    of these.
    """
    has_styles = STYLES_PART in archive.namelist()
    raised = _raising_styles(xml_root(read_member(archive, STYLES_PART))) if has_styles else {}
    changed: dict[str, bytes] = {}
    for name, root in roots.items():
        found = [_formulas(root), _charts(root), _cells(root), _positions(root, raised)]
        if any(found):
            changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _rewritten(archive, changed) if changed else data


def _rewritten(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in archive.namelist():
            if not name.endswith("/"):
                new.writestr(name, changed.get(name) or read_member(archive, name))
    return out.getvalue()


def _run(text: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    return run


def _put(old: etree._Element, new: etree._Element) -> None:
    parent = old.getparent()
    if parent is not None:
        new.tail = old.tail
        parent.replace(old, new)


def _formulas(root: etree._Element) -> int:
    """A formula becomes a run; one that stands apart is in a paragraph already."""
    outer = [
        e for e in root.iter(f"{M}oMathPara", f"{M}oMath") if not any(True for _ in e.iterancestors(f"{M}*"))
    ]
    for formula in outer:
        _put(formula, _run(f" {omission(FORMULA)} "))
    return len(outer)


def _charts(root: etree._Element) -> int:
    """A drawing that has no picture and no text: a chart, a diagram, a shape of lines."""
    found = [
        drawing
        for drawing in root.iter(f"{W}drawing")
        if next(drawing.iter("{*}blip", "{*}txbxContent"), None) is None
        and next(drawing.iter("{*}graphic"), None) is not None
    ]
    for drawing in found:
        about = next((part.get("descr") or part.get("title") or "" for part in drawing.iter("{*}docPr")), "")
        text = etree.Element(f"{W}t")
        text.text = omission(PICTURE, about)
        _put(drawing, text)
    return len(found)


def _cells(root: etree._Element) -> int:
    """A row may begin or end some columns away from the edge (`gridBefore`, `gridAfter`)."""
    added = 0
    for row in root.iter(f"{W}tr"):
        before, after = (_figure(row, f"{W}trPr/{W}{name}") for name in ("gridBefore", "gridAfter"))
        first = next((n for n, cell in enumerate(row) if cell.tag == f"{W}tc"), len(row))
        for _ in range(before):
            row.insert(first, _empty_cell())
        for _ in range(after):
            row.append(_empty_cell())
        added += before + after
    return added


def _empty_cell() -> etree._Element:
    cell = etree.Element(f"{W}tc")
    etree.SubElement(cell, f"{W}p")
    return cell


def _figure(element: etree._Element, path: str) -> int:
    found = element.find(path)
    return min(whole_number(found.get(f"{W}val"), 0, 3), MAX_CELLS) if found is not None else 0


def _positions(root: etree._Element, styles: dict[str, str]) -> int:
    """What a style or a position raises is raised as if by hand."""
    changed = 0
    for run, look in _looks(root):
        if look.find(f"{W}vertAlign") is None and (place := _place_of(look, styles)):
            etree.SubElement(look, f"{W}vertAlign").set(f"{W}val", place)
            changed += next(run.iter(f"{W}t"), None) is not None
    return changed


def _looks(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    for run in root.iter(f"{W}r"):
        look = run.find(f"{W}rPr")
        if look is not None:
            yield run, look


def _place_of(look: etree._Element, styles: dict[str, str]) -> str:
    style = look.find(f"{W}rStyle")
    named = styles.get(style.get(f"{W}val") or "", "") if style is not None else ""
    return named or _moved(look)


def _moved(look: etree._Element) -> str:
    position = look.find(f"{W}position")
    given = (position.get(f"{W}val") or "0") if position is not None else "0"
    if not given.lstrip("-").isdecimal() or len(given) > 5:
        return ""
    moved = int(given)
    if abs(moved) < MIN_POSITION_HALF_POINTS:
        return ""
    return RAISED if moved > 0 else LOWERED


def _raising_styles(root: etree._Element) -> dict[str, str]:
    """The character styles that raise or lower, also by the style that they are based on."""
    own: dict[str, str] = {}
    based: dict[str, str] = {}
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        look, basis = style.find(f"{W}rPr"), style.find(f"{W}basedOn")
        aligned = look.find(f"{W}vertAlign") if look is not None else None
        own[name] = (
            (aligned.get(f"{W}val") or "")
            if aligned is not None
            else _moved(look)
            if look is not None
            else ""
        )
        based[name] = (basis.get(f"{W}val") or "") if basis is not None else ""
    return {name: place for name in own if (place := _inherited(name, own, based)) in (RAISED, LOWERED)}


def _inherited(name: str, own: dict[str, str], based: dict[str, str]) -> str:
    for _ in range(20):
        if not name or own.get(name):
            break
        name = based.get(name, "")
    return own.get(name, "")
