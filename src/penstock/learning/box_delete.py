"""Delete from a box tree, so that it stays a fair draw of its sample.

After the paper's ForgetPoint: a leaf goes with its parent, whose place its sibling takes.
"""

from __future__ import annotations

from penstock.core.compiled import compiled
from penstock.learning.box_insert import measure, relink
from penstock.learning.box_tree import BoxTree, Path
from penstock.learning.inlined import inlined


@compiled
def delete(tree: BoxTree, rank: int, path: Path) -> None:
    """Take out the sample's point number `rank`, counted along the leaves from the left.

    The tree holds two points at least. `path` is scratch, as long as the tree may be deep.
    """
    link = tree.root[0].link
    depth = 0
    while link >= 0:
        path[depth] = link
        depth += 1
        tree.nodes[link].mass -= 1
        left = tree.nodes[link].left
        mass_left = tree.nodes[left].mass if left >= 0 else tree.masses[~left]
        if rank < mass_left:
            link = left
        else:
            rank -= mass_left
            link = tree.nodes[link].right
    tree.masses[~link] -= 1
    if tree.masses[~link] == 0:
        _leaf_out(tree, link, depth, path)


@inlined
def _leaf_out(tree: BoxTree, link: int, depth: int, path: Path) -> None:
    """Remove a leaf and its parent; the boxes above shrink to fit, up to the first that fits."""
    nodes = tree.nodes
    tree.masses[~link] = -2 - tree.root[0].leaf_free
    tree.root[0].leaf_free = ~link
    parent = path[depth - 1]
    sibling = nodes[parent].right if nodes[parent].left == link else nodes[parent].left
    above = path[depth - 2] if depth > 1 else -1
    relink(tree, above, depth > 1 and nodes[above].left == parent, sibling)
    nodes[parent].left = tree.root[0].node_free
    tree.root[0].node_free = parent
    for level in range(depth - 2, -1, -1):
        if not _shrink(tree, path[level]):
            break


@inlined
def _shrink(tree: BoxTree, node: int) -> bool:
    """Fit the node's box to its two children; say whether it changed."""
    boxes, leaves = tree.boxes, tree.leaves
    left, right = tree.nodes[node].left, tree.nodes[node].right
    width = leaves.shape[1]
    changed = False
    for index in range(width):
        high_index = width + index
        left_low = boxes[left, index] if left >= 0 else leaves[~left, index]
        left_high = boxes[left, high_index] if left >= 0 else leaves[~left, index]
        right_low = boxes[right, index] if right >= 0 else leaves[~right, index]
        right_high = boxes[right, high_index] if right >= 0 else leaves[~right, index]
        low, high = min(left_low, right_low), max(left_high, right_high)
        changed |= low != boxes[node, index] or high != boxes[node, high_index]
        boxes[node, index] = low
        boxes[node, high_index] = high
    if changed:
        measure(tree, node)
    return changed
