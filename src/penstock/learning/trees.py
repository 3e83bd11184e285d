"""What the two layouts of trees share: a set of arrays that grows, is scored and is handed over."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.learning.config import ForestConfig
from penstock.learning.insight import Insight
from penstock.learning.line_tree import Tables

Arrays: TypeAlias = tuple[npt.NDArray[Any], ...]


class Run(Protocol):
    """Scores points, prepared before, with trees `first` to `last`, and takes the points in.

    Adds each tree's score of each point to `sums[part]`, where part is tree * PARTS // trees.
    """

    def __call__(self, first: int, last: int, sums: npt.NDArray[np.float64]) -> None:
        """Run, without the interpreter's lock."""


class Trees(Protocol):
    """All trees of one forest, whatever their layout."""

    def prepare(self, points: npt.NDArray[np.float32], seen: int, insight: Insight | None) -> Run:
        """Return the run over some points, which also fills `insight`.

        `seen` is how many points came before; there is capacity for what will be in the sample.
        """

    def insight(self, rows: int, unknown: npt.NDArray[np.uint8] | None) -> Insight:
        """Return what to fill for so many rows; `unknown` says what to search for.

        `unknown[search, dimension]` is 1 where a search takes the dimension as unknown.
        """

    def freeze(self, frozen: bool) -> None:
        """Have the next runs take no point in, or again take them in."""

    def held(self, seen: int) -> npt.NDArray[np.float32]:
        """Return the different points of each tree, one tree after the other."""

    def grow(self, capacity: int) -> None:
        """Make room for `capacity` points per tree."""

    @property
    def arrays(self) -> Arrays:
        """The whole state, in a fixed order."""


class Course(NamedTuple):
    """What of the settings the kernels work with; see ForestConfig.

    `warm_up` is 1 at least: an empty tree has no score.
    """

    sample: int
    warm_up: int
    decay: float
    frozen: bool


def course(config: ForestConfig) -> Course:
    """Return the kernels' part of the settings."""
    return Course(config.sample, max(1, config.warm_up), config.decay, frozen=False)


@lru_cache(maxsize=64)
def tables(sample: int) -> Tables:
    """Return 1 / (k + 1) and log2(k + 1) for every depth and mass of a tree of `sample` points.

    >>> tables(2).round(3).tolist()
    [[1.0, 0.5, 0.333, 0.25], [0.0, 1.0, 1.585, 2.0]]
    """
    counts = np.arange(1, sample + 3, dtype=np.float64)
    return np.stack([1.0 / counts, np.log2(counts)])


def grown(array: npt.NDArray[Any], capacity: int) -> npt.NDArray[Any]:
    """Return a copy of an array with `capacity` slots per tree, the new ones zero."""
    larger = np.zeros((len(array), capacity, *array.shape[2:]), array.dtype)
    larger[:, : array.shape[1]] = array
    return larger


def capacity_for(config: ForestConfig, points: int) -> int:
    """Return the slots per tree for `points` points: a power of two, at most the sample.

    >>> capacity_for(ForestConfig(sample=100), 3), capacity_for(ForestConfig(sample=100), 70)
    (16, 100)
    """
    wanted = max(16, 1 << (max(points, 1) - 1).bit_length())
    return min(config.sample, wanted)
