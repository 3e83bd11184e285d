"""SESSION windows: rows go into their keys' sessions, a session is emitted when it is over.

Sessions come in the order of their ends and, among equal ends, in the order in which they began to
be seen, so they are the same however the rows were batched.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MIN_WATERMARK_US, US_PER_MS
from penstock.core.types import Schema
from penstock.engine.open_window import OpenWindow
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.engine.rows import rows_in
from penstock.engine.session_aggregate import SessionAggregates
from penstock.engine.session_rows import SessionRows
from penstock.engine.session_waves import Wave
from penstock.engine.sessions import OpenSessions
from penstock.engine.window_rows import late_rows, timed, watermarks_of
from penstock.sql.plan_groups import WindowAggregate, WindowTable
from penstock.state.key_codec import KeyCodec
from penstock.state.snapshot import pack, unpack


class SessionContent(Protocol):
    """What is kept of each session's rows, by the session's slot."""

    def add(
        self, data: pa.RecordBatch, slots: Int64s, wave: Wave, slots_end: int
    ) -> list[Rejected]:
        """Take a wave's rows, then merge sessions; return rows that an aggregate refused.

        Slots are below `slots_end`.
        """

    def results(self, sessions: OpenSessions, slots: Int64s) -> pa.RecordBatch:
        """Return what is emitted for sessions that are over, in their order."""

    def forget(self, slots: Int64s) -> None:
        """Drop what is kept of these sessions."""

    def snapshot(self, slots: Int64s) -> State:
        """Return what is kept of all sessions, which are these."""

    def restore(self, state: State, slots: Int64s) -> None:
        """Take back what `snapshot` returned; the sessions now have these slots."""

    @property
    def size_bytes(self) -> int:
        """The memory of it all."""


class SessionOperator:
    """Keeps open sessions with their content, and emits those that are over."""

    def __init__(self, node: WindowAggregate | WindowTable, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._window = node.window
        codec = KeyCodec(_types(node.input.schema, node.window.partition))
        self._sessions = OpenSessions(codec, node.window.size_us, lanes)
        self._content: SessionContent = (
            SessionAggregates(node) if isinstance(node, WindowAggregate) else SessionRows(node)
        )
        self._watermark_us = MIN_WATERMARK_US

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Put the rows into their sessions, which they begin, make longer or join."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        batch, times, rejected = timed(batch, self._window.time)
        counts.rows_invalid += rows_in(rejected)
        if not len(batch):
            return Emission((), rejected)
        keys = [batch.data.column(key) for key in self._window.partition]
        watermarks = watermarks_of(batch, self._watermark_us)
        placed = self._sessions.assign(keys, times, watermarks, port.lane)
        late = placed.slots < 0
        rejected += late_rows(batch, late)
        rows_late = int(np.count_nonzero(late))
        counts.rows_late += rows_late
        counts.rows_in_flight += len(batch) - rows_late
        data, slots, levels = batch.data, placed.slots, placed.levels
        if rows_late:
            data, slots, levels = data.filter(pa.array(~late)), slots[~late], levels[~late]
        for wave in placed.waves(levels):
            rejected += self._content.add(data, slots, wave, self._sessions.slots_end)
            self._sessions.release(wave.source)
        return Emission((), rejected)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Emit the sessions that are over; their rows are out."""
        self._watermark_us = watermark_us
        slots = self._sessions.due(watermark_us)
        if not len(slots):
            return NOTHING
        results = self._content.results(self._sessions, slots)
        rows = self._sessions.rows_of(slots).sum(axis=0).tolist()
        for counts, rows_out in zip(self.counts, rows, strict=True):
            counts.rows_in_flight -= rows_out
            counts.rows_out += rows_out
        self._content.forget(slots)
        self._sessions.forget(slots)
        return Emission([Batch(results, arrived_us)])

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
        """Return the sessions, what is kept of them and the watermark."""
        sessions, slots = self._sessions.snapshot()
        times = pack({"watermark_us": [self._watermark_us]})
        return {**sessions, **self._content.snapshot(slots), "times": times}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._watermark_us = unpack(state["times"]).column(0)[0].as_py()
        self._content.restore(state, self._sessions.restore(state))

    def state_bytes(self) -> int:
        """Return how much memory the sessions take."""
        return self._sessions.size_bytes + self._content.size_bytes


def _types(schema: Schema, columns: tuple[int, ...]) -> list[pa.DataType]:
    return [schema.fields[column].type.arrow for column in columns]
