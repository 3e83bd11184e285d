"""A random cut tree over several dimensions: nodes with boxes in flat, dense arrays.

A link is a node's index when it is 0 or more, and `~leaf` when it is negative. A point that repeats
is one leaf with a mass. Freed slots form lists, through `left` in nodes and through negative
masses in leaves. Arrays are taken out of their tuple before a loop, since that counts references.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.learning.inlined import inlined
from penstock.learning.line_tree import Tables

Points: TypeAlias = npt.NDArray[np.float32]
Path: TypeAlias = npt.NDArray[np.int16]

NODE = np.dtype(
    [
        ("cut", "f4"),
        ("span", "f4"),
        ("left", "i2"),
        ("right", "i2"),
        ("dimension", "i2"),
        ("mass", "i2"),
    ]
)
"""A node's cut (points up to and with it go left), the sum of its box's sides, links and mass."""
ROOT = np.dtype(
    [("link", "i2"), ("node_free", "i2"), ("leaf_free", "i2"), ("nodes", "i2"), ("leaves", "i2")]
)
"""A tree's first link, the heads of its free lists (-1: none), how many slots were ever used."""
EMPTY = np.array((-1, -1, -1, 0, 0), ROOT)
"""A tree before its first point; its link does not count while `leaves` is 0."""


class BoxTree(NamedTuple):
    """The arrays of one tree.

    `boxes[node]` holds the lowest value per dimension, then the highest; `leaves[leaf]` a point.
    `root` has one element, and so has `word`, the tree's chance.
    """

    root: npt.NDArray[np.void]
    nodes: npt.NDArray[np.void]
    boxes: npt.NDArray[np.float32]
    leaves: Points
    masses: npt.NDArray[np.int16]
    word: npt.NDArray[np.uint64]


@inlined
def score(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    tree: BoxTree, size: int, points: Points, row: int, path: Path, tables: Tables
) -> float:
    """Return the tree's score of `points[row]`, not yet normalized; `size` is at least 1.

    `tables[0, k]` is 1 / (k + 1), `tables[1, k]` is log2(k + 1).
    """
    nodes = tree.nodes
    link = tree.root[0].link
    depth = 0
    while link >= 0:
        path[depth] = link
        depth += 1
        goes_left = points[row, nodes[link].dimension] <= nodes[link].cut
        link = nodes[link].left if goes_left else nodes[link].right
    if same(tree.leaves, ~link, points, row):
        mass = tree.masses[~link]
        return float((1.0 - mass / (2.0 * size)) / (depth + tables[1, mass]))
    return _score_unseen(tree, depth, points, row, path, tables)


@inlined
def _score_unseen(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    tree: BoxTree, depth: int, points: Points, row: int, path: Path, tables: Tables
) -> float:
    """Score a point that ends beside another's leaf at `depth`, from there upwards.

    At each node the point is cut off with the chance distance / (distance + span). The first box
    that holds the point ends it: so do all above.
    """
    nodes, boxes = tree.nodes, tree.boxes
    result = tables[0, depth]
    for level in range(depth - 1, -1, -1):
        node = path[level]
        distance = outside(boxes, node, points, row)
        if distance == 0.0:
            break
        chance = distance / (distance + nodes[node].span)
        result += chance * (tables[0, level] - result)
    return float(result)


@inlined
def outside(boxes: npt.NDArray[np.float32], node: int, points: Points, row: int) -> float:
    """Return how far `points[row]` lies outside of the node's box, summed over the dimensions."""
    width = points.shape[1]
    zero = np.float32(0.0)
    distance = zero
    for index in range(width):
        value = points[row, index]
        low, high = boxes[node, index], boxes[node, width + index]
        distance += max(low - value, value - high, zero)
    return float(distance)


@inlined
def same(points: Points, row: int, others: Points, other: int) -> bool:
    """Say whether two points are equal in every dimension."""
    for index in range(points.shape[1]):  # noqa: SIM110 -- a generator would not compile
        if points[row, index] != others[other, index]:
            return False
    return True
