"""What a query is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any form, or, if `exact`, only as written."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Words that were typed beside each other, as one: "uitzendbureaus" for "uitzend bureaus", or their
    abbreviation. Nobody types it.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as written, one after the other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two words, at most so many words apart, in either order."""

    left: str
    right: str
    distance: int


@dataclass(frozen=True, slots=True)
class Where:
    """The place in which the other words of its group are sought: a field of the index."""

    place: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A field with a value, as `SEARCH_FIELDS` understands it."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    item: Node


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Node, ...]


Node: TypeAlias = Word | Together | Prefix | Phrase | Near | Where | Condition | Not | And | Or
