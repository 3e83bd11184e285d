"""Find where lines end, 64 bytes at a time."""

from __future__ import annotations

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import LINE, equal_bytes, load_byte, trailing_zeros

NEWLINE = 10


@compiled
def find_newlines(address: int, size: int, ends: Int64s) -> int:
    """Note where newlines stand, up to as many as `ends` has room for; return how many."""
    found, place = 0, 0
    while place + LINE <= size:
        bits = equal_bytes(address + place, NEWLINE)
        while bits != 0:
            if found == len(ends):
                return found
            ends[found] = place + trailing_zeros(bits)
            found += 1
            bits &= bits - 1
        place += LINE
    while place < size and found < len(ends):
        if load_byte(address + place) == NEWLINE:
            ends[found] = place
            found += 1
        place += 1
    return found
