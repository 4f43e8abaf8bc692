"""A heading with the paragraphs under it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Block:
    """One heading with the paragraphs under it."""

    kind: str  # "question", "answer", "explanation", "notice"
    numbers: tuple[str, ...] = ()
    paragraphs: list[str] = field(default_factory=list)
