"""Add up a forest's scores in the same order on however many threads."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from penstock.learning.insight import PARTS
from penstock.learning.trees import Run

SHARED_MIN = 32
"""Fewer points than this are not worth handing to other threads."""


THREADS = (2, 4)
"""Over how many threads the parts of a sum can be shared out."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Threads that share a forest's trees out among them; `threads` is 1, 2 or 4."""

    executor: Executor
    threads: int


@cache
def pool_of(cores: int) -> Pool | None:
    """Return the process's threads for so many cores, None when one has to do.

    >>> pool_of(1), pool_of(3).threads, pool_of(8).threads
    (None, 2, 4)
    """
    threads = max((each for each in THREADS if each <= cores), default=0)
    if not threads:
        return None
    return Pool(ThreadPoolExecutor(threads, thread_name_prefix="forest"), threads)


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
