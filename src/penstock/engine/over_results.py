"""What the functions of an OVER give for rows that are due, and what they remember for the next.

A frame that goes back to the partition's start is remembered as a partial result per key, one
that does not as the rows which later frames may still reach.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine.aggregate_calls import AggregateCalls
from penstock.engine.groups import Groups, Touched
from penstock.engine.operator import State
from penstock.engine.over_frames import frames_of
from penstock.engine.over_history import OverHistory
from penstock.engine.over_ranges import add_ranges
from penstock.engine.over_rows import SortedRows, earlier_values, numbers_of_rows
from penstock.sql.over_calls import LAG, NUMBERINGS
from penstock.sql.plan_groups import Aggregate
from penstock.sql.plan_rank import Frame, Over, OverCall
from penstock.state.arrow import Numbers
from penstock.state.columns import DenseColumns


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
            next(results) if _is_aggregate(call) else self._looked_up(call, found)
            for call in node.calls
        ]
        self._remember(found, touched, partial)
        self._history.add(touched.slots, _chosen(data, self._read), times)
        empty = self._history.shorten(touched.groups, time_next_us)
        if self._forgets:
            self._groups.forget(empty)
        return columns

    def _sorted(self, data: pa.RecordBatch, touched: Touched, times: Int64s) -> SortedRows:
        """Put earlier rows, of which only the columns that are read are known, before the due."""
        positions, columns, times_before = self._history.read(touched.groups)
        keys = np.concatenate([positions, touched.numbers])
        order = np.argsort(keys, kind="stable")
        all_times = np.concatenate([times_before, times])[order]
        frames = frames_of(keys[order], all_times, self._node.frame, self._node.preceding)
        places = np.empty_like(order)
        places[order] = np.arange(len(order))
        whole = _behind(data, self._read, columns, len(positions))
        return SortedRows(whole, order, places[len(positions) :], touched.slots, frames)

    def _partial(self, found: SortedRows) -> list[Numbers]:
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
            before = self._groups.take(found.slots).columns[: len(self._calls.dtypes)]
            places = np.arange(len(found.due))
            self._calls.merge(into.arrays, places, before, places)
        begins, ends = found.frames.begins[found.due], found.frames.ends[found.due]
        if self._node.preceding is None:
            begins = found.first
        add_ranges(self._calls, into.arrays, leaves.arrays, begins, ends)
        return [array[: len(found.due)] for array in into.arrays]

    def _finished(self, partial: list[Numbers]) -> list[Column]:
        types = [call.type.arrow for call in self._aggregates]
        return self._calls.finished(partial, types)

    def _looked_up(self, call: OverCall, found: SortedRows) -> Column:
        """Return the numbers of rows, or values of earlier rows."""
        if call.function == LAG:
            return earlier_values(call, found)
        rows, times = self._groups.take(found.slots).columns[-2:]
        return pa.array(numbers_of_rows(call.function, found, rows, times), pa.int64())

    def _remember(self, found: SortedRows, touched: Touched, partial: list[Numbers]) -> None:
        """Write down the partial results and counts of each key's last row."""
        last = np.zeros(len(touched.groups), np.int64)
        last[touched.numbers] = np.arange(len(touched.numbers))
        held = self._groups.take(touched.groups)
        *accumulators, rows, times = held.columns
        frames, due = found.frames, found.due
        first = found.first[last]
        rows += due[last] - first + 1
        times += frames.peer_numbers[due[last]] - frames.peer_numbers[first] + 1
        if self._node.preceding is None:
            for array, results in zip(accumulators, partial, strict=True):
                array[:] = results[last]
        self._groups.put(touched.groups, held)

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
