"""Partial results per session, for GROUP BY over SESSION windows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.engine.aggregate_calls import AggregateCalls
from penstock.engine.operator import Rejected, State
from penstock.engine.rows import rejected_rows
from penstock.engine.session_waves import Wave
from penstock.engine.sessions import OpenSessions
from penstock.engine.window_rows import bound_columns
from penstock.sql.plan_groups import WindowAggregate
from penstock.state.columns import DenseColumns
from penstock.state.flat import flat, unflat
from penstock.state.snapshot import pack, unpack

_RESULTS = "results"


class SessionAggregates:
    """Accumulators by session; the grouping's keys are the sessions' own."""

    def __init__(self, node: WindowAggregate) -> None:
        self._node = node
        self._schema = node.schema.arrow
        self._calls = AggregateCalls(node.aggregates, node.input.schema)
        self._accumulators = DenseColumns(self._calls.dtypes)

    def add(
        self, data: pa.RecordBatch, slots: Int64s, wave: Wave, slots_end: int
    ) -> list[Rejected]:
        """Fold a wave's rows, then merge the results of sessions that have become one."""
        self._accumulators.reserve(slots_end)
        if wave.rows is not None:
            data, slots = data.take(pa.array(wave.rows, pa.int64())), slots[wave.rows]
        arrays = self._accumulators.arrays
        refused = self._calls.fold(arrays, slots, data)
        self._calls.merge(arrays, wave.into, arrays, wave.source)
        self._accumulators.clear(wave.source)
        return [rejected_rows(data, each) for each in refused]

    def results(self, sessions: OpenSessions, slots: Int64s) -> pa.RecordBatch:
        """Return a row per session: keys, aggregates, window properties."""
        columns = sessions.key_columns(slots)
        first = len(columns)
        ends = first + len(self._node.aggregates)
        results = [column[slots] for column in self._accumulators.arrays]
        columns += self._calls.finished(results, self._schema.types[first:ends])
        fields = self._node.schema.fields[ends:]
        columns += bound_columns(sessions.bounds(slots), self._node.properties, fields)
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)

    def forget(self, slots: Int64s) -> None:
        """Begin anew at these slots."""
        self._accumulators.clear(slots)

    def snapshot(self, slots: Int64s) -> State:
        """Return the partial results in the order of the sessions."""
        words = flat([column[slots] for column in self._accumulators.arrays])
        numbered: dict[str, object] = {"session": np.arange(len(slots))}
        numbered |= {str(number): column for number, column in enumerate(words)}
        return {_RESULTS: pack(numbered)}

    def restore(self, state: State, slots: Int64s) -> None:
        """Take back what `snapshot` returned."""
        self._accumulators = DenseColumns(self._calls.dtypes)
        self._accumulators.reserve(len(slots))
        values = iter(unpack(state[_RESULTS]).columns[1:])
        for column in self._accumulators.arrays:
            column[slots] = unflat(values, column)

    @property
    def size_bytes(self) -> int:
        """The memory of the accumulators."""
        return self._accumulators.size_bytes
