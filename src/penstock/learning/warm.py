"""Compile the forest's kernels, or load them from the cache, before the first row comes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from penstock.learning.config import ForestConfig
from penstock.learning.detection import DetectorConfig
from penstock.learning.detector import Detector
from penstock.learning.grading import GradingConfig
from penstock.learning.season import Season

_SMALL, _WIDE = (ForestConfig(trees=1, sample=4, dimensions=columns) for columns in (1, 2))
STEPS = {
    "forest over one column": DetectorConfig(_SMALL),
    "forest over one column, explained": DetectorConfig(
        _SMALL, explain=True, grading=GradingConfig()
    ),
    "forest over several columns": DetectorConfig(_WIDE, season=Season.DAY),
}
"""What is compiled, as a progress line may call it, with the detector that brings it about.

Several columns are explained by kernels that take three seconds, once, when first asked for.
"""


def warm(tell: Callable[[str], None] = lambda step: None) -> None:
    """Run each kernel once on a few rows; `tell` is called with a step's name as it starts.

    >>> warm(print)
    forest over one column
    forest over one column, explained
    forest over several columns
    """
    for step, config in STEPS.items():
        tell(step)
        columns = config.forest.dimensions
        Detector(config).detect(np.arange(8.0 * columns).reshape(8, columns), np.arange(8))
