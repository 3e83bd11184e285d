"""Add up a forest's scores in the same order on however many threads."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from penstock.learning.trees import PARTS, Run

SHARED_MIN = 32
"""Fewer points than this are not worth handing to other threads."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Threads that share a forest's trees out among them; `threads` is 1, 2 or 4."""

    executor: Executor
    threads: int


def summed(run: Run, trees: int, points: int, pool: Pool | None) -> npt.NDArray[np.float64]:
    """Return each point's sum over all trees.

    Sums are over PARTS groups of trees first, whoever computes them, so that no bit depends on it.
    """
    sums = np.zeros((PARTS, points))
    if pool is None or points < SHARED_MIN:
        run(0, trees, sums)
    else:
        bounds = [-(-trees * share // pool.threads) for share in range(pool.threads + 1)]
        running = [pool.executor.submit(run, *ends, sums) for ends in pairwise(bounds)]
        for each in running:
            each.result()
    return np.asarray(sums[0] + sums[1] + sums[2] + sums[3])
