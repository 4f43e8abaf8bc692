"""Typed reading of environment variables that fails loudly, naming the variable and what it should hold."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on", "ja"}
FALSE = {"0", "false", "no", "off", "nee", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Raises ImproperlyConfigured for anything but 1/0, true/false, yes/no, on/off, ja/nee."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: verwacht 1 of 0.")


def integer(name: str, default: int, minimum: int = 0) -> int:
    """Raises ImproperlyConfigured for anything but a whole number of at least `minimum`."""
    value = os.environ.get(name)
    if value is None or not value.strip():
        return default
    if not value.strip().isdigit() or int(value) < minimum:
        raise ImproperlyConfigured(f"{name}={value!r}: verwacht een geheel getal van {minimum} of meer.")
    return int(value)


def number(name: str, default: float) -> float:
    """Raises ImproperlyConfigured for anything but a number of 0 or more, with a point."""
    value = os.environ.get(name)
    if value is None or not value.strip():
        return default
    try:
        found = float(value)
    except ValueError:
        found = -1.0
    if not 0 <= found < float("inf"):
        raise ImproperlyConfigured(f"{name}={value!r}: verwacht een getal van 0 of meer.")
    return found


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list separated by commas or spaces."""
    value = os.environ.get(name)
    return list(default) if value is None else value.replace(",", " ").split()


def path(name: str, default: Path) -> Path:
    value = text(name)
    return Path(value).expanduser().resolve() if value else default
