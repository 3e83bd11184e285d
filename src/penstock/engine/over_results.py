"""What the functions of an OVER give for rows that are due, and what they remember for the next.

A frame that goes back to the partition's start is remembered as a partial result per key, one
that does not as the rows which later frames may still reach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column, Int64s
from penstock.engine.aggregate_calls import AggregateCalls
from penstock.engine.groups import Groups, Touched
from penstock.engine.operator import State
from penstock.engine.over_frames import Frames, frames_of
from penstock.engine.over_history import OverHistory
from penstock.engine.over_ranges import add_ranges
from penstock.sql.over_calls import LAG, NUMBERINGS
from penstock.sql.plan import Aggregate
from penstock.sql.plan_rank import Frame, Over, OverCall
from penstock.state.arrow import Numbers
from penstock.state.columns import DenseColumns


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The rows that are due with those before them, by key and time.

    `data` holds earlier rows and then those due; `order` sorts it, `due` are the sorted places of
    the due rows, `slots` their keys'.
    """

    data: pa.RecordBatch
    order: Int64s
    due: Int64s
    slots: Int64s
    frames: Frames


class OverResults:
    """The functions of one OVER with what they remember."""

    def __init__(self, node: Over) -> None:
        self._node = node
        schema = node.input.schema
        self._aggregates = [call for call in node.calls if _is_aggregate(call)]
        self._calls = AggregateCalls([_aggregate(call) for call in self._aggregates], schema)
        types = [field.type.arrow for field in schema.fields]
        # The last two partial results count rows and times.
        dtypes = [*self._calls.dtypes, "i8", "i8"]
        self._groups = Groups([types[column] for column in node.partition], dtypes)
        self._read = _columns_read(node)
        rows_max, span_us = _reach(node)
        self._history = OverHistory([types[column] for column in self._read], rows_max, span_us)
        self._forgets = node.preceding is not None and not _counts(node)

    def of(self, data: pa.RecordBatch, times: Int64s, time_next_us: int) -> list[Column]:
        """Return a column per function for rows sorted by time; none before is to come."""
        node = self._node
        touched = self._groups.touch([data.column(key) for key in node.partition], data.num_rows)
        found = self._sorted(data, touched, times)
        partial = self._partial(found)
        results = iter(self._finished(partial))
        columns = [
            next(results) if _is_aggregate(call) else self._other(call, found)
            for call in node.calls
        ]
        self._remember(found, touched, partial)
        self._history.add(touched.slots, _chosen(data, self._read), times)
        empty = self._history.shorten(touched.groups, time_next_us)
        if self._forgets:
            self._groups.forget(empty)
        return columns

    def _sorted(self, data: pa.RecordBatch, touched: Touched, times: Int64s) -> _Sorted:
        """Put earlier rows, of which only the columns that are read are known, before the due."""
        positions, columns, times_before = self._history.read(touched.groups)
        keys = np.concatenate([positions, touched.numbers])
        order = np.argsort(keys, kind="stable")
        all_times = np.concatenate([times_before, times])[order]
        frames = frames_of(keys[order], all_times, self._node.frame, self._node.preceding)
        places = np.empty_like(order)
        places[order] = np.arange(len(order))
        whole = _behind(data, self._read, columns, len(positions))
        return _Sorted(whole, order, places[len(positions) :], touched.slots, frames)

    def _partial(self, found: _Sorted) -> list[Numbers]:
        """Return the partial results of each due row's frame."""
        if not self._aggregates:
            return []
        leaves = DenseColumns(self._calls.dtypes)
        leaves.reserve(len(found.order))
        sorted_ = found.data.take(pa.array(found.order, pa.int64()))
        self._calls.fold(leaves.arrays, np.arange(len(found.order)), sorted_)
        into = DenseColumns(self._calls.dtypes)
        into.reserve(len(found.due))
        if self._node.preceding is None:
            before = self._groups.accumulators[: len(self._calls.dtypes)]
            self._calls.merge(into.arrays, np.arange(len(found.due)), before, found.slots)
        begins, ends = found.frames.begins[found.due], found.frames.ends[found.due]
        if self._node.preceding is None:
            begins = found.frames.starts[found.due] + self._held(found)
        add_ranges(self._calls, into.arrays, leaves.arrays, begins, ends)
        return [array[: len(found.due)] for array in into.arrays]

    def _held(self, found: _Sorted) -> Int64s:
        """Return per due row how many earlier rows of its key are there, counted already."""
        is_due = np.zeros(len(found.order) + 1, np.int64)
        is_due[found.due] = 1
        due_before = np.concatenate([[0], np.cumsum(is_due)])
        starts = found.frames.starts[found.due]
        held: Int64s = found.due - starts - (due_before[found.due] - due_before[starts])
        return held

    def _finished(self, partial: list[Numbers]) -> list[Column]:
        types = [call.type.arrow for call in self._aggregates]
        return self._calls.finished(partial, types)

    def _other(self, call: OverCall, found: _Sorted) -> Column:
        """Return the numbers of rows, or the value of an earlier row."""
        if call.function == LAG:
            return _lag(call, found)
        rows, times = self._groups.accumulators[-2:]
        frames, due = found.frames, found.due
        first = frames.starts[due] + self._held(found)
        match call.function:
            case "ROW_NUMBER":
                numbers = rows[found.slots] + due - first + 1
            case "RANK":
                numbers = rows[found.slots] + frames.peers[due] - first + 1
            case _:
                before = frames.peer_numbers[due] - frames.peer_numbers[first]
                numbers = times[found.slots] + before + 1
        return pa.array(numbers, pa.int64())

    def _remember(self, found: _Sorted, touched: Touched, partial: list[Numbers]) -> None:
        """Write down the partial results and counts of each key's last row."""
        last = np.zeros(len(touched.groups), np.int64)
        last[touched.numbers] = np.arange(len(touched.numbers))
        slots = touched.groups
        *accumulators, rows, times = self._groups.accumulators
        frames, due = found.frames, found.due
        first = (frames.starts[due] + self._held(found))[last]
        rows[slots] += due[last] - first + 1
        times[slots] += frames.peer_numbers[due[last]] - frames.peer_numbers[first] + 1
        if self._node.preceding is None:
            for array, results in zip(accumulators, partial, strict=True):
                array[slots] = results[last]

    def snapshot(self) -> State:
        """Return partial results and rows by key."""
        return {**self._groups.snapshot(), **self._history.snapshot()}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._groups.restore(state)
        self._history.restore(state)

    @property
    def size_bytes(self) -> int:
        """The memory that all of it holds."""
        return self._groups.size_bytes + self._history.size_bytes


def _is_aggregate(call: OverCall) -> bool:
    return call.function not in (*NUMBERINGS, LAG)


def _counts(node: Over) -> bool:
    return any(call.function in NUMBERINGS for call in node.calls)


def _aggregate(call: OverCall) -> Aggregate:
    return Aggregate(call.function, call.arguments, call.type, condition=call.condition)


def _columns_read(node: Over) -> list[int]:
    """Return the input columns that functions read, each once."""
    columns = {column for call in node.calls for column in call.arguments}
    columns |= {call.condition for call in node.calls if call.condition is not None}
    return sorted(columns)


def _reach(node: Over) -> tuple[int | None, int | None]:
    """Return how many rows are kept per key, or how much time of them."""
    lags = max((call.offset for call in node.calls if call.function == LAG), default=0)
    if node.frame is Frame.RANGE and node.preceding is not None:
        return None, node.preceding
    return max(lags, node.preceding or 0), None


def _chosen(data: pa.RecordBatch, columns: list[int]) -> list[Column]:
    return [data.column(column) for column in columns]


def _behind(
    data: pa.RecordBatch, read: list[int], columns: list[Column], rows: int
) -> pa.RecordBatch:
    """Return a batch with earlier rows before its own; columns that nobody reads are NULL there."""
    if not rows:
        return data
    before = dict(zip(read, columns, strict=True))
    joined = []
    for number, column in enumerate(data.columns):
        earlier = before.get(number)
        earlier = pa.nulls(rows, column.type) if earlier is None else earlier
        joined.append(pa.concat_arrays([earlier, column]))
    return pa.RecordBatch.from_arrays(joined, schema=data.schema)


def _lag(call: OverCall, found: _Sorted) -> Column:
    places = found.due - call.offset
    there = places >= found.frames.starts[found.due]
    rows = found.order[np.where(there, places, 0)]
    values = found.data.column(call.arguments[0])
    earlier = values.take(pa.array(rows, pa.int64(), mask=~there))
    if len(call.arguments) == 1:
        return earlier
    own = found.data.column(call.arguments[1]).take(pa.array(found.order[found.due], pa.int64()))
    chosen: Column = pc.if_else(pa.array(there), earlier, own)
    return chosen
