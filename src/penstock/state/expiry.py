"""State that is forgotten when it was not written for a time, as `table.exec.state.ttl` asks.

As in Flink, a time to live begins anew with every write (OnCreateAndWrite) and what has expired is
never returned: ask `expired` before using what is there, and `touch` what is written. What nobody
asks for again is found by `sweep`, which looks at a few slots per call, round and round.

Slots may be those of keys, or ids of rows where each row has a life of its own.

>>> expiry = Expiry(ttl_us=10)
>>> expiry.touch(np.array([0, 1]), now_us=5)
>>> expiry.touch(np.array([1]), now_us=9)
>>> expiry.expired(np.array([0, 1]), now_us=15).tolist()
[True, False]
>>> expiry.sweep(now_us=15).tolist()
[0]
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.state.arrow import Bools
from penstock.state.columns import DenseColumns
from penstock.state.image import freeze, thaw

LOOKS_PER_TOUCH = 4
"""More than one, so that the sweep comes round faster than slots are added."""
LOOKS_MIN = 1024


class Expiry:
    """When each slot was last written; times are the step's clock, never below 0."""

    def __init__(self, ttl_us: int) -> None:
        self._ttl_us = ttl_us
        self._reset()

    def _reset(self) -> None:
        self._columns = DenseColumns(["i8"])
        """The time of the last write plus 1; 0 where nothing is remembered."""
        self._end = self._hand = self._touches = 0

    def touch(self, slots: Int64s, now_us: int) -> None:
        """Begin the time to live of these slots anew."""
        self._end = max(self._end, int(slots.max(initial=-1)) + 1)
        self._columns.reserve(self._end)
        self._columns.arrays[0][slots] = now_us + 1
        self._touches += len(slots)

    def expired(self, slots: Int64s, now_us: int) -> Bools:
        """Say which of these slots hold what must not be used any more; -1 and new ones do not."""
        touched = np.zeros(len(slots), np.int64)
        known = (slots >= 0) & (slots < self._end)
        touched[known] = self._columns.arrays[0][slots[known]]
        return self._over(touched, now_us)

    def forget(self, slots: Int64s) -> None:
        """Take note that the caller has removed these slots."""
        self._columns.arrays[0][slots[slots < self._end]] = 0

    def sweep(self, now_us: int) -> Int64s:
        """Return some slots that have expired, which the caller must now remove.

        The cost follows the number of slots touched since the last call.
        """
        looks = min(LOOKS_PER_TOUCH * self._touches + LOOKS_MIN, self._end)
        self._touches = 0
        # The hand may stand beyond the end only before the first slot: then nothing is looked at.
        begin = self._hand if self._hand < self._end else 0
        until = min(begin + looks, self._end)
        touched = self._columns.arrays[0][begin:until]
        slots = np.flatnonzero(self._over(touched, now_us)) + begin
        self._columns.arrays[0][slots] = 0
        self._hand = until
        return slots

    def _over(self, touched: Int64s, now_us: int) -> Bools:
        over: Bools = (touched > 0) & (touched - 1 + self._ttl_us <= now_us)
        return over

    @property
    def size_bytes(self) -> int:
        """The memory that the times hold."""
        return self._columns.size_bytes

    def snapshot(self) -> bytes:
        """Return when each slot was written."""
        header = np.array([self._hand, self._touches])
        return freeze({"header": header, "touched": self._columns.arrays[0][: self._end]})

    def restore(self, state: bytes) -> None:
        """Take back what `snapshot` returned."""
        parts = thaw(state)
        self._reset()
        self._end = len(parts["touched"])
        self._columns.reserve(self._end)
        self._columns.arrays[0][: self._end] = parts["touched"]
        self._hand, self._touches = parts["header"].tolist()
