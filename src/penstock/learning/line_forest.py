"""Score points against many line trees, then let the trees take them in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from penstock.core.compiled import compiled
from penstock.learning import reservoir
from penstock.learning.chance import Words, draw_below
from penstock.learning.config import ForestConfig
from penstock.learning.insight import PARTS, Insight, empty_insight, of_part
from penstock.learning.line_change import delete, insert
from penstock.learning.line_insight import add_insight
from penstock.learning.line_tree import Depths, Floats, Gaps, Tables, positions, score
from penstock.learning.trees import Arrays, Course, Run, course, grown, tables


class LineArrays(NamedTuple):
    """The whole state, trees first: chance, next point to take in, sorted values, cut depths."""

    words: Words
    accepts: npt.NDArray[np.int64]
    values: npt.NDArray[np.float32]
    depths: npt.NDArray[np.int16]


class LineTrees:
    """The trees of a forest whose points have one dimension."""

    def __init__(self, config: ForestConfig, words: Words, capacity: int) -> None:
        self._course = course(config)
        self._arrays = LineArrays(
            words,
            np.zeros(config.trees, np.int64),
            np.zeros((config.trees, capacity), np.float32),
            np.zeros((config.trees, capacity + 1), np.int16),
        )

    def prepare(self, points: npt.NDArray[np.float32], seen: int, insight: Insight | None) -> Run:
        """Return the run that scores points with some of the trees; see `Trees`."""
        lookup, line = tables(self._course.sample), np.ascontiguousarray(points[:, 0])

        def run(first: int, last: int, sums: npt.NDArray[np.float64]) -> None:
            score_and_update(
                self._arrays, self._course, lookup, line, seen, first, last, sums, insight
            )

        return run

    def insight(self, rows: int, unknown: npt.NDArray[np.uint8] | None) -> Insight:
        """Return what an explained run fills; one column needs no search."""
        return empty_insight(rows, 1, (0, 0), 0)

    def freeze(self, frozen: bool) -> None:
        """Have the next runs take no point in, or again take them in."""
        self._course = self._course._replace(frozen=frozen)

    def held(self, seen: int) -> npt.NDArray[np.float32]:
        """Return the different points of each tree, one tree after the other."""
        size = min(seen, self._course.sample)
        points = [np.unique(values[:size]) for values in self._arrays.values]
        return np.concatenate(points).reshape(-1, 1)

    def grow(self, capacity: int) -> None:
        """Make room for `capacity` points per tree."""
        words, accepts, values, depths = self._arrays
        self._arrays = LineArrays(
            words, accepts, grown(values, capacity), grown(depths, capacity + 1)
        )

    @property
    def arrays(self) -> Arrays:
        """The whole state, in a fixed order."""
        return self._arrays


@compiled
def score_and_update(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    arrays: LineArrays,
    course: Course,
    tables: Tables,
    points: Floats,
    seen: int,
    first: int,
    last: int,
    sums: npt.NDArray[np.float64],
    insight: Insight | None,
) -> None:
    """Add the normalized scores of trees `first` to `last` to their part of `sums`, updating them.

    Trees are the outer loop: a tree's one or two kilobytes stay in the nearest cache for the whole
    batch, and each part of a score is still the sum over its trees in the same order, so that a
    batch's size changes no bit. What is not asked for (`insight`) is not compiled.
    """
    count, gaps = len(points), np.empty(len(points), np.uint32)
    for tree in range(first, last):
        values, depths = arrays.values[tree], arrays.depths[tree]
        part, done = tree * PARTS // len(arrays.values), 0
        while done < count:
            size = min(seen + done, course.sample)
            stop = count if course.frozen else min(count, arrays.accepts[tree] - seen + 1)
            start = max(done, course.warm_up - seen)
            if start < stop:
                positions(values, size, points[start:stop], gaps)
                _add_scores(values, depths, size, points, start, stop, gaps, tables, sums[part])
                if insight is not None:
                    own = of_part(insight, part)
                    add_insight(values, depths, size, points, start, stop, gaps, tables, own)
            done = stop
            if not course.frozen and arrays.accepts[tree] < seen + stop:
                if size == course.sample:
                    delete(values, depths, size, draw_below(arrays.words, tree, size))
                    size -= 1
                insert(values, depths, size, points[stop - 1], arrays.words, tree)
                arrays.accepts[tree] = reservoir.accept_next(
                    arrays.words, tree, seen + stop, course.sample, course.decay
                )


@compiled
def _add_scores(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    values: Floats,
    depths: Depths,
    size: int,
    points: Floats,
    start: int,
    stop: int,
    gaps: Gaps,
    tables: Tables,
    scores: npt.NDArray[np.float64],
) -> None:
    """Add the tree's scores of a stretch of points between which the tree does not change."""
    factor = tables[1, size]
    for row in range(start, stop):
        point = np.float64(points[row])
        gap = int(gaps[row - start])
        scores[row] += factor * score(values, depths, size, gap, point, tables)
