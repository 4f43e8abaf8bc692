"""Reads cases from plain text files: "input → expected" a line, "#" for a remark."""

from __future__ import annotations

from pathlib import Path

TABLES = Path(__file__).resolve().parent / "parsing" / "tables"


def rows(name: str) -> list[tuple[str, ...]]:
    """The cases of one file; columns are divided by " → "."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [
        tuple(part.strip() for part in line.split("→"))
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


def blocks(name: str) -> list[tuple[str, list[str]]]:
    """Cases of several lines: the input, then lines with what is expected, up to a blank line."""
    found: list[tuple[str, list[str]]] = []
    for block in (TABLES / name).read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
        if lines:
            found.append((lines[0], lines[1:]))
    return found
