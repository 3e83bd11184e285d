"""Why a line tree scores a point as it does, and what it holds to be usual."""

from __future__ import annotations

from penstock.core.compiled import compiled
from penstock.learning.inlined import inlined
from penstock.learning.insight import HIGH, LOW, Insight
from penstock.learning.line_tree import UNCUT, Depths, Floats, Gaps, Tables, score


@compiled
def add_insight(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    values: Floats,
    depths: Depths,
    size: int,
    points: Floats,
    start: int,
    stop: int,
    gaps: Gaps,
    tables: Tables,
    insight: Insight,
) -> None:
    """Add what the tree says about points `start` to `stop`; `gaps` counts from `start`."""
    high, low, moved, usual, _, _ = insight[:6]
    for row in range(start, stop):
        gap, point = int(gaps[row - start]), float(points[row])
        if gap < size and values[gap] == point:
            half = 0.5 * tables[1, size] * score(values, depths, size, gap, point, tables)
            high[row, 0] += half
            low[row, 0] += half
        else:
            to_left = 1.0 if gap == size else 0.0
            if 0 < gap < size:
                to_left = (values[gap] - point) / (values[gap] - float(values[gap - 1]))
            if to_left > 0.0:
                cut_off, displaced = _rise(values, depths, gap, -1, point, tables)
                high[row, 0] += to_left * tables[1, size] * cut_off
                moved[row] += to_left * displaced / size
            if to_left < 1.0:
                cut_off, displaced = _rise(values, depths, gap, 1, point, tables)
                low[row, 0] += (1.0 - to_left) * tables[1, size] * cut_off
                moved[row] += (1.0 - to_left) * displaced / size
        usual[row, 0] += values[int(LOW * (size - 1) + 0.5)]
        usual[row, 1] += 0.5 * (values[(size - 1) // 2] + values[size // 2])
        usual[row, 2] += values[int(HIGH * (size - 1) + 0.5)]


@inlined
def _rise(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    values: Floats, depths: Depths, gap: int, step: int, point: float, tables: Tables
) -> tuple[float, float]:
    """Return score and displaced mass of a point that falls in with the stretch on one side.

    `step` is -1 for the stretch on its left, for which the point is high, and 1 for that on its
    right; from the leaf upwards, as in `line_tree`.
    """
    outer = depths[gap]
    beside = 0 if step < 0 else 1
    cut = gap + step
    while depths[cut] == UNCUT:
        cut += step
    depth = depths[cut]
    cut_off = tables[0, max(depth, outer) + 1]
    displaced = float(abs(cut - gap))
    distance = abs(point - values[gap - 1 + beside])
    while depth > outer:
        cut += step
        while depths[cut] >= depth:
            cut += step
        chance = distance / abs(point - values[cut - beside])
        cut_off += chance * (tables[0, depth] - cut_off)
        displaced += chance * (abs(cut - gap) - displaced)
        depth = depths[cut]
    return cut_off, displaced
