"""The rows of each session, for a SESSION window without aggregation."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.engine.operator import Rejected, State
from penstock.engine.session_waves import Wave
from penstock.engine.sessions import OpenSessions
from penstock.engine.window_rows import bound_columns
from penstock.sql.plan_groups import WindowProperty, WindowTable
from penstock.state.chains import Chains
from penstock.state.row_store import RowStore
from penstock.state.snapshot import pack, unpack

_PROPERTIES = tuple(WindowProperty)


class SessionRows:
    """Rows by session; within one they come out in the order in which they came in."""

    def __init__(self, node: WindowTable) -> None:
        self._node = node
        self._schema = node.schema.arrow
        self._reset()

    def _reset(self) -> None:
        types = [field.type.arrow for field in self._node.input.schema.fields]
        self._rows = RowStore([*types, pa.int64()])
        self._chains = Chains()
        self._number_next = 0

    def add(
        self, data: pa.RecordBatch, slots: Int64s, wave: Wave, slots_end: int
    ) -> list[Rejected]:
        """Keep a wave's rows, then put those of two sessions together."""
        numbers = np.arange(self._number_next, self._number_next + len(slots))
        rows = slice(None) if wave.rows is None else wave.rows
        if wave.rows is not None:
            data = data.take(pa.array(wave.rows, pa.int64()))
        columns = [*data.columns, pa.array(numbers[rows], pa.int64())]
        self._chains.add(slots[rows], self._rows.add(columns, data.num_rows))
        if wave.is_last:
            self._number_next += len(slots)
        places, ids = self._chains.expand(wave.source)
        self._chains.clear(wave.source)
        self._chains.add(wave.into[places], ids)
        return []

    def results(self, sessions: OpenSessions, slots: Int64s) -> pa.RecordBatch:
        """Return the rows of each session with the session's bounds."""
        places, ids = self._chains.expand(slots)
        columns = self._rows.take(ids)
        order = np.lexsort((columns.pop().to_numpy(), places))
        taken = pa.array(order, pa.int64())
        starts, ends = sessions.bounds(slots)
        bounds = starts[places[order]], ends[places[order]]
        fields = self._node.schema.fields[len(columns) :]
        added = bound_columns(bounds, _PROPERTIES, fields)
        columns = [column.take(taken) for column in columns]
        return pa.RecordBatch.from_arrays([*columns, *added], schema=self._schema)

    def forget(self, slots: Int64s) -> None:
        """Let go of the rows of these sessions."""
        _, ids = self._chains.expand(slots)
        self._chains.clear(slots)
        self._rows.remove(ids)

    def snapshot(self, slots: Int64s) -> State:
        """Return the rows, and which session each belongs to."""
        places, ids = self._chains.expand(slots)
        columns = self._rows.take(ids)
        order = np.argsort(columns[-1].to_numpy())
        taken = pa.array(order, pa.int64())
        numbered = {str(n): column.take(taken) for n, column in enumerate(columns)}
        rows = pack({"session": places[order], **numbered})
        return {"rows": rows, "number": pack({"next": [self._number_next]})}

    def restore(self, state: State, slots: Int64s) -> None:
        """Take back what `snapshot` returned."""
        self._reset()
        saved = unpack(state["rows"])
        self._number_next = unpack(state["number"]).column(0)[0].as_py()
        places, *columns = saved.columns
        ids = self._rows.add(columns, saved.num_rows)
        self._chains.add(slots[places.to_numpy()], ids)

    @property
    def size_bytes(self) -> int:
        """The memory of the rows."""
        return self._rows.size_bytes + self._chains.size_bytes
