"""What is usual at a time of the day or the week, learned from the periods before this one.

A period is divided into slots of half an hour. While rows of a slot come, their mean is taken; when
the slot is over, that mean moves the slot's usual value a little. So a row is compared with the
same time in periods before, never with its own neighbours.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from penstock.core.compiled import compiled
from penstock.learning.intake import Rows

SLOT_US = 1_800_000_000
PERIODS = 4
"""A slot's usual value is the mean of its first periods, then moves by one in so many."""


class Season(StrEnum):
    """After which time things repeat, in UTC."""

    DAY = "day"
    WEEK = "week"


SLOTS = {Season.DAY: 48, Season.WEEK: 336}


class Seasonal:
    """One stream's usual values; `state` is all that is remembered.

    >>> usual = Seasonal(Season.DAY, 1)
    >>> days = np.arange(3) * 86_400_000_000
    >>> usual.residuals(np.array([[5.0], [5.0], [7.0]]), days).tolist()
    [[nan], [0.0], [2.0]]
    """

    def __init__(self, season: Season, dimensions: int) -> None:
        self._slots, self._dimensions = SLOTS[season], dimensions
        # A slot's usual values and for how many periods it is known; the present slot's sums and
        # numbers of rows; which slot that is, counted from 1970, and whether there is one.
        self.state = np.zeros((2 * self._slots + 3) * dimensions)

    def residuals(self, rows: Rows, times_us: npt.NDArray[np.int64]) -> Rows:
        """Return rows less what is usual at their times, NaN where nothing is known; learn them.

        A row older than the newest slot is compared and not learned; so is one without a time
        (below 0), whose residual is NaN. The same rows give the same bits however batched.
        """
        found = np.full(rows.shape, np.nan)
        usual = self.state.reshape(-1, self._dimensions)
        _residuals(np.ascontiguousarray(rows), times_us // SLOT_US, usual, self._slots, found)
        return found


@compiled
def _residuals(
    rows: npt.NDArray[np.float64],
    numbers: npt.NDArray[np.int64],
    usual: npt.NDArray[np.float64],
    slots: int,
    found: npt.NDArray[np.float64],
) -> None:
    sums, counts, now = usual[2 * slots], usual[2 * slots + 1], usual[2 * slots + 2]
    for row in range(len(rows)):
        number = numbers[row]
        if number < 0:
            continue
        if number + 1 > now[0]:
            last = int(now[0] - 1) % slots
            for column in range(rows.shape[1]):
                if counts[column] > 0.0:
                    mean = sums[column] / counts[column]
                    known = min(usual[slots + last, column] + 1.0, PERIODS)
                    usual[slots + last, column] = known
                    usual[last, column] += (mean - usual[last, column]) / known
                sums[column] = 0.0
                counts[column] = 0.0
            now[0] = number + 1.0
        slot = number % slots
        for column in range(rows.shape[1]):
            value = rows[row, column]
            if usual[slots + slot, column] > 0.0:
                found[row, column] = value - usual[slot, column]
            if number + 1 == now[0] and np.isfinite(value):
                sums[column] += value
                counts[column] += 1.0
