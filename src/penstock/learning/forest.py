"""A random cut forest: scores each row of a stream by how much it stands out from the rows before.

After Guha, Mishra, Roy, Schrijvers: "Robust Random Cut Forest Based Anomaly Detection on Streams"
(ICML 2016), with the scale of AWS's RANDOM_CUT_FOREST: about 1 is normal, 2 to 3 and above is not.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from penstock.learning.box_forest import BoxTrees
from penstock.learning.chance import words_from
from penstock.learning.config import ForestConfig
from penstock.learning.findings import findings_of, unknown_for
from penstock.learning.insight import Findings, Insight, blank, of_all
from penstock.learning.intake import Intake, Rows, shaped
from penstock.learning.line_forest import LineTrees
from penstock.learning.parts import Pool, summed
from penstock.learning.snapshot import Head, fill, read, write
from penstock.learning.trees import Arrays, Trees, capacity_for

Scores = npt.NDArray[np.float64]
YOUNG_MAX = 64
"""A forest of so few points is put away as these points (see `seedling`)."""
EXPLAINED_MAX = 2_048
"""So many rows are explained at a time, which bounds the scratch memory."""


class Forest:
    """One stream's forest; `key` makes the forests of one seed differ from each other.

    >>> forest = Forest(ForestConfig(seed=1))
    >>> calm = forest.score_and_update(np.sin(np.arange(1000.0)))
    >>> bool(calm[100:].max() < 2 < forest.score_and_update(np.array([5.0]))[0])
    True
    """

    def __init__(self, config: ForestConfig, key: bytes = b"", capacity: int = 0) -> None:
        self.config = config
        self.seen = 0
        """How many points the trees were shown."""
        self.intake = Intake(config)
        self.young: list[npt.NDArray[np.float32]] | None = []
        """All points learned so far; None once there are more than YOUNG_MAX."""
        self._capacity = capacity or capacity_for(config, 1)
        self.trees = _trees(config, key, self._capacity)
        self.state_bytes = self._measured()
        """The memory that the state takes."""

    def score_and_update(
        self, rows: Rows, *, learn: bool = True, pool: Pool | None = None
    ) -> Scores:
        """Return a score per row, each row scored first and learned then.

        `rows` is float64[n, dimensions], or float64[n] for one column. A row with a NaN or an
        infinity scores NaN and is not learned. The score is 0 until `config.warm_up` points were
        seen, and while the shingle fills. The same rows give the same bits however batched, and on
        however many threads of `pool`. Without `learn` rows are scored and only pass by.
        """
        rows = shaped(rows, self.config)
        given, points = self.intake.take(rows)
        scores = self.run(points, None, learn=learn, pool=pool)
        if len(points) == len(given):
            return scores
        spread = np.where(np.isfinite(rows).all(axis=1), 0.0, np.nan)
        spread[given] = scores
        return spread

    def explain_and_update(
        self,
        rows: Rows,
        *,
        learn: bool = True,
        expect: bool = False,
        pool: Pool | None = None,
    ) -> Findings:
        """Return what `score_and_update` does, to the bit, and why; `expect` adds expected values.

        Of one column alone the usual values are the middle and nine tenths of what the trees hold.
        With a shingle a row is expected to follow the rows before it as their like did; without,
        each column to fit the others.

        >>> forest = Forest(ForestConfig(seed=1, dimensions=2))
        >>> wave = np.sin(np.arange(2000.0))
        >>> _ = forest.score_and_update(np.column_stack([wave, 2 * wave]))
        >>> found = forest.explain_and_update(np.array([[0.5, -3.0]]), expect=True)
        >>> bool(found.low[0, 1] > 0.6 * found.scores[0]), found.expected.round(1).tolist()
        (True, [[-1.0, 1.0]])
        """
        rows = shaped(rows, self.config)
        found = blank(len(rows), self.config.dimensions)
        for start in range(0, len(rows), EXPLAINED_MAX):
            part = rows[start : start + EXPLAINED_MAX]
            places = np.arange(start, start + len(part))
            found.put(places, self._explained(part, learn, expect, pool))
        return found

    def run(
        self,
        points: npt.NDArray[np.float32],
        insight: Insight | None,
        *,
        learn: bool,
        pool: Pool | None = None,
    ) -> Scores:
        """Return the scores of points that `intake` made, fill `insight`, learn them or not."""
        self.trees.freeze(not learn)
        if learn:
            self._make_room(points)
        elif not self.ready:
            return np.zeros(len(points))
        run = self.trees.prepare(points, self.seen, insight)
        self.seen += len(points) if learn else 0
        return summed(run, self.config.trees, len(points), pool) / self.config.trees

    @property
    def ready(self) -> bool:
        """Say whether enough points were seen for the first score."""
        return self.seen >= max(1, self.config.warm_up)

    def snapshot(self) -> bytes:
        """Return the whole state as bytes that `restore` takes, on any machine."""
        head = Head(self.config, self.seen, self.intake.rows, self._capacity)
        return write(head, self._arrays)

    @staticmethod
    def restore(data: bytes) -> Forest:
        """Return the forest that a snapshot was taken of; UnreadableSnapshot when it cannot."""
        head, body = read(data)
        forest = Forest(head.config, capacity=head.capacity)
        forest.seen = head.seen
        forest.young = None
        forest.intake.rows = head.rows
        fill(forest._arrays, body)
        return forest

    @property
    def _arrays(self) -> Arrays:
        return self.intake.origin, self.intake.history, *self.trees.arrays

    def _make_room(self, points: npt.NDArray[np.float32]) -> None:
        """Grow for points to come, and note them while there are few."""
        after = self.seen + len(points)
        if self.young is not None:
            self.young = None if after > YOUNG_MAX else [*self.young, points]
        needed = min(self.config.sample, after)
        if needed > self._capacity:
            self._capacity = capacity_for(self.config, needed)
            self.trees.grow(self._capacity)
            self.state_bytes = self._measured()

    def _measured(self) -> int:
        return sum(array.nbytes for array in self._arrays)

    def _explained(self, rows: Rows, learn: bool, expect: bool, pool: Pool | None) -> Findings:
        given, points = self.intake.take(rows)
        insight = self.trees.insight(len(points), unknown_for(self.config) if expect else None)
        insight = insight._replace(passed=self.intake.points - len(points) - self.seen)
        scores = self.run(points, insight, learn=learn, pool=pool)
        found = findings_of(self.config, scores, of_all(insight), expect)
        found = found.shifted(self.intake.origin)
        if len(points) == len(given):
            return found
        spread = blank(len(rows), self.config.dimensions)
        quiet = np.isfinite(rows).all(axis=1)
        for silent in (spread.scores, spread.high, spread.low, spread.displacement):
            silent[quiet] = 0.0
        spread.put(np.flatnonzero(given), found)
        return spread


def _trees(config: ForestConfig, key: bytes, capacity: int) -> Trees:
    words = words_from(config.seed, key, config.trees)
    layout = LineTrees if config.width == 1 else BoxTrees
    return layout(config, words, capacity)
