"""Say whether a forest's trees are what they claim to be, by walking each of them whole."""

from __future__ import annotations

import numpy as np

from penstock.learning.box_forest import BoxArrays
from penstock.learning.forest import Forest
from penstock.learning.line_forest import LineArrays
from penstock.learning.line_tree import EDGE, UNCUT


def check(forest: Forest) -> None:
    """Raise AssertionError unless every tree of the forest is sound."""
    size = min(forest.seen, forest.config.sample)
    arrays = forest.trees.arrays
    for tree in range(forest.config.trees if size else 0):
        if isinstance(arrays, LineArrays):
            check_line(arrays.values[tree][:size], arrays.depths[tree][: size + 1])
        else:
            check_boxes(arrays, tree, size)


def check_line(values: np.ndarray, depths: np.ndarray) -> None:
    assert (np.diff(values) >= 0).all(), "the values are sorted"
    assert depths[0] == depths[-1] == EDGE
    assert ((depths[1:-1] == UNCUT) == (np.diff(values) == 0)).all(), "a cut parts distinct values"
    cuts = depths[1:-1][depths[1:-1] != UNCUT]
    stretches = [(cuts, 0)]
    while stretches:
        stretch, depth = stretches.pop()
        if len(stretch):
            top = np.flatnonzero(stretch == depth)
            assert len(top) == 1, "each stretch has one cut at its own depth"
            assert stretch.min() == depth
            stretches += [(stretch[: top[0]], depth + 1), (stretch[top[0] + 1 :], depth + 1)]


def check_boxes(arrays: BoxArrays, tree: int, size: int) -> None:
    found = _walk(arrays, tree, int(arrays.roots[tree]["link"]))
    assert found["mass"] == size, "the sample is as large as it should be"
    leaves = [tuple(arrays.leaves[tree][leaf]) for leaf in found["leaves"]]
    assert len(set(leaves)) == len(leaves), "no two leaves hold the same point"
    assert int((arrays.masses[tree][: arrays.roots[tree]["leaves"]] > 0).sum()) == len(leaves)


def _walk(arrays: BoxArrays, tree: int, link: int) -> dict[str, object]:
    """Return mass, box and leaves of a subtree, after checking each node against its children."""
    if link < 0:
        point, mass = arrays.leaves[tree][~link], int(arrays.masses[tree][~link])
        assert mass > 0, "a reachable leaf is in use"
        return {"mass": mass, "low": point, "high": point, "leaves": [~link]}
    node = arrays.nodes[tree][link]
    left = _walk(arrays, tree, int(node["left"]))
    right = _walk(arrays, tree, int(node["right"]))
    width = arrays.leaves.shape[2]
    box = arrays.boxes[tree][link]
    low, high = np.minimum(left["low"], right["low"]), np.maximum(left["high"], right["high"])
    assert (box[:width] == low).all(), "a box is as low as its points"
    assert (box[width:] == high).all(), "a box is as high as its points"
    assert np.isclose(node["span"], (high - low).sum(dtype=np.float64), rtol=1e-4)
    assert left["high"][node["dimension"]] <= node["cut"] < right["low"][node["dimension"]]
    assert node["mass"] == left["mass"] + right["mass"], "masses add up"
    leaves = [*left["leaves"], *right["leaves"]]
    return {"mass": left["mass"] + right["mass"], "low": low, "high": high, "leaves": leaves}
