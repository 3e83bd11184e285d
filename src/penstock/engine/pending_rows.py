"""Rows that wait until the watermark reaches their time, with the ledger of each lane.

A row behind the watermark is late, unless a judge lets it in: then it waits for the watermark to
move on, wherever its time is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US
from penstock.core.types import Schema
from penstock.engine.operator import Counts, Rejected, State
from penstock.engine.rows import rows_in, selected
from penstock.engine.window_rows import timed, watermarks_of
from penstock.state.arrow import Bools
from penstock.state.columns import DenseColumns
from penstock.state.row_store import RowStore
from penstock.state.snapshot import pack, unpack

_LATE_REASON = "late: behind the watermark"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A batch's rows with their times and watermarks, behind the rows that wait.

    `released_us` is, for all of them, the watermark that lets a row go; those that wait come first.
    """

    waiting: pa.RecordBatch
    batch: pa.RecordBatch
    times: Int64s
    released_us: Int64s
    watermarks: Int64s


Judge: TypeAlias = Callable[[Incoming], Bools]
"""Says which rows of a batch are too late, of those behind the watermark."""


class PendingRows:
    """Rows in flight; a row at or behind the watermark comes too late."""

    def __init__(
        self, schema: Schema, time: int, counts: Sequence[Counts], judge: Judge | None = None
    ) -> None:
        self._schema, self._time, self._counts = schema.arrow, time, counts
        self._rows = RowStore(self._schema.types)
        self._known = DenseColumns(["i8", "i8", "i8"])
        """By row id: its time, the lane that it came by, and the watermark that lets it go."""
        self._judge = judge
        self._ids = np.zeros(0, np.int64)
        """The rows that wait, in the order in which they came."""
        self._due_us, self._watermark_us = MAX_WATERMARK_US, MIN_WATERMARK_US

    def add(self, batch: Batch, lane: int) -> list[Rejected]:
        """Keep rows until they are due; return those that never will be."""
        counts = self._counts[lane]
        batch, times, rejected = timed(batch, self._time)
        counts.rows_invalid += rows_in(rejected)
        watermarks = watermarks_of(batch, self._watermark_us)
        late = times <= watermarks
        released_us = np.where(late, watermarks + 1, times)
        if late.any() and self._judge is not None:
            late = self._judge(self._incoming(batch, times, released_us, watermarks))
        if late.any():
            rejected.append(Rejected(selected(batch, late).data, _LATE_REASON, late=True))
            counts.rows_late += int(np.count_nonzero(late))
            batch, times, released_us = selected(batch, ~late), times[~late], released_us[~late]
        if len(batch):
            ids = self._rows.add(batch.data.columns, len(batch))
            self._known.reserve(self._rows.ids_end)
            for known, values in zip(self._known.arrays, (times, lane, released_us), strict=True):
                known[ids] = values
            self._ids = np.concatenate([self._ids, ids])
            self._due_us = min(self._due_us, int(released_us.min()))
            counts.rows_in_flight += len(batch)
        return rejected

    def _incoming(
        self, batch: Batch, times: Int64s, released_us: Int64s, watermarks: Int64s
    ) -> Incoming:
        """Return a batch behind the rows that wait and may go before it has all come."""
        known = self._known.arrays
        ids = self._ids[known[2][self._ids] <= watermarks.max(initial=MIN_WATERMARK_US)]
        return Incoming(
            pa.RecordBatch.from_arrays(self._rows.take(ids), schema=self._schema),
            batch.data,
            np.concatenate([known[0][ids], times]),
            np.concatenate([known[2][ids], released_us]),
            watermarks,
        )

    def due(self, watermark_us: int) -> tuple[pa.RecordBatch, Int64s] | None:
        """Return the rows that the watermark has reached, by time and then by arrival; or None."""
        self._watermark_us = watermark_us
        if watermark_us < self._due_us:
            return None
        times, released_us = (self._known.arrays[n][self._ids] for n in (0, 2))
        due = np.flatnonzero(released_us <= watermark_us)
        due = due[np.argsort(times[due], kind="stable")]
        ids = self._ids[due]
        data = pa.RecordBatch.from_arrays(self._rows.take(ids), schema=self._schema)
        for lane, rows in enumerate(np.bincount(self._known.arrays[1][ids]).tolist()):
            self._counts[lane].rows_in_flight -= rows
            self._counts[lane].rows_out += rows
        self._rows.remove(ids)
        later = released_us[released_us > watermark_us]
        self._due_us = int(later.min(initial=MAX_WATERMARK_US))
        self._ids = np.delete(self._ids, due)
        return data, times[due]

    def snapshot(self) -> State:
        """Return the rows that wait, and the watermark."""
        known = dict(zip(("time", "lane", "released"), self._known.arrays, strict=True))
        waiting = {"id": self._ids, **{name: part[self._ids] for name, part in known.items()}}
        times = {"watermark_us": [self._watermark_us], "due_us": [self._due_us]}
        return {"rows": self._rows.snapshot(), "waiting": pack(waiting), "times": pack(times)}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._rows.restore(state["rows"])
        ids, *known = (each.to_numpy() for each in unpack(state["waiting"]).columns)
        self._ids = ids.copy()
        self._known.reserve(self._rows.ids_end)
        for array, values in zip(self._known.arrays, known, strict=True):
            array[ids] = values
        found = unpack(state["times"]).to_pylist()[0]
        self._watermark_us, self._due_us = found["watermark_us"], found["due_us"]

    @property
    def size_bytes(self) -> int:
        """The memory that the rows hold."""
        return self._rows.size_bytes + self._known.size_bytes + self._ids.nbytes
