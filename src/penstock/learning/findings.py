"""From what the kernels summed over the trees to what is said about each row."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from penstock.learning.config import ForestConfig
from penstock.learning.insight import HIGH, LOW, Doubles, Findings, Insight


def unknown_for(config: ForestConfig) -> npt.NDArray[np.uint8]:
    """Return which dimensions are searched for, given the others, to expect a row's values.

    With a shingle these are the last row's, all at once; without, each column in turn.

    >>> unknown_for(ForestConfig(shingle=2, dimensions=2)).tolist()
    [[0, 0, 1, 1]]
    >>> unknown_for(ForestConfig(dimensions=2)).tolist()
    [[1, 0], [0, 1]]
    """
    if config.shingle == 1:
        return np.eye(config.dimensions, dtype=np.uint8)
    unknown = np.zeros((1, config.width), np.uint8)
    unknown[0, -config.dimensions :] = 1
    return unknown


def findings_of(config: ForestConfig, scores: Doubles, insight: Insight, expect: bool) -> Findings:
    """Return the findings, the expected values still as differences to the forest's origin."""
    shape = (len(scores), config.shingle, config.dimensions)
    high, low = (
        each.reshape(shape).sum(axis=1) / config.trees for each in (insight.high, insight.low)
    )
    usual = np.full((3, len(scores), config.dimensions), np.nan)
    if expect:
        usual = usual_values(config, scores, insight)
    return Findings(scores, high, low, insight.moved / config.trees, usual[1], usual[0], usual[2])


def usual_values(config: ForestConfig, scores: Doubles, insight: Insight) -> Doubles:
    """Return the low end, the middle and the high end of the usual: float64[3, rows, columns]."""
    if config.width == 1:
        known = np.where(scores[:, None] > 0, insight.usual / config.trees, np.nan)
        return known.T[:, :, None]
    held = np.sort(insight.held, axis=0).astype(np.float64)
    last = len(held) - 1
    ends = [held[round(share * last)] for share in (LOW, HIGH)]
    return np.stack([ends[0], (held[last // 2] + held[(last + 1) // 2]) / 2, ends[1]])
