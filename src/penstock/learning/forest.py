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
from penstock.learning.intake import Intake, Rows, WrongWidth
from penstock.learning.line_forest import LineTrees
from penstock.learning.snapshot import Head, fill, read, write
from penstock.learning.trees import Arrays, Trees, capacity_for

Scores = npt.NDArray[np.float64]


class Forest:
    """One stream's forest; `key` makes the forests of one seed differ from each other.

    >>> forest = Forest(ForestConfig(seed=1))
    >>> calm = forest.score_and_update(np.sin(np.arange(1000.0)))
    >>> bool(calm[100:].max() < 2 < forest.score_and_update(np.array([5.0]))[0])
    True
    """

    def __init__(self, config: ForestConfig, key: bytes = b"", capacity: int = 0) -> None:
        self.config = config
        self._seen = 0
        self._intake = Intake(config)
        self._capacity = capacity or capacity_for(config, 1)
        self._trees = _trees(config, key, self._capacity)

    def score_and_update(self, rows: Rows) -> Scores:
        """Return a score per row, each row scored first and learned then.

        `rows` is float64[n, dimensions], or float64[n] for one column. A row with a NaN or an
        infinity scores NaN and is not learned. The score is 0 until `config.warm_up` points were
        seen, and while the shingle fills. The same rows give the same bits however batched.
        """
        given, points = self._intake.take(self._shaped(rows))
        self._make_room(len(points))
        sums = np.zeros(len(points), np.float64)
        self._trees.score_and_update(points, self._seen, sums)
        self._seen += len(points)
        if len(points) == len(given):
            return sums / self.config.trees
        return self._spread(rows, given, sums / self.config.trees)

    def snapshot(self) -> bytes:
        """Return the whole state as bytes that `restore` takes, on any machine."""
        return write(self._head, self._arrays)

    @staticmethod
    def restore(data: bytes) -> Forest:
        """Return the forest that a snapshot was taken of; UnreadableSnapshot when it cannot."""
        head, body = read(data)
        forest = Forest(head.config, capacity=head.capacity)
        forest._seen = head.seen
        forest._intake.rows = head.rows
        fill(forest._arrays, body)
        return forest

    @property
    def seen(self) -> int:
        """How many points the trees were shown."""
        return self._seen

    @property
    def state_bytes(self) -> int:
        """The memory that the state takes."""
        return sum(array.nbytes for array in self._arrays)

    @property
    def _head(self) -> Head:
        return Head(self.config, self._seen, self._intake.rows, self._capacity)

    @property
    def _arrays(self) -> Arrays:
        return self._intake.origin, self._intake.history, *self._trees.arrays

    def _shaped(self, rows: Rows) -> Rows:
        shaped = rows.reshape(-1, 1) if rows.ndim == 1 else rows
        if shaped.shape[1] != self.config.dimensions:
            raise WrongWidth(
                f"the forest has {self.config.dimensions} columns, these rows have "
                f"{shaped.shape[1]}"
            )
        return shaped

    def _make_room(self, points: int) -> None:
        needed = min(self.config.sample, self._seen + points)
        if needed > self._capacity:
            self._capacity = capacity_for(self.config, needed)
            self._trees.grow(self._capacity)

    def _spread(self, rows: Rows, given: npt.NDArray[np.bool_], scores: Scores) -> Scores:
        """Put the scores where their rows stand: NaN for an invalid row, 0 for an early one."""
        finite = np.isfinite(self._shaped(rows)).all(axis=1)
        spread = np.where(finite, 0.0, np.nan)
        spread[given] = scores
        return spread


def _trees(config: ForestConfig, key: bytes, capacity: int) -> Trees:
    words = words_from(config.seed, key, config.trees)
    layout = LineTrees if config.width == 1 else BoxTrees
    return layout(config, words, capacity)
