"""Ask a forest what is missing, what comes next and what is similar, without teaching it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from penstock.core.errors import UserError
from penstock.learning.findings import usual_values
from penstock.learning.forest import Forest
from penstock.learning.insight import Doubles, of_all


class NoShingle(UserError):
    """A forest without a shingle knows no order of rows.

    >>> print(NoShingle())
    E704 a forecast needs rows in sequence
    hint: give the forest a shingle of 2 rows or more, best one that spans a period
    """

    code = "E704"

    def __init__(self) -> None:
        super().__init__(
            "a forecast needs rows in sequence",
            hint="give the forest a shingle of 2 rows or more, best one that spans a period",
        )


@dataclass(frozen=True, slots=True)
class Forecast:
    """The rows to come, float64[steps, columns], and the ends of their usual range."""

    rows: Doubles
    low: Doubles
    high: Doubles


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Points that trees hold, the nearest first.

    `points` is float64[count, shingle * columns], `distances` are sums over their dimensions,
    `trees` counts the trees that hold each.
    """

    points: Doubles
    distances: Doubles
    trees: npt.NDArray[np.int64]


def impute(forest: Forest, row: Doubles) -> Doubles:
    """Return the row with each NaN replaced by what fits its other columns and the rows before.

    A NaN remains where the forest has not seen enough yet.

    >>> from penstock.learning.config import ForestConfig
    >>> forest = Forest(ForestConfig(dimensions=2))
    >>> day = np.arange(1000.0) % 10
    >>> _ = forest.score_and_update(np.column_stack([day, 10 * day]))
    >>> impute(forest, np.array([4.0, np.nan])).tolist()
    [4.0, 40.0]
    """
    lost = ~np.isfinite(row)
    filled = np.where(lost, np.nan, row)
    intake = forest.intake
    if lost.any() and intake.rows >= forest.config.shingle - 1:
        point = np.concatenate([intake.history.ravel(), intake.shifted(np.where(lost, 0.0, row))])
        unknown = np.zeros((1, forest.config.width), np.uint8)
        unknown[0, -len(row) :] = lost
        filled[lost] = _usual(forest, point, unknown)[1] + intake.origin[lost]
    return filled


def forecast(forest: Forest, steps: int) -> Forecast:
    """Return the next rows, each expected to follow those before it as their like did.

    >>> from penstock.learning.config import ForestConfig
    >>> forest = Forest(ForestConfig(shingle=4))
    >>> _ = forest.score_and_update(np.arange(1000.0) % 4)
    >>> forecast(forest, 5).rows.ravel().tolist()
    [0.0, 1.0, 2.0, 3.0, 0.0]
    """
    config = forest.config
    if config.shingle == 1:
        raise NoShingle
    usual = np.full((3, steps, config.dimensions), np.nan)
    point = np.concatenate([forest.intake.history.ravel(), np.zeros(config.dimensions)])
    unknown = np.zeros((1, config.width), np.uint8)
    unknown[0, -config.dimensions :] = 1
    for step in range(steps):
        usual[:, step] = _usual(forest, point.astype(np.float32), unknown)
        point[-config.dimensions :] = usual[1, step]
        point = np.roll(point, -config.dimensions)
    usual += forest.intake.origin
    return Forecast(usual[1], usual[0], usual[2])


def neighbours(forest: Forest, row: Doubles, count: int) -> Neighbours:
    """Return the points of the trees that are nearest to a row (after the rows before it).

    >>> from penstock.learning.config import ForestConfig
    >>> forest = Forest(ForestConfig(trees=10))
    >>> _ = forest.score_and_update(np.arange(100.0))
    >>> found = neighbours(forest, np.array([7.2]), 2)
    >>> found.points.tolist(), found.distances.round(2).tolist(), found.trees.tolist()
    ([[7.0], [8.0]], [0.2, 0.8], [10, 10])
    """
    intake = forest.intake
    point = np.concatenate([intake.history.ravel(), intake.shifted(row)]).astype(np.float64)
    held, trees = np.unique(forest.trees.held(forest.seen), axis=0, return_counts=True)
    distances = np.abs(held - point).sum(axis=1)
    nearest = np.argsort(distances, kind="stable")[:count]
    origin = np.tile(intake.origin, forest.config.shingle)
    return Neighbours(held[nearest] + origin, distances[nearest], trees[nearest])


def _usual(
    forest: Forest, point: npt.NDArray[np.float32], unknown: npt.NDArray[np.uint8]
) -> Doubles:
    """Return low end, middle and high end of the unknown dimensions, as the trees have them."""
    if not forest.ready:
        return np.full((3, int(unknown.sum())), np.nan)
    insight = forest.trees.insight(1, unknown)
    scores = forest.run(point.reshape(1, -1).astype(np.float32), insight, learn=False)
    return usual_values(forest.config, scores, of_all(insight))[:, 0]
