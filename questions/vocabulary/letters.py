"""Letters that mean the same as others, and figures that stand above or below the line."""

from __future__ import annotations

import re

# Letters that a font or a typewriter joins.
LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "ĳ": "ij", "Ĳ": "IJ", "ŉ": "’n",
}  # fmt: skip
# The letters that Windows-1252 has where Unicode has control characters (U+0080 to U+009F).
UNASSIGNED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
WINDOWS_1252 = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in UNASSIGNED}
_REPLACED = str.maketrans(LIGATURES) | WINDOWS_1252
_MAY_BE_REPLACED = re.compile(f"[{''.join(LIGATURES)}\x80-\x9f]")

# A soft hyphen, spaces without a width, joiners, and the mark of a byte order: copied along, and never seen.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))

_FIGURES = "0123456789+-=()"
_RAISED, _LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
_TO_RAISED = str.maketrans(_FIGURES + "−–n", _RAISED + "⁻⁻ⁿ")
_TO_LOWERED = str.maketrans(_FIGURES + "−–", _LOWERED + "₋₋")
_TO_LINE = str.maketrans(_RAISED + _LOWERED + "ⁿ", _FIGURES * 2 + "n")
_FIGURES_ONLY = re.compile(r"[\dn+\-−–=()]*\d[\dn+\-−–=()]*|n")
POWER = re.compile(rf"(?<=\d)(?:([{_RAISED}]+)|\^([-−–]?\d+))")
OFF_LINE = re.compile(f"[{_RAISED}{_LOWERED}ⁿ]")


def as_letters(text: str) -> str:
    """The text with "ﬁ" as "fi", "ĳ" as "ij", and the letters of Windows-1252 in place of control
    characters.
    """
    return text.translate(_REPLACED) if _MAY_BE_REPLACED.search(text) else text


def visible(text: str) -> str:
    """The text without the characters that nobody can see."""
    return text if text.isascii() else text.translate(INVISIBLE)


def raised(text: str) -> str:
    """What stands above the line: figures as "⁶" and "⁻⁹"; letters ("3bis", "1e") stay letters."""
    return text.translate(_TO_RAISED) if _FIGURES_ONLY.fullmatch(text) else text


def lowered(text: str) -> str:
    """What stands below the line: figures as "₂"; letters ("NOx") stay letters."""
    return text.translate(_TO_LOWERED) if _FIGURES_ONLY.fullmatch(text) and text != "n" else text


def on_line(text: str) -> str:
    """How figures off the line are searched: "CO₂" as "co2", "m²" as "m2", but "10⁶" as a word of its own,
    which "106" does not find.
    """
    if "^" not in text and not OFF_LINE.search(text):
        return text
    return POWER.sub(_spoken, text).translate(_TO_LINE)


def _spoken(found: re.Match[str]) -> str:
    exponent = (found[1] or found[2]).translate(_TO_LINE).lstrip("+")
    return "macht" + re.sub("[-−–]", "min", exponent)
