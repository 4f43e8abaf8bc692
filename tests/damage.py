"""Damage to files, as a bad disk does it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path


def flip_bits(files: Sequence[Path], bits: int, chance: random.Random) -> None:
    """In place: a file that is cut off ends a process that has it in memory."""
    for _ in range(bits):
        file = chance.choice(files)
        place = chance.randrange(file.stat().st_size)
        with file.open("r+b") as opened:
            opened.seek(place)
            before = opened.read(1)[0]
            opened.seek(place)
            opened.write(bytes([before ^ 1 << chance.randrange(8)]))
