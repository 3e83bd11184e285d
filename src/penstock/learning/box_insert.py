"""Insert into a box tree, so that it stays a fair draw of its sample.

After the paper's InsertPoint: whichever points came and went, the tree is distributed as if it had
just been built from those that are there.
"""

from __future__ import annotations

import numpy as np

from penstock.core.compiled import compiled
from penstock.learning.box_tree import BoxTree, Points, same
from penstock.learning.chance import uniform
from penstock.learning.inlined import inlined
from penstock.learning.lanes import outside


@compiled
def insert(tree: BoxTree, points: Points, row: int) -> None:
    """Put `points[row]` into the tree; the arrays have room for one more leaf.

    Going down, a cut of each node's box grown by the point is drawn; the first that falls between
    the two becomes a new node there.
    """
    if tree.root[0].leaves == 0:
        tree.root[0].link = ~_leaf_new(tree, points, row)
        return
    nodes = tree.nodes
    link = tree.root[0].link
    parent = -1
    goes_left = False
    while link >= 0:
        distance = outside(tree.boxes, link, points, row)
        if distance > 0.0:
            if uniform(tree.word, 0) * (distance + nodes[link].span) < distance:
                break
            extend(tree, link, points, row)
        nodes[link].mass += 1
        parent = link
        goes_left = points[row, nodes[link].dimension] <= nodes[link].cut
        link = nodes[link].left if goes_left else nodes[link].right
    if link < 0 and same(tree.leaves, ~link, points, row):
        tree.masses[~link] += 1
        return
    relink(tree, parent, goes_left, _split(tree, link, points, row))


@inlined
def _split(tree: BoxTree, link: int, points: Points, row: int) -> int:
    """Return a new node above `link` whose cut parts that subtree from the point."""
    fresh = _node_new(tree)
    width = points.shape[1]
    boxes, leaves = tree.boxes, tree.leaves
    for index in range(width):
        high = width + index
        boxes[fresh, index] = boxes[link, index] if link >= 0 else leaves[~link, index]
        boxes[fresh, high] = boxes[link, high] if link >= 0 else leaves[~link, index]
    mass = tree.nodes[link].mass if link >= 0 else tree.masses[~link]
    dimension, cut = _cut_between(tree, fresh, points, row)
    leaf = ~_leaf_new(tree, points, row)
    point_left = points[row, dimension] <= cut
    node = tree.nodes[fresh]
    node.dimension = dimension
    node.cut = cut
    node.mass = mass + 1
    node.left = leaf if point_left else link
    node.right = link if point_left else leaf
    extend(tree, fresh, points, row)
    return fresh


@inlined
def _cut_between(tree: BoxTree, node: int, points: Points, row: int) -> tuple[int, np.float32]:
    """Return a dimension and a value in it, uniform over all that lies between box and point."""
    boxes = tree.boxes
    width = points.shape[1]
    rest = uniform(tree.word, 0) * outside(tree.boxes, node, points, row)
    dimension = -1
    for index in range(width):
        value = points[row, index]
        gap = max(boxes[node, index] - value, value - boxes[node, width + index])
        if gap > 0.0:
            dimension = index
            if rest < gap:
                break
            rest -= gap
    low = min(points[row, dimension], boxes[node, width + dimension])
    high = max(points[row, dimension], boxes[node, dimension])
    cut = np.float32(low + rest)
    return dimension, (cut if low <= cut < high else low)


@inlined
def relink(tree: BoxTree, parent: int, left: bool, link: int) -> None:
    """Hang `link` under `parent`, on its left or right; under the root when it is negative."""
    if parent < 0:
        tree.root[0].link = link
    elif left:
        tree.nodes[parent].left = link
    else:
        tree.nodes[parent].right = link


@inlined
def extend(tree: BoxTree, node: int, points: Points, row: int) -> None:
    """Grow the node's box so that it holds `points[row]`."""
    boxes = tree.boxes
    width = points.shape[1]
    for index in range(width):
        value = points[row, index]
        boxes[node, index] = min(boxes[node, index], value)
        boxes[node, width + index] = max(boxes[node, width + index], value)
    measure(tree, node)


@inlined
def measure(tree: BoxTree, node: int) -> None:
    """Set the node's span, the sum of its box's sides."""
    boxes = tree.boxes
    width = boxes.shape[1] // 2
    span = np.float32(0.0)
    for index in range(width):
        span += boxes[node, width + index] - boxes[node, index]
    tree.nodes[node].span = span


@inlined
def _node_new(tree: BoxTree) -> int:
    root = tree.root[0]
    free = int(root.node_free)
    if free >= 0:
        root.node_free = tree.nodes[free].left
        return free
    root.nodes += 1
    return int(root.nodes) - 1


@inlined
def _leaf_new(tree: BoxTree, points: Points, row: int) -> int:
    root = tree.root[0]
    free = int(root.leaf_free)
    if free >= 0:
        root.leaf_free = -2 - tree.masses[free]
    else:
        free = int(root.leaves)
        root.leaves += 1
    leaves = tree.leaves
    for index in range(points.shape[1]):
        leaves[free, index] = points[row, index]
    tree.masses[free] = 1
    return free
