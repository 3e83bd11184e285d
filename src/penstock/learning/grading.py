"""Which scores are anomalies: a threshold per key that adapts to how often its scores exceed it.

A score above the threshold lifts it, all others lower it a little, in such a proportion that in the
long run the wanted share of rows lies above it, whatever the distribution of scores (Robbins and
Monro's way to a quantile). Steps are in units of the scores' mean deviation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.core.compiled import compiled

Doubles: TypeAlias = npt.NDArray[np.float64]
Int64s: TypeAlias = npt.NDArray[np.int64]

_COUNT, _MEAN, _DEVIATION, _THRESHOLD, _SINCE, _EPISODE = range(6)
_START = 2.5
"""The threshold of a key that is new: between the usual scores and those that AWS calls odd."""
_STEP = 4.0
"""By how many mean deviations an anomaly lifts the threshold."""


@dataclass(frozen=True, slots=True)
class GradingConfig:
    """Which share of rows may be anomalies in the long run, and when a new episode starts.

    Nothing below `floor` is an anomaly, however quiet the key. Scores are forgotten after `memory`
    rows. An anomaly more than `episode_gap` rows after the last one starts an episode.
    """

    rate: float = 0.001
    floor: float = 1.5
    memory: int = 2_000
    episode_gap: int = 0


class Grader:
    """One stream's threshold.

    >>> scores = np.array([1.0] * 100 + [4.0, 1.0, 3.0, 1.0])
    >>> grades, episodes = Grader(GradingConfig(episode_gap=5)).grade_and_update(scores)
    >>> np.flatnonzero(grades).tolist(), np.unique(episodes).tolist()
    ([100, 102], [-1, 0, 1])
    """

    def __init__(self, config: GradingConfig) -> None:
        self.config = config
        self.state = np.zeros(6)
        self.state[_THRESHOLD] = _START

    def grade_and_update(self, scores: Doubles) -> tuple[Doubles, Int64s]:
        """Return a grade per score and its episode.

        A grade is above 0 for an anomaly and the nearer to 1 the farther the score lies beyond
        the threshold; NaN for no score. Episodes are counted from 1: an anomaly that starts one has
        its number, a later one the number's negative, everything else 0.
        """
        config = self.config
        grades = np.zeros(len(scores))
        episodes = np.zeros(len(scores), np.int64)
        settings = np.array((config.rate, config.floor, config.memory), np.float64)
        _grade(scores, self.state, settings, config.episode_gap, grades, episodes)
        return grades, episodes

    def forget_episodes(self) -> None:
        """Begin to count episodes anew; the threshold stays."""
        self.state[_EPISODE] = 0.0


@compiled
def _grade(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    scores: Doubles,
    state: Doubles,
    settings: Doubles,
    episode_gap: int,
    grades: Doubles,
    episodes: Int64s,
) -> None:
    """Grade scores in turn; those of 0 come from before the forest knew anything."""
    rate, floor, memory = settings
    for row in range(len(scores)):
        score = scores[row]
        state[_SINCE] += 1.0
        if not score > 0.0:
            grades[row] = np.nan if np.isnan(score) else 0.0
            continue
        threshold = max(floor, state[_THRESHOLD])
        state[_COUNT] += 1.0
        weight = 1.0 / min(state[_COUNT], memory)
        state[_MEAN] += weight * (min(score, threshold) - state[_MEAN])
        state[_DEVIATION] += weight * (abs(score - state[_MEAN]) - state[_DEVIATION])
        state[_THRESHOLD] = threshold - rate * _STEP * state[_DEVIATION]
        if score > threshold:
            state[_THRESHOLD] += _STEP * state[_DEVIATION]
            grades[row] = (score - threshold) / (score - state[_MEAN])
            starts = state[_EPISODE] == 0.0 or state[_SINCE] > episode_gap
            state[_EPISODE] += starts
            state[_SINCE] = 0.0
            episodes[row] = int(state[_EPISODE] if starts else -state[_EPISODE])
