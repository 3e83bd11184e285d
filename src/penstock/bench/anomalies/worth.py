"""What a detection at each row is worth: the sooner in a window the more, outside of all a loss.

After Lavin and Ahmad: "Evaluating Real-time Anomaly Detection Algorithms: the Numenta Anomaly
Benchmark" (ICMLA 2015). Where `y` is the place relative to a window (-1 at its first row, 0 at its
right edge), a detection is worth 2 / (1 + exp(5 y)) - 1, inside a window as a share of the most
that is possible; beyond three widths after the last window, and before the first, it is worth -1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from penstock.bench.anomalies.series import Series

PROBATION_SHARE = 0.15
PROBATION_ROWS_MAX = 750
"""A detector may learn from the first rows, which do not count: 15 % of them, up to 5000 rows."""
OUTSIDE = -1
_STEEPNESS = 5.0
_FAR = 3.0


@dataclass(frozen=True, slots=True)
class Worth:
    """For each row what a detection is worth there, in which window, and whether it counts.

    `worth` is from 0 to 1 in a window, where the best detection counts, and from -1 to 0 outside of
    all (`window` is OUTSIDE), where every one does; a profile's weights come on top.
    """

    worth: npt.NDArray[np.float64]
    window: npt.NDArray[np.int64]
    counts: npt.NDArray[np.bool_]
    windows: int


def worth_of(series: Series) -> Worth:
    """Return what detections in a series are worth."""
    rows = len(series.values)
    worth = np.full(rows, -1.0)
    window = np.full(rows, OUTSIDE)
    for number, (first, last) in enumerate(series.windows):
        width = last - first + 1
        after = np.arange(last + 1, rows)
        worth[after] = decayed((after - last) / max(width - 1, 1))
        inside = np.arange(first, last + 1)
        worth[inside] = decayed((inside - last - 1) / width) / decayed(np.array(-1.0))
        window[inside] = number
    counts = np.arange(rows) >= probation(rows)
    return Worth(worth, window, counts, len(series.windows))


def decayed(place: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the worth at places relative to a window.

    >>> decayed(np.array([-1.0, 0.0, 1.0, 3.1])).round(4).tolist()
    [0.9866, 0.0, -0.9866, -1.0]
    """
    sigmoid = 2.0 / (1.0 + np.exp(_STEEPNESS * np.minimum(place, _FAR))) - 1.0
    return np.where(place > _FAR, -1.0, sigmoid)


def probation(rows: int) -> int:
    """Return how many rows at the start do not count.

    >>> probation(4_000), probation(20_000)
    (600, 750)
    """
    return min(int(PROBATION_SHARE * rows), PROBATION_ROWS_MAX)
