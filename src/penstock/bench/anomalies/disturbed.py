"""What goes wrong in a metric, made up: each function disturbs the values from a row on, in place.

How strong a disturbance is goes by the spread of the values before it, so that some are plain and
some are hard to see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from penstock.bench.anomalies.ordinary import Chance, Values

Disturbance = Callable[[Chance, Values, int, int], None]


def spike(chance: Chance, values: Values, row: int, per_day: int) -> None:
    """A few values far above or below all before."""
    rows = slice(row, row + int(chance.integers(1, 6)))
    values[rows] += _sign(chance) * _range(values, row) * chance.uniform(0.8, 3.0)


def level(chance: Chance, values: Values, row: int, per_day: int) -> None:
    """From here on all values are higher or lower."""
    values[row:] += _sign(chance) * _range(values, row) * chance.uniform(0.3, 1.5)


def shift(chance: Chance, values: Values, row: int, per_day: int) -> None:
    """For some hours all values are higher or lower."""
    rows = slice(row, row + int(per_day * chance.uniform(0.1, 0.6)))
    values[rows] += _sign(chance) * _range(values, row) * chance.uniform(0.3, 1.5)


def flatline(chance: Chance, values: Values, row: int, per_day: int) -> None:
    """A sensor is stuck at a value that is nothing special."""
    values[row : row + int(per_day * chance.uniform(0.5, 1.2))] = values[row]


def dropout(chance: Chance, values: Values, row: int, per_day: int) -> None:
    """Values are zero for a while."""
    values[row : row + max(2, int(per_day * chance.uniform(0.02, 0.3)))] = 0.0


def season(chance: Chance, values: Values, row: int, per_day: int) -> None:
    """One day goes by as if it were half a day later."""
    end = min(row + per_day, len(values))
    values[row:end] = values[row - per_day // 2 : end - per_day // 2].copy()


def burst(chance: Chance, values: Values, row: int, per_day: int) -> None:
    """Noise grows for some hours."""
    count = min(int(per_day * chance.uniform(0.1, 0.5)), len(values) - row)
    values[row : row + count] += chance.normal(0.0, _range(values, row) * 0.6, count)


def drift(chance: Chance, values: Values, row: int, per_day: int) -> None:
    """Values climb or sink for a day and stay there."""
    ramp = np.clip(np.arange(len(values) - row) / per_day, 0.0, 1.0)
    values[row:] += _sign(chance) * ramp * _range(values, row) * chance.uniform(0.8, 2.0)


DISTURBANCES: Mapping[str, Disturbance] = {
    "spike": spike,
    "level": level,
    "shift": shift,
    "flatline": flatline,
    "dropout": dropout,
    "season": season,
    "burst": burst,
    "drift": drift,
}
"""Each disturbance by name."""


def _range(values: Values, row: int) -> float:
    """Return how far apart most values before a row lie."""
    low, high = np.quantile(values[:row], (0.01, 0.99))
    return float(high - low) or 1.0


def _sign(chance: Chance) -> float:
    return 1.0 if chance.random() < 0.7 else -1.0  # noqa: PLR2004 -- rather up than down
