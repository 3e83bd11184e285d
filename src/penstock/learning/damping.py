"""Halve a score that only repeats what was said already: one as high came a short while before.

An anomaly that lasts gives many high scores. The first tells something, the others cost the same
attention again; a threshold over damped scores meets each disturbance about once.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Doubles: TypeAlias = npt.NDArray[np.float64]

GAP_MAX = 100_000
FACTOR = 0.5


class Damping:
    """Remembers one stream's last `gap` scores, as they were before damping.

    >>> Damping(2).update(np.array([1.0, 4.0, 4.0, 5.0, 3.0, 1.0, 1.0, 3.0])).tolist()
    [1.0, 4.0, 2.0, 5.0, 1.5, 0.5, 0.5, 3.0]
    """

    def __init__(self, gap: int) -> None:
        self.recent = np.zeros(gap)

    def update(self, scores: Doubles) -> Doubles:
        """Return the scores, halved where one of the `gap` before was as high, and remember them.

        A NaN stays one and is not counted. The same scores give the same bits however batched.
        """
        valid = ~np.isnan(scores)
        joined = np.concatenate([self.recent, scores[valid]])
        gap = len(self.recent)
        self.recent = joined[len(joined) - gap :].copy()
        highest = np.lib.stride_tricks.sliding_window_view(joined, gap).max(axis=1)[:-1]
        damped = scores.copy()
        damped[valid] *= np.where(highest >= scores[valid], FACTOR, 1.0)
        return damped
