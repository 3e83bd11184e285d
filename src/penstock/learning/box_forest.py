"""Score points against many box trees, then let the trees take them in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from penstock.core.compiled import compiled
from penstock.learning import reservoir
from penstock.learning.box_delete import delete
from penstock.learning.box_expect import add_held
from penstock.learning.box_insert import insert
from penstock.learning.box_insight import add_insight
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
from penstock.learning.insight import PARTS, Insight, empty_insight, of_part
from penstock.learning.lanes import padded
from penstock.learning.line_tree import Tables
from penstock.learning.trees import Arrays, Course, Run, course, grown, tables


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
        self._width = config.width
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

    def prepare(self, points: Points, seen: int, insight: Insight | None) -> Run:
        """Return the run that scores points with some of the trees; see `Trees`."""
        wide = np.zeros((len(points), self._arrays.leaves.shape[2]), np.float32)
        wide[:, : points.shape[1]] = points
        lookup = tables(self._course.sample)

        def run(first: int, last: int, sums: npt.NDArray[np.float64]) -> None:
            score_and_update(
                self._arrays, self._course, lookup, wide, seen, first, last, sums, insight
            )

        return run

    def insight(self, rows: int, unknown: npt.NDArray[np.uint8] | None) -> Insight:
        """Return what an explained run fills; `unknown` are its searches, if any."""
        trees = len(self._arrays.words)
        if unknown is None:
            return empty_insight(rows, self._width, (trees, 0), 0)
        asked = empty_insight(rows, self._width, (trees, int(unknown.sum())), len(unknown))
        return asked._replace(missing=unknown)

    def freeze(self, frozen: bool) -> None:
        """Have the next runs take no point in, or again take them in."""
        self._course = self._course._replace(frozen=frozen)

    def held(self, seen: int) -> npt.NDArray[np.float32]:
        """Return the different points of each tree, one tree after the other."""
        arrays = self._arrays
        used = arrays.masses > 0
        used &= np.arange(arrays.masses.shape[1]) < arrays.roots["leaves"][:, None]
        return np.asarray(arrays.leaves[used][:, : self._width])

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
    first: int,
    last: int,
    sums: npt.NDArray[np.float64],
    insight: Insight | None,
) -> None:
    """Add the normalized scores of trees `first` to `last` to their part of `sums`, updating them.

    Trees are the outer loop: a tree's nodes stay in the nearest cache for the whole batch, and each
    part of a score is still the sum over its trees in the same order, so that a batch's size
    changes no bit. What is not asked for (`insight`) is not compiled.
    """
    count, path = len(points), np.empty(course.sample, np.int16)
    ways = _ways(course.sample, min(count, BLOCK))
    for tree in range(first, last):
        own = tree_of(arrays, tree)
        part, done = tree * PARTS // len(arrays.roots), 0
        while done < count:
            size = min(seen + done, course.sample)
            stop = count if course.frozen else min(count, arrays.accepts[tree] - seen + 1)
            for start in range(max(done, course.warm_up - seen), stop, BLOCK):
                block = min(BLOCK, stop - start)
                descend(own, points, start, block, ways)
                add_scores(own, size, points, start, block, ways, tables, sums[part])
                if insight is not None:
                    said = of_part(insight, part)
                    add_insight(own, size, points, start, block, ways, tables, said)
                    add_held(own, tree, points, start, start + block, seen, path, insight)
            done = stop
            if not course.frozen and arrays.accepts[tree] < seen + stop:
                if size == course.sample:
                    delete(own, draw_below(own.word, 0, size), path)
                insert(own, points, stop - 1)
                arrays.accepts[tree] = reservoir.accept_next(
                    own.word, 0, seen + stop, course.sample, course.decay
                )


@inlined
def tree_of(arrays: BoxArrays, tree: int) -> BoxTree:
    """Return the arrays of one tree."""
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
