"""From a batch's rows to the points that trees take: valid rows only, shifted, in shingles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from penstock.core.errors import UserError
from penstock.learning.config import ForestConfig

Rows = npt.NDArray[np.float64]
LIMIT = 1e30
"""Trees work in float32; what lies farther from the first row counts as this far."""


class WrongWidth(UserError):
    """Rows have another number of columns than the forest was made for.

    >>> print(WrongWidth("the forest has 2 columns, these rows have 3"))
    E703 the forest has 2 columns, these rows have 3
    """

    code = "E703"


class Intake:
    """Turns rows into points; keeps the first row as origin and the last rows for the shingle.

    Scores do not change when all points are shifted, and differences to the first row keep in
    float32 the digits that count (a million and a bit, a time since 1970).
    """

    def __init__(self, config: ForestConfig) -> None:
        self.config = config
        self.rows = 0
        self.origin = np.zeros(config.dimensions, np.float64)
        self.history = np.zeros((config.shingle - 1, config.dimensions), np.float32)

    @property
    def points(self) -> int:
        """How many points were made of the rows so far."""
        return max(0, self.rows - (self.config.shingle - 1))

    def take(self, rows: Rows) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float32]]:
        """Return which rows give a point (valid, with a full shingle) and these points."""
        valid = np.asarray(np.isfinite(rows).all(axis=1))
        if self.rows == 0 and valid.any():
            self.origin[:] = rows[valid.argmax()]
        shifted = self.shifted(rows if valid.all() else rows[valid])
        missing = max(0, min(len(shifted), self.config.shingle - 1 - self.rows))
        self.rows += len(shifted)
        if self.config.shingle == 1:
            return valid, shifted
        points = self._shingled(shifted)[missing:]
        valid[np.flatnonzero(valid)[:missing]] = False
        return valid, points

    def shifted(self, rows: Rows) -> npt.NDArray[np.float32]:
        """Return rows as differences to the origin."""
        with np.errstate(over="ignore", under="ignore"):
            return np.clip(rows - self.origin, -LIMIT, LIMIT).astype(np.float32)

    def _shingled(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        shingle = self.config.shingle
        if not len(rows):
            return np.empty((0, self.config.width), np.float32)
        joined = np.concatenate([self.history, rows])
        self.history = joined[len(joined) - (shingle - 1) :]
        windows = np.lib.stride_tricks.sliding_window_view(joined, shingle, axis=0)
        return np.ascontiguousarray(windows.swapaxes(1, 2)).reshape(len(rows), self.config.width)


def shaped(rows: Rows, config: ForestConfig) -> Rows:
    """Return rows as float64[n, dimensions]; WrongWidth when the forest has other columns."""
    table = rows.reshape(-1, 1) if rows.ndim == 1 else rows
    if table.shape[1] != config.dimensions:
        raise WrongWidth(
            f"the forest has {config.dimensions} columns, these rows have {table.shape[1]}"
        )
    return table
