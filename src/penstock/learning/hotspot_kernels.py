"""Kernels of HOTSPOTS: a window of points, and which of them are near each other.

That is a matrix of bits, one row a point. A point that comes or goes costs one pass over the
window for its distances; the regions are then found anew by joining rows of bits, 64 points at a
time, which for a thousand points takes less than to follow what changed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import trailing_zeros
from penstock.learning.hotspot_regions import (
    NEXT,
    NO_REGION,
    SEEN,
    Floats,
    Found,
    Scratch,
    Window,
    write_regions,
)

__all__ = ["NEXT", "SEEN", "Found", "Settings", "Window", "advance"]


class Settings(NamedTuple):
    """What a kernel is told; `wrap` is after how much the first column repeats (0: never)."""

    radius_squared: float
    wrap: float
    minimum: int
    window_size: int


@compiled
def advance(
    coming: tuple[Floats, Floats], window: Window, settings: Settings, found: Found, every: bool
) -> tuple[int, int]:
    """Add rows (their columns, their places) and write down the regions after each of them.

    Without `every` only those after the last row.

    Stops before a row whose regions might not fit. Returns how many rows were added, and how many
    regions were found. No rows give the regions as they are.
    """
    capacity, words = window.near.shape
    scratch = Scratch(
        np.zeros((3, words), np.int64), np.empty(capacity, np.int64), np.empty(capacity, np.int64)
    )
    rows = coming[0]
    count = 0 * len(rows)  # an int64; for a literal 0 all below would be compiled twice
    for row in range(max(len(rows), 1)):
        fresh = 1 if row < len(rows) else 0
        size = min(window.clock[SEEN] + fresh, settings.window_size)
        count = count if every else 0
        if count + size > len(found.numbers):
            return row, count
        if fresh:
            _put(coming, row, window, settings)
        rule = (size, settings.window_size, settings.minimum, settings.wrap)
        count = write_regions((row, count), rule, window, scratch, found)
    return len(rows), count


@compiled
def _put(coming: tuple[Floats, Floats], row: int, window: Window, settings: Settings) -> None:
    """Put a row into the window, in the place of the oldest one if it is full."""
    rows, places = coming
    seen = window.clock[SEEN]
    slot = seen % settings.window_size
    if seen >= settings.window_size:
        _take_out(slot, window)
    for column in range(rows.shape[1]):
        window.points[slot, column] = rows[row, column]
    for axis in range(places.shape[1]):
        window.places[axis, slot] = places[row, axis]
    window.labels[slot] = NO_REGION
    window.clock[SEEN] = seen + 1
    _join(slot, min(seen + 1, settings.window_size), window, settings.radius_squared)


@compiled
def _take_out(slot: int, window: Window) -> None:
    """Forget which points are near that of a slot."""
    near, degrees = window.near, window.degrees
    bit = np.int64(1) << (slot & 63)
    for word in range(near.shape[1]):
        bits = near[slot, word]
        while bits != 0:
            other = 64 * word + trailing_zeros(bits)
            bits &= bits - 1
            near[other, slot >> 6] &= ~bit
            degrees[other] -= 1
        near[slot, word] = 0


@compiled
def _join(slot: int, size: int, window: Window, radius_squared: float) -> None:
    """Find out which points are near that of a slot, itself included."""
    places, near, degrees = window.places, window.near, window.degrees
    distances = np.zeros(size)
    for axis in range(len(places)):
        here = places[axis, slot]
        for other in range(size):
            step = places[axis, other] - here
            distances[other] += step * step
    bit = np.int64(1) << (slot & 63)
    degrees[slot] = 1
    near[slot, slot >> 6] |= bit
    for other in range(size):
        if distances[other] <= radius_squared and other != slot:
            near[slot, other >> 6] |= np.int64(1) << (other & 63)
            near[other, slot >> 6] |= bit
            degrees[other] += 1
            degrees[slot] += 1
