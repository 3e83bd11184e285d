"""Score points against many box trees, then let the trees take them in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from penstock.core.compiled import compiled
from penstock.learning import reservoir
from penstock.learning.box_delete import delete
from penstock.learning.box_insert import insert
from penstock.learning.box_tree import (
    BLOCK,
    EMPTY,
    NODE,
    ROOT,
    BoxTree,
    Descent,
    Points,
    add_scores,
    descend,
)
from penstock.learning.chance import Words, draw_below
from penstock.learning.config import ForestConfig
from penstock.learning.inlined import inlined
from penstock.learning.lanes import padded
from penstock.learning.line_tree import Tables
from penstock.learning.trees import Arrays, Course, course, grown, tables


class BoxArrays(NamedTuple):
    """The whole state, trees first: chance, next point to take in, and what BoxTree describes."""

    words: Words
    accepts: npt.NDArray[np.int64]
    roots: npt.NDArray[np.void]
    nodes: npt.NDArray[np.void]
    boxes: npt.NDArray[np.float32]
    leaves: Points
    masses: npt.NDArray[np.int16]


class BoxTrees:
    """The trees of a forest whose points have several dimensions."""

    def __init__(self, config: ForestConfig, words: Words, capacity: int) -> None:
        self._course = course(config)
        slots = (config.trees, capacity)
        self._arrays = BoxArrays(
            words,
            np.zeros(config.trees, np.int64),
            np.full(config.trees, EMPTY, ROOT),
            np.zeros(slots, NODE),
            np.zeros((*slots, 2 * padded(config.width)), np.float32),
            np.zeros((*slots, padded(config.width)), np.float32),
            np.zeros(slots, np.int16),
        )

    def score_and_update(self, points: Points, seen: int, scores: npt.NDArray[np.float64]) -> None:
        """Add every tree's score of each row of `points` to `scores` and take the points in."""
        wide = np.zeros((len(points), self._arrays.leaves.shape[2]), np.float32)
        wide[:, : points.shape[1]] = points
        score_and_update(
            self._arrays, self._course, tables(self._course.sample), wide, seen, scores
        )

    def grow(self, capacity: int) -> None:
        """Make room for `capacity` points per tree."""
        self._arrays = BoxArrays(
            *self._arrays[:3], *(grown(array, capacity) for array in self._arrays[3:])
        )

    @property
    def arrays(self) -> Arrays:
        """The whole state, in a fixed order."""
        return self._arrays


@compiled
def score_and_update(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    arrays: BoxArrays,
    course: Course,
    tables: Tables,
    points: Points,
    seen: int,
    scores: npt.NDArray[np.float64],
) -> None:
    """Add each tree's normalized score of each point to `scores`, in order, updating as it goes.

    Trees are the outer loop: a tree's nodes stay in the nearest cache for the whole batch, and each
    score is still the sum over trees in the same order, so that a batch's size changes no bit.
    """
    count = len(points)
    path = np.empty(course.sample, np.int16)
    ways = _ways(course.sample, min(count, BLOCK))
    for tree in range(len(arrays.roots)):
        own = _tree(arrays, tree)
        done = 0
        while done < count:
            size = min(seen + done, course.sample)
            stop = min(count, arrays.accepts[tree] - seen + 1)
            for start in range(max(done, course.warm_up - seen), stop, BLOCK):
                block = min(BLOCK, stop - start)
                descend(own, points, start, block, ways)
                add_scores(own, size, points, start, block, ways, tables, scores)
            done = stop
            if arrays.accepts[tree] < seen + stop:
                if size == course.sample:
                    delete(own, draw_below(own.word, 0, size), path)
                insert(own, points, stop - 1)
                arrays.accepts[tree] = reservoir.accept_next(
                    own.word, 0, seen + stop, course.sample, course.decay
                )


@inlined
def _tree(arrays: BoxArrays, tree: int) -> BoxTree:
    return BoxTree(
        arrays.roots[tree : tree + 1],
        arrays.nodes[tree],
        arrays.boxes[tree],
        arrays.leaves[tree],
        arrays.masses[tree],
        arrays.words[tree : tree + 1],
    )


@inlined
def _ways(depth_max: int, count: int) -> Descent:
    return Descent(
        np.empty((depth_max, count), np.int16),
        np.empty(count, np.int16),
        np.empty(count, np.int16),
        np.empty(count, np.int16),
    )
