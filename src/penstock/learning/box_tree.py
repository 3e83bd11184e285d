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
from penstock.learning.lanes import outside_at
from penstock.learning.line_tree import Tables

Points: TypeAlias = npt.NDArray[np.float32]
Path: TypeAlias = npt.NDArray[np.int16]

BLOCK = 64
"""How many points go down a tree side by side."""
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

    `boxes[node]` holds the lowest value per dimension, then the highest; `leaves[leaf]` a point;
    both padded as `lanes` wants it.
    `root` has one element, and so has `word`, the tree's chance.
    """

    root: npt.NDArray[np.void]
    nodes: npt.NDArray[np.void]
    boxes: npt.NDArray[np.float32]
    leaves: Points
    masses: npt.NDArray[np.int16]
    word: npt.NDArray[np.uint64]


class Descent(NamedTuple):
    """Scratch for the ways of up to BLOCK points from the root to their leaves.

    `nodes[level, k]` is the node that point k passed at that level, `depths[k]` their number,
    `links[k]` where it stands now; `active` lists the points that are still on their way.
    """

    nodes: npt.NDArray[np.int16]
    depths: npt.NDArray[np.int16]
    links: npt.NDArray[np.int16]
    active: npt.NDArray[np.int16]


@inlined
def descend(tree: BoxTree, points: Points, start: int, count: int, ways: Descent) -> None:
    """Lead points `start` to `start + count` down to their leaves, all by one level at a time.

    One point's next node is known only when the last is read and compared; those of many points
    are read side by side, and no branch depends on where they go.
    """
    nodes = tree.nodes
    passed, depths, links, active = ways
    link = tree.root[0].link
    for k in range(count):
        links[k] = link
        depths[k] = 0
        active[k] = k
    left = count if link >= 0 else 0
    level = 0
    while left > 0:
        still = 0
        for each in range(left):
            k = active[each]
            link = links[k]
            passed[level, k] = link
            below, above = nodes[link].left, nodes[link].right
            goes_below = points[start + k, nodes[link].dimension] <= nodes[link].cut
            link = below if goes_below else above
            links[k] = link
            depths[k] = level + 1
            active[still] = k
            still += link >= 0
        left = still
        level += 1


@inlined
def add_scores(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    tree: BoxTree,
    size: int,
    points: Points,
    start: int,
    count: int,
    ways: Descent,
    tables: Tables,
    scores: npt.NDArray[np.float64],
) -> None:
    """Add the tree's normalized scores of points `start` to `start + count`, led down before.

    `tables[0, k]` is 1 / (k + 1), `tables[1, k]` is log2(k + 1). A point that the sample holds is
    in every box on its way. Another is cut off at each node with the chance distance / (distance
    + span), from its leaf upwards until a box holds it: so do all above.
    """
    nodes, leaves, masses = tree.nodes, tree.leaves, tree.masses
    passed, depths, links, _ = ways
    boxes_at, points_at, width = tree.boxes.ctypes.data, points.ctypes.data, points.shape[1]
    for k in range(count):
        row, leaf, depth = start + k, ~links[k], depths[k]
        if same(leaves, leaf, points, row):
            mass = masses[leaf]
            result = (1.0 - mass / (2.0 * size)) / (depth + tables[1, mass])
        else:
            result = tables[0, depth]
            for level in range(depth - 1, -1, -1):
                node = passed[level, k]
                distance = outside_at(boxes_at, node, points_at, row, width)
                if distance == 0.0:
                    break
                chance = distance / (distance + nodes[node].span)
                result += chance * (tables[0, level] - result)
        scores[row] += tables[1, size] * result


@inlined
def same(points: Points, row: int, others: Points, other: int) -> bool:
    """Say whether two points are equal in every dimension."""
    for index in range(points.shape[1]):  # noqa: SIM110 -- a generator would not compile
        if points[row, index] != others[other, index]:
            return False
    return True
