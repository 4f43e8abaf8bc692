"""Turns a file format into lines with light marks; knows nothing of parliament."""

from __future__ import annotations

from dataclasses import dataclass

from ..types import Footnote


@dataclass(frozen=True, slots=True)
class Extract:
    """The lines of a document.

    `printed` says that lines are those of a printed page (wrapped, with page furniture); otherwise each
    line is a paragraph, a list item ("– …", "1. …") or a table row ("cell | cell"). References to
    `footnotes` stand in the lines as `[^mark]`. `bold` holds the indexes of lines that are wholly bold.
    `meta` holds what the format says about the document: (name, scheme, content) of an HTML page's meta
    elements. `warnings` say what the format could not take over.
    """

    lines: tuple[str, ...]
    printed: bool = False
    footnotes: tuple[Footnote, ...] = ()
    bold: frozenset[int] = frozenset()
    meta: tuple[tuple[str, str, str], ...] = ()
    warnings: tuple[str, ...] = ()
