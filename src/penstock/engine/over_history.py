"""The rows that later frames still look back on, per key in the order of time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine.operator import State
from penstock.state.chains import Chains
from penstock.state.columns import DenseColumns
from penstock.state.row_store import RowStore
from penstock.state.snapshot import pack, unpack


class OverHistory:
    """Rows by key; `rows_max` of each are kept, or those not older than `span_us`."""

    def __init__(
        self, types: Sequence[pa.DataType], rows_max: int | None, span_us: int | None
    ) -> None:
        self._rows_max, self._span_us = rows_max, span_us
        self._rows = RowStore(types)
        self._chains = Chains()
        self._known = DenseColumns(["i8", "i8"])
        """By row id: its key's slot and its time."""
        self._queue = np.zeros(0, np.int64)
        """All rows in the order of their times, where time decides how long they are kept."""

    def read(self, slots: Int64s) -> tuple[Int64s, list[Column], Int64s]:
        """Return the rows of several keys: whose each one is, by position, columns and times."""
        positions, ids = self._chains.expand(slots)
        return positions, self._rows.take(ids), self._known.arrays[1][ids]

    def add(self, slots: Int64s, columns: Sequence[Column], times: Int64s) -> None:
        """Keep rows that are sorted by time."""
        ids = self._rows.add(columns, len(slots))
        self._known.reserve(self._rows.ids_end)
        self._known.arrays[0][ids], self._known.arrays[1][ids] = slots, times
        self._chains.add(slots, ids)
        if self._rows_max is None:
            self._queue = np.concatenate([self._queue, ids])

    def shorten(self, slots: Int64s, time_us: int) -> Int64s:
        """Let go of what no later frame reaches; return the keys that have no rows left.

        `slots` are the keys that have new rows, `time_us` is the least time that is to come.
        """
        ids = self._beyond(slots) if self._rows_max is not None else self._older(time_us)
        owners = self._known.arrays[0][ids]
        self._chains.remove(owners, ids)
        self._rows.remove(ids)
        owners = np.unique(owners)
        empty: Int64s = owners[self._chains.counts(owners) == 0]
        return empty

    def forget(self, slots: Int64s) -> None:
        """Let go of all rows of these keys."""
        _, ids = self._chains.expand(slots)
        self._chains.clear(slots)
        self._rows.remove(ids)
        self._queue = self._queue[~np.isin(self._queue, ids)]

    def _beyond(self, slots: Int64s) -> Int64s:
        positions, ids = self._chains.expand(slots)
        ends = np.cumsum(self._chains.counts(slots))
        return ids[np.arange(len(ids)) < ends[positions] - (self._rows_max or 0)]

    def _older(self, time_us: int) -> Int64s:
        times = self._known.arrays[1][self._queue]
        count = int(np.searchsorted(times, time_us - (self._span_us or 0), "left"))
        ids, self._queue = self._queue[:count], self._queue[count:]
        return ids

    def snapshot(self) -> State:
        """Return the rows by key."""
        end = self._rows.ids_end
        slots, times = (array[:end] for array in self._known.arrays)
        return {
            "history": self._rows.snapshot(),
            "chains": self._chains.snapshot(),
            "history_known": pack({"slot": slots, "time": times}),
            "queue": pack({"id": self._queue}),
        }

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._rows.restore(state["history"])
        self._chains.restore(state["chains"])
        self._queue = unpack(state["queue"]).column(0).to_numpy().copy()
        known = unpack(state["history_known"])
        self._known.reserve(known.num_rows)
        for array, column in zip(self._known.arrays, known.columns, strict=True):
            array[: known.num_rows] = column.to_numpy()

    @property
    def size_bytes(self) -> int:
        """The memory that the rows hold."""
        parts = (self._rows, self._chains, self._known)
        return sum(part.size_bytes for part in parts) + self._queue.nbytes
