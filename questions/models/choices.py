"""Enumerations as the choices of a column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.utils.translation import gettext_lazy


class Named(Protocol):
    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str: ...


def choices(members: Iterable[Named]) -> list[tuple[str, str]]:
    """Values with their Dutch word, for editors."""
    return [(member.value, member.label) for member in members]


def translated_choices(members: Iterable[Named]) -> list[tuple[str, Any]]:
    """Values with their word in the language of the reader."""
    return [(member.value, gettext_lazy(member.label)) for member in members]
