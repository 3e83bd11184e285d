"""In which order rows go into sessions and sessions merge, so that no sum depends on batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Int64s


@dataclass(frozen=True, slots=True)
class Wave:
    """Rows to be added to their slots, then sessions to be merged; None means all rows."""

    rows: Int64s | None
    into: Int64s
    source: Int64s
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """Where rows belong; `slots` is -1 for a late row."""

    slots: Int64s
    levels: Int64s
    merges: tuple[Int64s, Int64s, Int64s]

    def waves(self, kept: Int64s) -> Iterator[Wave]:
        """Yield what is to be done in turn, so that sums do not depend on how rows are batched.

        `kept` are the levels of the rows that are not late; None for all of those rows.
        """
        into, source, levels = self.merges
        if not len(into):
            yield Wave(None, into, source)
            return
        order = np.argsort(kept, kind="stable")
        last = max(int(levels.max()), int(kept.max(initial=0)))
        bounds = np.searchsorted(kept[order], np.arange(last + 2))
        for level in range(last + 1):
            chosen = levels == level
            rows = order[bounds[level] : bounds[level + 1]]
            yield Wave(rows, into[chosen], source[chosen], level == last)
