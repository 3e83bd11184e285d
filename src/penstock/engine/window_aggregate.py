"""Aggregates per key and window; a window's results come once, when the watermark passes its end.

Results come in the order of the windows' ends and, within a window, in the order in which its keys
were first seen slice by slice, so they are the same however the rows were batched.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US, US_PER_MS
from penstock.engine.aggregate_calls import AggregateCalls
from penstock.engine.open_window import OpenWindow
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.rows import rejected_rows, rows_in
from penstock.engine.slices import KEPT, LATE, WINDOWLESS, Slices
from penstock.engine.window_kernels import Windows
from penstock.engine.window_rows import bound_columns, late_rows, timed, watermarks_of
from penstock.engine.window_state import Merging, WindowState
from penstock.sql.plan_groups import WindowAggregate
from penstock.state.arrow import Numbers
from penstock.state.key_codec import KeyCodec
from penstock.state.snapshot import pack, unpack


class WindowAggregateOperator:
    """GROUP BY over TUMBLE, HOP and CUMULATE windows."""

    def __init__(self, node: WindowAggregate, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._slices = Slices.of(node.window)
        self._schema = node.schema.arrow
        self._calls = AggregateCalls(node.aggregates, node.input.schema)
        inputs = node.input.schema.fields
        codec = KeyCodec([inputs[key].type.arrow for key in node.keys])
        self._state = WindowState(codec, self._calls.dtypes, lanes)
        self._watermark_us = MIN_WATERMARK_US
        self._due_us = MAX_WATERMARK_US

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Fold the rows into their slices; a row whose last window has fired is late."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        batch, times, rejected = timed(batch, self._node.window.time)
        counts.rows_invalid += rows_in(rejected)
        if not len(batch):
            return Emission((), rejected)
        assigned = self._slices.assign(times, watermarks_of(batch, self._watermark_us))
        late = assigned.fates == LATE
        rejected += late_rows(batch, late)
        counts.rows_late += int(np.count_nonzero(late))
        counts.rows_filtered += int(np.count_nonzero(assigned.fates == WINDOWLESS))
        data, slices, keep = batch.data, assigned.slices, assigned.fates == KEPT
        if not keep.all():
            data, slices = data.filter(pa.array(keep)), slices[keep]
        if data.num_rows:
            rejected += self._fold(data, slices, port.lane)
            self._due_us = min(self._due_us, assigned.due_us)
        return Emission((), rejected)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Emit the windows whose time has come."""
        out = self._fire(watermark_us, arrived_us)
        return Emission(out) if out else NOTHING

    def open_windows(self) -> list[OpenWindow]:
        """Return the windows that have not fired, in the order in which they will."""
        slices, slots = self._state.slices()
        ends = self._slices.ends_due(slices, self._watermark_us, MAX_WATERMARK_US)
        windows = self._windows(slices, slots, ends)
        rows = self._state.rows_of(slots).sum(axis=1)
        found = []
        for first, end, end_us in zip(windows.first, windows.end, ends.tolist(), strict=True):
            held = rows[first:end][windows.slice_first_ends[first:end] <= end_us]
            start_us = int(self._slices.window_starts(np.array([end_us]))[0])
            found.append(OpenWindow(start_us, end_us, end_us - US_PER_MS, int(held.sum())))
        return found

    def _fold(self, data: pa.RecordBatch, slices: Int64s, lane: int) -> list[Rejected]:
        keys = [data.column(key) for key in self._node.keys]
        entries = self._state.add(keys, slices, lane)
        self.counts[lane].rows_in_flight += len(slices)
        refused = self._calls.fold(self._state.accumulators, entries, data)
        return [rejected_rows(data, each) for each in refused]

    def _fire(self, watermark_us: int, arrived_us: int) -> list[Batch]:
        """Emit the windows that fire until `watermark_us` and forget what no later one needs."""
        before_us, self._watermark_us = self._watermark_us, watermark_us
        if watermark_us < self._due_us:
            return []
        slices, slots = self._state.slices()
        windows = self._windows(
            slices, slots, self._slices.ends_due(slices, before_us, watermark_us)
        )
        out = [
            self._emission(merging, self._merge(merging), arrived_us)
            for merging in self._state.merged(windows)
        ]
        self._forget(slices, slots)
        self._state.compact()
        return out

    def _windows(self, slices: Int64s, slots: Int64s, ends: Int64s) -> Windows:
        begins = self._slices.window_starts(ends)
        places = np.searchsorted(slices, begins), np.searchsorted(slices, ends)
        return Windows(slots, self._slices.first_ends(slices), *places, ends)

    def _merge(self, merging: Merging) -> list[Numbers]:
        """Return the accumulators of the result rows."""
        rows = len(merging.row_keys)
        return self._calls.merged(rows, merging.rows, self._state.accumulators, merging.entries)

    def _emission(self, merging: Merging, results: Sequence[Numbers], arrived_us: int) -> Batch:
        columns = self._state.key_columns(merging.row_keys)
        ends = len(columns) + len(self._node.aggregates)
        columns += self._calls.finished(results, self._schema.types[len(columns) : ends])
        fields = self._node.schema.fields[len(columns) :]
        bounds = self._slices.window_starts(merging.row_ends_us), merging.row_ends_us
        columns += bound_columns(bounds, self._node.properties, fields)
        return Batch(pa.RecordBatch.from_arrays(columns, schema=self._schema), arrived_us)

    def _forget(self, slices: Int64s, slots: Int64s) -> None:
        """Drop the slices whose last window has fired; their rows are out."""
        done = self._slices.last_ends(slices) - US_PER_MS <= self._watermark_us
        if done.any():
            rows = self._state.rows_of(slots[done]).sum(axis=0).tolist()
            for counts, rows_out in zip(self.counts, rows, strict=True):
                counts.rows_in_flight -= rows_out
                counts.rows_out += rows_out
            self._state.drop(slots[done])
        slices, slots = slices[~done], slots[~done]
        self._due_us = MAX_WATERMARK_US
        if len(slices):
            self._due_us = self._slices.due_us(slices, self._watermark_us)
        if self._slices.cumulative:
            self._accumulate(slices, slots)

    def _accumulate(self, slices: Int64s, slots: Int64s) -> None:
        """Merge each CUMULATE window's fired steps into one slice, so that no step costs twice."""
        fired = self._slices.first_ends(slices) - US_PER_MS <= self._watermark_us
        begins = self._slices.window_starts(slices[fired] + 1)
        for begin in np.unique(begins).tolist():
            steps = slots[fired][begins == begin]
            if len(steps) > 1:
                merging = self._state.whole(steps)
                self._state.replace(steps, begin, merging, self._merge(merging))

    def snapshot(self) -> State:
        """Return the partial results and the watermark."""
        times = {"watermark_us": [self._watermark_us], "due_us": [self._due_us]}
        return {**self._state.snapshot(), "times": pack(times)}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._state.restore(state)
        times = unpack(state["times"]).to_pylist()[0]
        self._watermark_us, self._due_us = times["watermark_us"], times["due_us"]

    def state_bytes(self) -> int:
        """Return how much memory the partial results take."""
        return self._state.size_bytes
