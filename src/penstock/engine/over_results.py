"""What the functions of an OVER give for rows that are due, and what they remember for the next.

A frame that goes back to the partition's start is remembered as a partial result per key, one
that does not as the rows which later frames may still reach.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine.aggregate_calls import AggregateCalls
from penstock.engine.groups import Groups, Touched
from penstock.engine.operator import Rejected, State
from penstock.engine.over_frames import frames_of
from penstock.engine.over_history import OverHistory
from penstock.engine.over_ranges import add_ranges
from penstock.engine.over_reads import (
    aggregate_of,
    columns_read,
    counts_rows,
    is_aggregate,
    reach_of,
)
from penstock.engine.over_rows import SortedRows, behind, earlier_values, numbers_of_rows
from penstock.engine.rows import rejected_rows
from penstock.sql.over_calls import LAG
from penstock.sql.plan_rank import Over, OverCall
from penstock.state.arrow import Numbers
from penstock.state.columns import DenseColumns
from penstock.state.expiry import Expiry

_NEVER = np.int64(np.iinfo(np.int64).min)
"""The last time of a key without rows. Times are kept with its bits turned, so that 0 is none."""


class OverResults:
    """The functions of one OVER with what they remember."""

    def __init__(self, node: Over, ttl_us: int | None = None) -> None:
        self._node = node
        schema = node.input.schema
        self._aggregates = [call for call in node.calls if is_aggregate(call)]
        self._calls = AggregateCalls([aggregate_of(call) for call in self._aggregates], schema)
        types = [field.type.arrow for field in schema.fields]
        # The last three partial results count rows and times, and hold the last time.
        dtypes = [*self._calls.dtypes, "i8", "i8", "i8"]
        self._groups = Groups([types[column] for column in node.partition], dtypes)
        self._read = columns_read(node)
        rows_max, span_us = reach_of(node)
        self._history = OverHistory([types[column] for column in self._read], rows_max, span_us)
        self._forgets = span_us is not None and not counts_rows(node)
        self._expiry = None if ttl_us is None else Expiry(ttl_us)

    def of(
        self, data: pa.RecordBatch, times: Int64s, time_next_us: int, now_us: int
    ) -> tuple[list[Column], list[Rejected]]:
        """Return a column per function for rows sorted by time; none before is to come.

        Rows that an aggregate has refused are left out of it, and returned as well.
        """
        node = self._node
        self._sweep(now_us)
        touched = self._groups.touch([data.column(key) for key in node.partition], data.num_rows)
        self._revive(touched.groups, now_us)
        found = self._sorted(data, touched, times)
        held = self._groups.take(touched.groups)
        partial, rejected = self._partial(found, held.columns)
        results = iter(self._finished(partial))
        columns = [
            next(results) if is_aggregate(call) else self._looked_up(call, found, held.columns)
            for call in node.calls
        ]
        self._remember(found, partial, held.columns, times)
        self._groups.put(touched.groups, held)
        self._history.add(touched.slots, _chosen(data, self._read), times)
        empty = self._history.shorten(touched.groups, time_next_us)
        if self._forgets:
            self._forget(empty)
        return columns, rejected

    def last_times(self, keys: Sequence[Column], rows: int) -> Int64s:
        """Return the time of the last row that was given of each row's key, the least for none."""
        slots = self._groups.find(keys, rows)
        last_us: Int64s = np.full(rows, _NEVER)
        known = slots >= 0
        last_us[known] = self._groups.take(slots[known]).columns[-1] ^ _NEVER
        return last_us

    def _revive(self, slots: Int64s, now_us: int) -> None:
        """Begin the life of keys anew; those that have expired start empty."""
        if self._expiry is not None:
            expired = slots[self._expiry.expired(slots, now_us)]
            self._history.forget(expired)
            self._groups.empty(expired)
            self._expiry.touch(slots, now_us)

    def _sweep(self, now_us: int) -> None:
        if self._expiry is not None:
            slots = self._expiry.sweep(now_us)
            self._history.forget(slots)
            self._groups.forget(slots)

    def _forget(self, slots: Int64s) -> None:
        if self._expiry is not None:
            self._expiry.forget(slots)
        self._groups.forget(slots)

    def _sorted(self, data: pa.RecordBatch, touched: Touched, times: Int64s) -> SortedRows:
        """Put earlier rows, of which only the columns that are read are known, before the due."""
        positions, columns, times_before = self._history.read(touched.groups)
        keys = np.concatenate([positions, touched.numbers])
        order = np.argsort(keys, kind="stable")
        all_times = np.concatenate([times_before, times])[order]
        frames = frames_of(keys[order], all_times, self._node.frame, self._node.preceding)
        places = np.empty_like(order)
        places[order] = np.arange(len(order))
        whole = behind(data, self._read, columns, len(positions))
        return SortedRows(whole, order, places[len(positions) :], touched.numbers, frames)

    def _partial(
        self, found: SortedRows, held: Sequence[Numbers]
    ) -> tuple[list[Numbers], list[Rejected]]:
        """Return the partial results of each due row's frame, and the due rows that are refused."""
        if not self._aggregates:
            return [], []
        leaves = DenseColumns(self._calls.dtypes)
        leaves.reserve(len(found.order))
        sorted_ = found.data.take(pa.array(found.order, pa.int64()))
        refused = self._calls.fold(leaves.arrays, np.arange(len(found.order)), sorted_)
        into = DenseColumns(self._calls.dtypes)
        into.reserve(len(found.due))
        if self._node.preceding is None:
            before = held[: len(self._calls.dtypes)]
            self._calls.merge(into.arrays, np.arange(len(found.due)), before, found.keys)
        begins, ends = found.frames.begins[found.due], found.frames.ends[found.due]
        if self._node.preceding is None:
            begins = found.first
        add_ranges(self._calls, into.arrays, leaves.arrays, begins, ends)
        partial = [array[: len(found.due)] for array in into.arrays]
        due = (each.among(found.due) for each in refused)
        return partial, [rejected_rows(sorted_, each) for each in due if len(each.rows)]

    def _finished(self, partial: list[Numbers]) -> list[Column]:
        types = [call.type.arrow for call in self._aggregates]
        return self._calls.finished(partial, types)

    def _looked_up(self, call: OverCall, found: SortedRows, held: Sequence[Numbers]) -> Column:
        """Return the numbers of rows, or values of earlier rows."""
        if call.function == LAG:
            return earlier_values(call, found)
        rows, times, _ = held[-3:]
        return pa.array(numbers_of_rows(call.function, found, rows, times), pa.int64())

    def _remember(
        self, found: SortedRows, partial: list[Numbers], held: list[Numbers], due_us: Int64s
    ) -> None:
        """Write down the partial results and counts of each key's last row."""
        last = np.zeros(len(held[-1]), np.int64)
        last[found.keys] = np.arange(len(found.keys))
        *accumulators, rows, times, last_us = held
        frames, due = found.frames, found.due
        first = found.first[last]
        last_us[:] = due_us[last] ^ _NEVER
        rows += due[last] - first + 1
        times += frames.peer_numbers[due[last]] - frames.peer_numbers[first] + 1
        if self._node.preceding is None:
            for array, results in zip(accumulators, partial, strict=True):
                array[:] = results[last]

    def snapshot(self) -> State:
        """Return partial results and rows by key."""
        expiry = {} if self._expiry is None else {"expiry": self._expiry.snapshot()}
        return {**self._groups.snapshot(), **self._history.snapshot(), **expiry}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._groups.restore(state)
        self._history.restore(state)
        if self._expiry is not None and "expiry" in state:
            self._expiry.restore(state["expiry"])

    @property
    def size_bytes(self) -> int:
        """The memory that all of it holds."""
        expiry = 0 if self._expiry is None else self._expiry.size_bytes
        return self._groups.size_bytes + self._history.size_bytes + expiry


def _chosen(data: pa.RecordBatch, columns: list[int]) -> list[Column]:
    return [data.column(column) for column in columns]
