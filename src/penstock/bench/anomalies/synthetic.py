"""Labelled series made up from a seed, to choose settings by that are then scored on real ones.

As in NAB a tenth of a series is in windows, each about an anomaly in its middle, and some series
have none.
"""

from __future__ import annotations

import numpy as np

from penstock.bench.anomalies.disturbed import DISTURBANCES
from penstock.bench.anomalies.ordinary import COURSES, Chance
from penstock.bench.anomalies.series import Series

WINDOWED_SHARE = 0.1
START_US = 1_400_000_000_000_000
DAY_US = 86_400_000_000
_ANOMALIES = (0, 1, 1, 2, 2, 3)
_FIRST, _LAST = 0.25, 0.93
"""Where anomalies may lie, as shares of a series."""


def synthetic_corpus(seed: int, each: int = 6) -> list[Series]:
    """Return `each` series of every ordinary course, disturbed; the same for the same seed.

    >>> len(synthetic_corpus(1, each=1))
    7
    """
    return [
        synthetic(f"{course}-{number}", course, np.random.default_rng([seed, at, number]))
        for at, course in enumerate(COURSES)
        for number in range(each)
    ]


def synthetic(name: str, course: str, chance: Chance) -> Series:
    """Return one made-up series with up to three anomalies."""
    ordinary, rows, per_day = COURSES[course]
    values = ordinary(chance, rows, per_day)
    places = _places(chance, rows)
    kinds = chance.choice(list(DISTURBANCES), len(places))
    for row, kind in zip(places, kinds, strict=True):
        DISTURBANCES[kind](chance, values, row, per_day)
    half = int(WINDOWED_SHARE * rows / max(len(places), 1) / 2)
    windows = tuple((row - half, min(row + half, rows - 1)) for row in places)
    times_us = START_US + np.arange(rows) * (DAY_US // per_day)
    return Series("+".join([name, *kinds]), times_us, values, windows)


def _places(chance: Chance, rows: int) -> list[int]:
    """Return the anomalies' rows, each in a stretch of its own."""
    count = int(chance.choice(_ANOMALIES))
    edges = np.linspace(_FIRST, _LAST, count + 1)
    inner = 0.2 * np.diff(edges)
    return [
        int(rows * chance.uniform(low + gap, high - gap))
        for low, high, gap in zip(edges[:-1], edges[1:], inner, strict=True)
    ]
