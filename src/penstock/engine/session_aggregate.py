"""Aggregates per key and session; a session's results come when the watermark passes its end.

Results come in the order of the sessions' ends and, among equal ends, in the order in which the
sessions began to be seen, so they are the same however the rows were batched.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MIN_WATERMARK_US, US_PER_MS
from penstock.engine.aggregate_calls import AggregateCalls
from penstock.engine.open_window import OpenWindow
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.rows import rows_in
from penstock.engine.sessions import OpenSessions, Placed
from penstock.engine.window_rows import bound_columns, late_rows, timed, watermarks_of
from penstock.sql.plan import WindowAggregate
from penstock.state.arrow import Bools
from penstock.state.columns import DenseColumns
from penstock.state.flat import flat, unflat
from penstock.state.key_codec import KeyCodec
from penstock.state.snapshot import pack, unpack


class SessionAggregateOperator:
    """GROUP BY over SESSION windows, whose keys are those of the grouping."""

    def __init__(self, node: WindowAggregate, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._schema = node.schema.arrow
        self._calls = AggregateCalls(node.aggregates, node.input.schema)
        fields = node.input.schema.fields
        codec = KeyCodec([fields[key].type.arrow for key in node.keys])
        self._sessions = OpenSessions(codec, node.window.size_us, lanes)
        self._accumulators = DenseColumns(self._calls.dtypes)
        self._watermark_us = MIN_WATERMARK_US

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Fold the rows into their sessions, which they make longer or join."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        batch, times, rejected = timed(batch, self._node.window.time)
        counts.rows_invalid += rows_in(rejected)
        if not len(batch):
            return Emission((), rejected)
        keys = [batch.data.column(key) for key in self._node.keys]
        watermarks = watermarks_of(batch, self._watermark_us)
        placed = self._sessions.assign(keys, times, watermarks, port.lane)
        late = placed.slots < 0
        rejected += late_rows(batch, late)
        rows_late = int(np.count_nonzero(late))
        counts.rows_late += rows_late
        counts.rows_in_flight += len(batch) - rows_late
        self._fold(batch.data, placed, late)
        return Emission((), rejected)

    def _fold(self, data: pa.RecordBatch, placed: Placed, late: Bools) -> None:
        self._accumulators.reserve(self._sessions.slots_end)
        slots, levels = placed.slots, placed.levels
        if late.any():
            data, slots, levels = data.filter(pa.array(~late)), slots[~late], levels[~late]
        for wave in placed.waves(levels):
            rows = data if wave.rows is None else data.take(pa.array(wave.rows, pa.int64()))
            places = slots if wave.rows is None else slots[wave.rows]
            arrays = self._accumulators.arrays
            self._calls.fold(arrays, places, rows)
            self._calls.merge(arrays, wave.into, arrays, wave.source)
            self._accumulators.clear(wave.source)
            self._sessions.release(wave.source)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Emit the sessions that are over."""
        self._watermark_us = watermark_us
        slots = self._sessions.due(watermark_us)
        if not len(slots):
            return NOTHING
        batch = self._emission(slots, arrived_us)
        self._settle(slots)
        self._accumulators.clear(slots)
        self._sessions.forget(slots)
        return Emission([batch])

    def _emission(self, slots: Int64s, arrived_us: int) -> Batch:
        columns = self._sessions.key_columns(slots)
        ends = len(columns) + len(self._node.aggregates)
        results = [column[slots] for column in self._accumulators.arrays]
        columns += self._calls.finished(results, self._schema.types[len(columns) : ends])
        fields = self._node.schema.fields[ends:]
        columns += bound_columns(self._sessions.bounds(slots), self._node.properties, fields)
        return Batch(pa.RecordBatch.from_arrays(columns, schema=self._schema), arrived_us)

    def _settle(self, slots: Int64s) -> None:
        """Count the rows of these sessions as out."""
        rows = self._sessions.rows_of(slots).sum(axis=0).tolist()
        for counts, rows_out in zip(self.counts, rows, strict=True):
            counts.rows_in_flight -= rows_out
            counts.rows_out += rows_out

    def open_windows(self) -> list[OpenWindow]:
        """Return the open sessions, in the order in which they end if no row comes."""
        slots = self._sessions.live()
        rows = self._sessions.rows_of(slots).sum(axis=1).tolist()
        starts, ends = (each.tolist() for each in self._sessions.bounds(slots))
        return [
            OpenWindow(start_us, end_us, end_us - US_PER_MS, count)
            for start_us, end_us, count in zip(starts, ends, rows, strict=True)
        ]

    def snapshot(self) -> State:
        """Return the sessions, their partial results and the watermark."""
        sessions, slots = self._sessions.snapshot()
        results = flat([column[slots] for column in self._accumulators.arrays])
        numbered: dict[str, object] = {"session": np.arange(len(slots))}
        numbered |= {str(number): column for number, column in enumerate(results)}
        times = pack({"watermark_us": [self._watermark_us]})
        return {**sessions, "results": pack(numbered), "times": times}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._watermark_us = unpack(state["times"]).column(0)[0].as_py()
        slots = self._sessions.restore(state)
        self._accumulators = DenseColumns(self._calls.dtypes)
        self._accumulators.reserve(self._sessions.slots_end)
        values = iter(unpack(state["results"]).columns[1:])
        for column in self._accumulators.arrays:
            column[slots] = unflat(values, column)

    def state_bytes(self) -> int:
        """Return how much memory the sessions take."""
        return self._sessions.size_bytes + self._accumulators.size_bytes
