"""Compile the forest's kernels, or load them from the cache, before the first row comes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from penstock.learning.config import ForestConfig
from penstock.learning.forest import Forest

STEPS = {"forest over one column": 1, "forest over several columns": 2}
"""What is compiled, as a progress line may call it, with the columns that bring it about."""


def warm(tell: Callable[[str], None] = lambda step: None) -> None:
    """Run each kernel once on a few rows; `tell` is called with a step's name as it starts.

    >>> warm(print)
    forest over one column
    forest over several columns
    """
    for step, columns in STEPS.items():
        tell(step)
        rows = np.arange(8.0 * columns).reshape(8, columns)
        Forest(ForestConfig(trees=1, sample=4, dimensions=columns)).score_and_update(rows)
