"""How old rows are when they come out: p50 and p99 of the recent ones, per table."""

from __future__ import annotations

from collections import deque

import numpy as np

BATCHES_KEPT = 2_048


class Freshness:
    """Ages of published rows, weighted by rows, over the last batches.

    >>> ages = Freshness()
    >>> ages.add(age_us=10_000, rows=98)
    >>> ages.add(age_us=500_000, rows=2)
    >>> ages.percentiles_ms()
    (10.0, 500.0)
    """

    def __init__(self) -> None:
        self._batches: deque[tuple[int, int]] = deque(maxlen=BATCHES_KEPT)

    def add(self, age_us: int, rows: int) -> None:
        """Note that `rows` rows came out `age_us` after the oldest of their records arrived."""
        self._batches.append((age_us, rows))

    def percentiles_ms(self) -> tuple[float, float]:
        """Return p50 and p99 in milliseconds; zeros when nothing came out yet."""
        if not self._batches:
            return 0.0, 0.0
        ages, rows = np.array(self._batches, np.int64).T
        order = np.argsort(ages, kind="stable")
        reached = np.cumsum(rows[order])
        ranks = np.searchsorted(reached, np.array([0.5, 0.99]) * reached[-1])
        p50, p99 = ages[order][np.minimum(ranks, len(ages) - 1)] / 1_000
        return float(p50), float(p99)
