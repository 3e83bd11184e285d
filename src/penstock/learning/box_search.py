"""Find the point of a box tree that is nearest to one of which some dimensions are unknown."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from penstock.learning.box_tree import BoxTree, Path, Points
from penstock.learning.chance import Words, uniform
from penstock.learning.inlined import inlined

Mask = npt.NDArray[np.uint8]


@inlined
def nearest(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    tree: BoxTree,
    points: Points,
    row: int,
    missing: Mask,
    search: int,
    stack: Path,
    chance: Words,
) -> int:
    """Return the leaf nearest to `points[row]` in the dimensions that `missing[search]` leaves.

    A cut in a known dimension is followed; of one in an unknown dimension both sides are looked
    at. Among equally near leaves chance decides, by their masses.
    """
    nodes, leaves, masses = tree.nodes, tree.leaves, tree.masses
    stack[0] = tree.root[0].link
    height = 1
    best, least, mass = -1, np.inf, 0
    while height > 0:
        height -= 1
        link = stack[height]
        while link >= 0:
            below, above = nodes[link].left, nodes[link].right
            dimension = nodes[link].dimension
            if missing[search, dimension]:
                stack[height] = above
                height += 1
                link = below
            else:
                link = below if points[row, dimension] <= nodes[link].cut else above
        distance = _apart(leaves, ~link, points, row, missing, search)
        if distance < least:
            best, least, mass = ~link, distance, int(masses[~link])
        elif distance == least:
            mass += int(masses[~link])
            if uniform(chance, 0) * mass < masses[~link]:
                best = ~link
    return best


@inlined
def _apart(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    leaves: Points, leaf: int, points: Points, row: int, missing: Mask, search: int
) -> float:
    """Return the distance between a leaf and a point, summed over the known dimensions."""
    distance = 0.0
    for index in range(missing.shape[1]):
        if not missing[search, index]:
            distance += abs(float(points[row, index]) - leaves[leaf, index])
    return distance
