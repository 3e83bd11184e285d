"""Aggregates of many ranges of rows, with no more than the merging of partial results.

A range of 13 rows is one of 1, one of 4 and one of 8: the partial results of all blocks of 1, 2,
4, 8 … rows are made one from the other, and each range takes the blocks that it is made of, from
left to right. So any aggregate can be asked, also one that cannot take rows out again, and the
cost follows the rows times the logarithm of the longest range.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from penstock.core.batch import Int64s
from penstock.engine.aggregate_calls import AggregateCalls
from penstock.state.arrow import Numbers


def add_ranges(
    calls: AggregateCalls,
    into: Sequence[Numbers],
    leaves: Sequence[Numbers],
    begins: Int64s,
    ends: Int64s,
) -> None:
    """Add range i of the leaves, one partial result per row, to the partial result `into[i]`."""
    blocks, size = leaves, 1
    at, longest = begins.copy(), int((ends - begins).max(initial=0))
    while size <= longest:
        wanted = np.flatnonzero((ends - begins) & size)
        calls.merge(into, wanted, blocks, at[wanted])
        at[wanted] += size
        if 2 * size <= longest:
            blocks = _doubled(calls, blocks, size)
        size *= 2


def _doubled(calls: AggregateCalls, blocks: Sequence[Numbers], size: int) -> Sequence[Numbers]:
    """Return the blocks of twice the size that begin where those of `size` do."""
    rows = max(0, len(blocks[0]) - size)
    places = np.arange(rows)
    both = np.concatenate([places, places])
    return calls.merged(rows, both, blocks, np.concatenate([places, places + size]))
