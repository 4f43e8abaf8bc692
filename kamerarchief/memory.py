"""Memory that was freed goes back to the system."""

import ctypes
from contextlib import suppress

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # the numbers of these options of glibc's mallopt
KEPT_BYTES = 1024 * 1024  # at the end of each pool; a larger piece is taken from the system by itself


def give_back_freed() -> None:
    """Fixes the bounds of glibc, for all of this process; another C library has none of them.

    By itself it raises them to the size of the largest piece that was freed, and keeps up to twice as much in
    each of its pools: eight for each processor, since every new thread may take another.
    """
    with suppress(AttributeError, OSError):
        for option in (TRIM_THRESHOLD, MMAP_THRESHOLD):
            ctypes.CDLL(None).mallopt(option, KEPT_BYTES)
