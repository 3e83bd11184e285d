"""A random cut tree over one column: a sorted line of values with a cut between neighbours.

In one dimension the boxes, masses and links of a random cut tree all follow from the sorted values
and the depth of the cut in each gap between neighbours: a subtree is a stretch of the line, its box
is the stretch's first and last value, its mass the stretch's length. So a sampled point takes six
bytes (a float32 and an int16), and only the few nodes around a point are ever looked at.

`values[:size]` is sorted; duplicates stand side by side. `depths[k]` is the depth of the cut
between `values[k - 1]` and `values[k]`: EDGE at both ends, UNCUT between duplicates. Where in its
gap a cut lies is not stored: it is uniform there whatever the rest of the tree looks like, so an
insertion draws it when it needs it, and a score is the mean over it (same mean, less noise).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.learning.inlined import inlined

Floats: TypeAlias = npt.NDArray[np.float32]
Depths: TypeAlias = npt.NDArray[np.int16]
Tables: TypeAlias = npt.NDArray[np.float64]

Gaps: TypeAlias = npt.NDArray[np.uint32]

EDGE = -1
UNCUT = 32_767
_NONE = np.uint32(0)


@inlined
def position(values: Floats, size: int, point: np.float32) -> int:
    """Return how many of the first `size` (at least 1) values are below `point`.

    The search has no branch that a processor could predict wrongly.
    """
    base = 0
    rest = size
    while rest > 1:
        half = rest >> 1
        base += half * (values[base + half - 1] < point)
        rest -= half
    return base + int(values[base] < point)


@inlined
def positions(values: Floats, size: int, points: Floats, gaps: Gaps) -> None:
    """Set `gaps[k]` to how many of the first `size` (at least 1) values are below `points[k]`.

    All searches go on by one halving at a time, which the compiler turns into vector code: 6 ns
    a search instead of 40. Unsigned, because a negative index would ask for a branch.
    """
    count = len(points)
    for k in range(count):
        gaps[k] = 0
    rest = size
    while rest > 1:
        half = np.uint32(rest >> 1)
        last = np.uint32((rest >> 1) - 1)
        for k in range(count):
            gap = gaps[k]
            gaps[k] = gap + (half if values[np.uint32(gap + last)] < points[k] else _NONE)
        rest -= rest >> 1
    for k in range(count):
        gaps[k] += np.uint32(values[gaps[k]] < points[k])


@inlined
def score(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    values: Floats, depths: Depths, size: int, gap: int, point: float, tables: Tables
) -> float:
    """Return the tree's score of a point with `gap` values below it, not yet normalized.

    `tables[0, k]` is 1 / (k + 1), `tables[1, k]` is log2(k + 1); `size` is at least 1.
    """
    if gap < size and values[gap] == point:
        return _score_seen(depths, size, gap, tables)
    if gap == 0:
        return _score_with_right(values, depths, gap, point, tables)
    joins_left = _score_with_left(values, depths, gap, point, tables)
    if gap == size:
        return joins_left
    joins_right = _score_with_right(values, depths, gap, point, tables)
    left, right = np.float64(values[gap - 1]), np.float64(values[gap])
    return float(joins_right + (right - point) / (right - left) * (joins_left - joins_right))


@inlined
def _score_seen(depths: Depths, size: int, first: int, tables: Tables) -> float:
    """Score a point that the sample holds already; its first copy is number `first`."""
    end = first + 1
    while depths[end] == UNCUT:
        end += 1
    mass = end - first
    depth = max(depths[first], depths[end]) + 1
    return float((1.0 - mass / (2.0 * size)) / (depth + tables[1, mass]))


@inlined
def _score_with_left(
    values: Floats, depths: Depths, gap: int, point: float, tables: Tables
) -> float:
    """Score a point in `gap` that falls in with the stretch to its left, from the leaf upwards.

    At each node the point is cut off with the chance distance / (distance + box); a node that is
    no deeper than the cut in `gap` itself holds the point in its box and changes nothing.
    """
    outer = depths[gap]
    cut = gap - 1
    while depths[cut] == UNCUT:
        cut -= 1
    depth = depths[cut]
    result = tables[0, max(depth, outer) + 1]
    distance = point - values[gap - 1]
    while depth > outer:
        cut -= 1
        above = depths[cut]
        while above >= depth:
            cut -= 1
            above = depths[cut]
        result += distance / (point - values[cut]) * (tables[0, depth] - result)
        depth = above
    return float(result)


@inlined
def _score_with_right(
    values: Floats, depths: Depths, gap: int, point: float, tables: Tables
) -> float:
    """Score a point in `gap` that falls in with the stretch to its right; the mirror image."""
    outer = depths[gap]
    cut = gap + 1
    while depths[cut] == UNCUT:
        cut += 1
    depth = depths[cut]
    result = tables[0, max(depth, outer) + 1]
    distance = values[gap] - point
    while depth > outer:
        cut += 1
        above = depths[cut]
        while above >= depth:
            cut += 1
            above = depths[cut]
        result += distance / (values[cut - 1] - point) * (tables[0, depth] - result)
        depth = above
    return float(result)
