"""Rows that wait until the watermark reaches their time, with the ledger of each lane."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US
from penstock.core.types import Schema
from penstock.engine.operator import Counts, Rejected, State
from penstock.engine.rows import rows_in, selected
from penstock.engine.window_rows import timed
from penstock.state.columns import DenseColumns
from penstock.state.row_store import RowStore
from penstock.state.snapshot import pack, unpack

_LATE_REASON = "late: behind the watermark"


class PendingRows:
    """Rows in flight; a row at or behind the watermark comes too late."""

    def __init__(self, schema: Schema, time: int, counts: Sequence[Counts]) -> None:
        self._schema, self._time, self._counts = schema.arrow, time, counts
        self._rows = RowStore(self._schema.types)
        self._known = DenseColumns(["i8", "i8"])
        """By row id: its time, and the lane that it came by."""
        self._ids = np.zeros(0, np.int64)
        """The rows that wait, in the order in which they came."""
        self._due_us, self._watermark_us = MAX_WATERMARK_US, MIN_WATERMARK_US

    def add(self, batch: Batch, lane: int) -> list[Rejected]:
        """Keep rows until they are due; return those that never will be."""
        counts = self._counts[lane]
        batch, times, rejected = timed(batch, self._time)
        counts.rows_invalid += rows_in(rejected)
        late = times <= (self._watermark_us if batch.watermarks is None else batch.watermarks)
        if late.any():
            rejected.append(Rejected(selected(batch, late).data, _LATE_REASON, late=True))
            counts.rows_late += int(np.count_nonzero(late))
            batch, times = selected(batch, ~late), times[~late]
        if len(batch):
            ids = self._rows.add(batch.data.columns, len(batch))
            self._known.reserve(self._rows.ids_end)
            self._known.arrays[0][ids], self._known.arrays[1][ids] = times, lane
            self._ids = np.concatenate([self._ids, ids])
            self._due_us = min(self._due_us, int(times.min()))
            counts.rows_in_flight += len(batch)
        return rejected

    def due(self, watermark_us: int) -> tuple[pa.RecordBatch, Int64s] | None:
        """Return the rows that the watermark has reached, by time and then by arrival; or None."""
        self._watermark_us = watermark_us
        if watermark_us < self._due_us:
            return None
        times = self._known.arrays[0][self._ids]
        due = np.flatnonzero(times <= watermark_us)
        due = due[np.argsort(times[due], kind="stable")]
        ids = self._ids[due]
        data = pa.RecordBatch.from_arrays(self._rows.take(ids), schema=self._schema)
        for lane, rows in enumerate(np.bincount(self._known.arrays[1][ids]).tolist()):
            self._counts[lane].rows_in_flight -= rows
            self._counts[lane].rows_out += rows
        self._rows.remove(ids)
        self._due_us = int(times[times > watermark_us].min(initial=MAX_WATERMARK_US))
        self._ids = np.delete(self._ids, due)
        return data, times[due]

    def snapshot(self) -> State:
        """Return the rows that wait, and the watermark."""
        known = {"time": self._known.arrays[0], "lane": self._known.arrays[1]}
        waiting = {"id": self._ids, **{name: part[self._ids] for name, part in known.items()}}
        times = {"watermark_us": [self._watermark_us], "due_us": [self._due_us]}
        return {"rows": self._rows.snapshot(), "waiting": pack(waiting), "times": pack(times)}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._rows.restore(state["rows"])
        ids, times, lanes = (each.to_numpy() for each in unpack(state["waiting"]).columns)
        self._ids = ids.copy()
        self._known.reserve(self._rows.ids_end)
        self._known.arrays[0][ids], self._known.arrays[1][ids] = times, lanes
        found = unpack(state["times"]).to_pylist()[0]
        self._watermark_us, self._due_us = found["watermark_us"], found["due_us"]

    @property
    def size_bytes(self) -> int:
        """The memory that the rows hold."""
        return self._rows.size_bytes + self._known.size_bytes + self._ids.nbytes
