"""Why a box tree scores a point as it does.

A score is a sum over the ways in which the point may be cut off; each such cut falls into a
dimension and lies above or below the box, and there its part of the score goes.
"""

from __future__ import annotations

from penstock.learning.box_tree import BoxTree, Descent, Points, same
from penstock.learning.inlined import inlined
from penstock.learning.insight import Insight
from penstock.learning.lanes import outside_at
from penstock.learning.line_tree import Tables


@inlined
def add_insight(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    tree: BoxTree,
    size: int,
    points: Points,
    start: int,
    count: int,
    ways: Descent,
    tables: Tables,
    insight: Insight,
) -> None:
    """Add what the tree says about points `start` to `start + count`, led down before."""
    (passed, depths, links, _), padded = ways, points.shape[1]
    boxes_at, points_at = tree.boxes.ctypes.data, points.ctypes.data
    for k in range(count):
        row, leaf, depth = start + k, ~links[k], depths[k]
        if same(tree.leaves, leaf, points, row):
            mass = tree.masses[leaf]
            result = (1.0 - mass / (2.0 * size)) / (depth + tables[1, mass])
            _share_evenly(row, tables[1, size] * result, insight)
            continue
        top = depth
        while top > 0 and outside_at(boxes_at, passed[top - 1, k], points_at, row, padded) > 0.0:
            top -= 1
        reach, moved = 1.0, 0.0
        for level in range(top, depth):
            node = passed[level, k]
            distance = outside_at(boxes_at, node, points_at, row, padded)
            chance = distance / (distance + tree.nodes[node].span)
            moved += reach * chance * tree.nodes[node].mass
            part = reach * chance * tables[0, level] * tables[1, size]
            _share(tree.boxes, node, padded, points, row, part, insight)
            reach *= 1.0 - chance
        insight.moved[row] += (moved + reach * tree.masses[leaf]) / size
        part = reach * tables[0, depth] * tables[1, size]
        _share(tree.leaves, leaf, 0, points, row, part, insight)


@inlined
def _share_evenly(row: int, part: float, insight: Insight) -> None:
    """Share a part of the score of a point that the sample holds: no dimension stands out."""
    high, low = insight.high, insight.low
    width = high.shape[1]
    for index in range(width):
        high[row, index] += part / (2 * width)
        low[row, index] += part / (2 * width)


@inlined
def _share(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    boxes: Points,
    node: int,
    highs: int,
    points: Points,
    row: int,
    part: float,
    insight: Insight,
) -> None:
    """Share a part of the score among the dimensions by how far the point lies outside in each.

    A box's lowest values come first and its highest from `highs` on; a leaf's are the same.
    """
    high, low = insight.high, insight.low
    total = 0.0
    for index in range(high.shape[1]):
        value = float(points[row, index])
        total += max(boxes[node, index] - value, 0.0)
        total += max(value - boxes[node, highs + index], 0.0)
    for index in range(high.shape[1]):
        value = float(points[row, index])
        low[row, index] += part * max(boxes[node, index] - value, 0.0) / total
        high[row, index] += part * max(value - boxes[node, highs + index], 0.0) / total
