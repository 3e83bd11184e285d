"""Kernels of HOTSPOTS: the regions of a window, found by joining rows of bits, and their bounds."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.core.compiled import compiled, inlined
from penstock.formats.kernels.memory import trailing_zeros

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bits: TypeAlias = npt.NDArray[np.int64]

Rule: TypeAlias = tuple[int, int, int, float]
"""The window's size now and at most, the least count of a dense point, and the wrap."""

NO_REGION = -1
SEEN, NEXT = 0, 1
"""In a window's clock: how many points it was shown, and the next region's number."""
ROW, REGION, COUNT = 0, 1, 2
"""What is said of a region in whole numbers."""


class Window(NamedTuple):
    """The newest points, each in a slot.

    `points` are the columns, `places` where distances are taken (one row per axis), `near` a row
    of bits per slot (the slots within the radius, itself among them), `degrees` how many those
    are, `labels` the region that a point belongs to.
    """

    points: Floats
    places: Floats
    near: Bits
    degrees: Ints
    labels: Ints
    clock: Ints


class Found(NamedTuple):
    """Regions: `numbers` are row, region and count; `bounds` low and high per column, then sums.

    The sums are those of the places of a region's points, for its centre.
    """

    numbers: Ints
    bounds: Floats


class Scratch(NamedTuple):
    """Room that all rows share: three rows of bits, a stack of slots, the labels to come."""

    bits: Bits
    stack: Ints
    labels: Ints


DENSE, TAKEN, MEMBERS = 0, 1, 2
"""Rows of bits: dense points of no region yet; points of regions; those of the present one."""


@compiled
def write_regions(
    at: tuple[int, int], rule: Rule, window: Window, scratch: Scratch, found: Found
) -> int:
    """Write a row's regions behind the `first` ones; return how many there are then.

    `at` is the row and that first number. Regions come in the order of their oldest dense points.
    Each keeps the lowest number that its dense points had, unless one before it has that now: a
    region that grows, shrinks or takes in another keeps its number, and so does the part with the
    oldest dense point when one breaks.
    """
    row, first = at
    size, size_max, minimum, wrap = rule
    _mark_dense(size, minimum, window, scratch)
    count = first
    slot = (window.clock[SEEN] - size) % size_max - 1
    for _ in range(size):
        slot = slot + 1 if slot + 1 < size_max else 0
        if (scratch.bits[DENSE, slot >> 6] >> (slot & 63)) & 1:
            label = _gather(slot, window, scratch, found, (first, count))
            if label == NO_REGION:
                label = window.clock[NEXT]
                window.clock[NEXT] += 1
            found.numbers[count, ROW] = row
            found.numbers[count, REGION] = label
            _measure(count, window, scratch, wrap, found)
            count += 1
    for each in range(size):
        window.labels[each] = scratch.labels[each]
    return count


@inlined
def _mark_dense(size: int, minimum: int, window: Window, scratch: Scratch) -> None:
    """Begin anew: all dense points are of no region yet."""
    for word in range(scratch.bits.shape[1]):
        scratch.bits[DENSE, word] = scratch.bits[TAKEN, word] = 0
    for slot in range(size):
        scratch.labels[slot] = NO_REGION
        if window.degrees[slot] >= minimum:
            scratch.bits[DENSE, slot >> 6] |= np.int64(1) << (slot & 63)


@compiled
def _gather(
    start: int, window: Window, scratch: Scratch, found: Found, others: tuple[int, int]
) -> int:
    """Collect the points of a dense one's region, and return the number that it keeps, if any."""
    bits, stack = scratch.bits, scratch.stack
    for word in range(bits.shape[1]):
        bits[MEMBERS, word] = 0
    bits[DENSE, start >> 6] &= ~(np.int64(1) << (start & 63))
    stack[0] = start
    height = 1
    lowest = refused = NO_REGION
    while height > 0:
        height -= 1
        slot = stack[height]
        label = int(window.labels[slot])
        if label not in (NO_REGION, refused) and (lowest == NO_REGION or label < lowest):
            free = not _has(found, others, label)
            lowest, refused = (label, refused) if free else (lowest, label)
        for word in range(bits.shape[1]):
            fresh = window.near[slot, word]
            bits[MEMBERS, word] |= fresh
            fresh &= bits[DENSE, word]
            bits[DENSE, word] &= ~fresh
            while fresh != 0:
                stack[height] = 64 * word + trailing_zeros(fresh)
                height += 1
                fresh &= fresh - 1
    return lowest


@inlined
def _has(found: Found, others: tuple[int, int], label: int) -> bool:
    """Return whether one of the row's regions so far has this number."""
    known = False
    for each in range(others[0], others[1]):
        known |= found.numbers[each, REGION] == label
    return known


@compiled
def _measure(region: int, window: Window, scratch: Scratch, wrap: float, found: Found) -> None:
    """Write a region's count, bounds and sums; its points are then taken."""
    bits = scratch.bits
    for column in range(found.bounds.shape[1]):
        found.bounds[region, column] = 0.0
    count = 0
    origin = 0.0
    for word in range(bits.shape[1]):
        left = bits[MEMBERS, word] & ~bits[TAKEN, word]
        bits[TAKEN, word] |= left
        while left != 0:
            slot = 64 * word + trailing_zeros(left)
            left &= left - 1
            first = count == 0
            origin = window.points[slot, 0] if first else origin
            count += 1
            scratch.labels[slot] = found.numbers[region, REGION]
            _widen(region, slot, (window, first), (origin, wrap), found)
    found.numbers[region, COUNT] = count


@inlined
def _widen(
    region: int, slot: int, of: tuple[Window, bool], around: tuple[float, float], found: Found
) -> None:
    """Take a point, the region's first or another, into its bounds and sums."""
    window, first = of
    points, places, bounds = window.points, window.places, found.bounds
    width = points.shape[1]
    origin, wrap = around
    for axis in range(len(places)):
        bounds[region, 2 * width + axis] += places[axis, slot]
    for column in range(width):
        value = points[slot, column]
        if column == 0 and wrap > 0:
            value -= wrap * np.round((value - origin) / wrap)
        if first or value < bounds[region, column]:
            bounds[region, column] = value
        if first or value > bounds[region, width + column]:
            bounds[region, width + column] = value
