"""Score a detector at every threshold at once, and find the best one over a whole corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from penstock.bench.anomalies.worth import OUTSIDE, Worth

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a user minds: the cost of a false alarm and of a missed window; a find is worth 1."""

    name: str
    false_alarm: float = 0.11
    missed: float = 1.0


STANDARD = Profile("standard")
PROFILES = (STANDARD, Profile("low FP", false_alarm=0.22), Profile("low FN", missed=2.0))


@dataclass(frozen=True, slots=True)
class Sweep:
    """Totals by threshold, the highest threshold first; what scores at least as much is alarmed."""

    thresholds: Scores
    totals: Scores

    @property
    def best(self) -> float:
        """The highest of the thresholds with the highest total."""
        return float(self.thresholds[np.argmax(self.totals)])

    def at(self, threshold: float) -> float:
        """Return the total at any threshold."""
        last = int(np.searchsorted(-self.thresholds, -threshold, side="right")) - 1
        return float(self.totals[last])


def sweep(scores: Scores, worth: Worth, profile: Profile) -> Sweep:
    """Return a series' total at each threshold; a row whose score is NaN is never alarmed."""
    counted = np.flatnonzero(worth.counts & ~np.isnan(scores))
    order = counted[np.argsort(-scores[counted], kind="stable")]
    gains = np.where(worth.window == OUTSIDE, worth.worth * profile.false_alarm, 0.0)
    for number in range(worth.windows):
        inside = order[worth.window[order] == number]
        found = np.maximum.accumulate(np.append(-profile.missed, worth.worth[inside]))
        gains[inside] = np.diff(found)
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(order) - 1)[: len(order)]
    totals = np.cumsum(gains[order])[ends] - profile.missed * worth.windows
    null = -profile.missed * worth.windows
    return Sweep(np.append(np.inf, scores[order][ends]), np.append(null, totals))


def summed(sweeps: Sequence[Sweep]) -> Sweep:
    """Return the totals over several series with one threshold for all."""
    thresholds = np.unique(np.concatenate([each.thresholds for each in sweeps]))[::-1]
    totals = np.zeros(len(thresholds))
    for each in sweeps:
        totals += each.totals[np.searchsorted(-each.thresholds, -thresholds, side="right") - 1]
    return Sweep(thresholds, totals)


def normalized(total: float, windows: int, profile: Profile) -> float:
    """Return a total on the scale on which no alarm at all is 0 and a perfect detector 100.

    >>> normalized(-1.0, 1, STANDARD), normalized(1.0, 1, STANDARD)
    (0.0, 100.0)
    """
    null = -profile.missed * windows
    return 100.0 * (total - null) / (windows - null)
