"""Score points against many line trees, then let the trees take them in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from penstock.core.compiled import compiled
from penstock.learning import reservoir
from penstock.learning.chance import Words, draw_below
from penstock.learning.config import ForestConfig
from penstock.learning.line_change import delete, insert
from penstock.learning.line_tree import Depths, Floats, Gaps, Tables, positions, score
from penstock.learning.trees import Arrays, Course, course, grown, tables


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

    def score_and_update(
        self, points: npt.NDArray[np.float32], seen: int, scores: npt.NDArray[np.float64]
    ) -> None:
        """Add every tree's score of each row of `points` to `scores` and take the points in."""
        score_and_update(
            self._arrays, self._course, tables(self._course.sample), points[:, 0], seen, scores
        )

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
    scores: npt.NDArray[np.float64],
) -> None:
    """Add each tree's normalized score of each point to `scores`, in order, updating as it goes.

    Trees are the outer loop: a tree's one or two kilobytes stay in the nearest cache for the whole
    batch, and each score is still the sum over trees in the same order, so that a batch's
    size changes no bit.
    """
    count = len(points)
    gaps = np.empty(count, np.uint32)
    for tree in range(len(arrays.values)):
        values, depths = arrays.values[tree], arrays.depths[tree]
        done = 0
        while done < count:
            size = min(seen + done, course.sample)
            stop = min(count, arrays.accepts[tree] - seen + 1)
            start = max(done, course.warm_up - seen)
            _add_scores(values, depths, size, points[start:stop], gaps, tables, scores[start:stop])
            done = stop
            if arrays.accepts[tree] < seen + stop:
                if size == course.sample:
                    size -= 1
                    delete(
                        values, depths, course.sample, draw_below(arrays.words, tree, course.sample)
                    )
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
    gaps: Gaps,
    tables: Tables,
    scores: npt.NDArray[np.float64],
) -> None:
    """Add the tree's scores of a stretch of points between which the tree does not change."""
    factor = tables[1, size]
    positions(values, size, points, gaps)
    for row in range(len(points)):
        point = np.float64(points[row])
        scores[row] += factor * score(values, depths, size, int(gaps[row]), point, tables)
