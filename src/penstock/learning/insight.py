"""What a forest says about a row beyond its score: why, how much it moves, what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.learning.inlined import inlined

Doubles: TypeAlias = npt.NDArray[np.float64]

PARTS = 4
"""A score is the sum of so many sums, each over as many trees, which threads may share out."""
LOW, HIGH = 0.05, 0.95
"""Nine of ten usual values lie between these shares of what the trees hold."""


class Insight(NamedTuple):
    """What the kernels write to, a row per point, each summed over the trees of a part.

    Until `of_all` the first four have an axis of PARTS before the points.
    `high` and `low` split the score over the tree's dimensions, by whether the value is above or
    below what is usual; `moved` is the share of a sample that the point would push one level down.
    """

    high: Doubles
    low: Doubles
    moved: Doubles
    usual: Doubles
    """Line trees: the low end, the middle and the high end of the sample."""
    held: npt.NDArray[np.float32]
    """Box trees: `[tree, point, column]`, the value that the tree's nearest point has."""
    missing: npt.NDArray[np.uint8]
    """Box trees: `[search, dimension]`, what each search for `held` takes as unknown."""
    passed: int = 0
    """How many points passed by before these and were not learned."""


@dataclass(frozen=True, slots=True)
class Findings:
    """A row's score and what explains it; NaN where there is nothing to say.

    `high + low`, summed over the columns, is the score; `displacement` is between 0 and 1;
    `expected` is between `expected_low` and `expected_high`, the usual range. All but `scores`
    and `displacement` are float64[rows, columns].
    """

    scores: Doubles
    high: Doubles
    low: Doubles
    displacement: Doubles
    expected: Doubles
    expected_low: Doubles
    expected_high: Doubles

    def put(self, places: npt.NDArray[np.int64], findings: Findings) -> None:
        """Write other findings into these rows."""
        for field in fields(self):
            getattr(self, field.name)[places] = getattr(findings, field.name)

    def shifted(self, origin: Doubles) -> Findings:
        """Return findings whose expected values are these and the origin, of all or of each."""
        return replace(
            self,
            expected=self.expected + origin,
            expected_low=self.expected_low + origin,
            expected_high=self.expected_high + origin,
        )


def blank(rows: int, columns: int) -> Findings:
    """Return findings of that many rows that all say nothing.

    >>> blank(2, 1).scores.tolist()
    [nan, nan]
    """
    wide = [np.full((rows, columns), np.nan) for _ in range(5)]
    high, low, *expected = wide
    return Findings(np.full(rows, np.nan), high, low, np.full(rows, np.nan), *expected)


def joined_findings(parts: Sequence[Findings]) -> Findings:
    """Return the findings of parts, one after the other; there is one part at least."""
    joined = (
        np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Findings)
    )
    return Findings(*joined)


@inlined
def of_part(insight: Insight, part: int) -> Insight:
    """Return where the trees of one part add up what they say."""
    return Insight(
        insight.high[part],
        insight.low[part],
        insight.moved[part],
        insight.usual[part],
        insight.held,
        insight.missing,
        insight.passed,
    )


def of_all(insight: Insight) -> Insight:
    """Return the sums over all parts, added in their order whoever computed them."""
    high, low, moved, usual = (one + two + three + four for one, two, three, four in insight[:4])
    return insight._replace(high=high, low=low, moved=moved, usual=usual)


def empty_insight(rows: int, width: int, held: tuple[int, int], searches: int) -> Insight:
    """Return an insight to be filled; `held` is how many trees and columns are searched."""
    trees, columns = held
    return Insight(
        np.zeros((PARTS, rows, width)),
        np.zeros((PARTS, rows, width)),
        np.zeros((PARTS, rows)),
        np.zeros((PARTS, rows, 3)),
        np.full((trees, rows, columns), np.nan, np.float32),
        np.zeros((searches, width), np.uint8),
    )
