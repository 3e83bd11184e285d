"""MATCH_RECOGNIZE: rows wait for the watermark, then are looked at in the order of their time.

Matches come in the order in which they are complete, whatever keys they have and however the rows
were batched. A row whose time the watermark has reached before it came is late. Ordered by
processing time, rows are looked at as they come.
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MIN_WATERMARK_US, US_PER_MS
from penstock.engine.match_rows import MatchIntake, Waiting
from penstock.engine.matcher import Matcher
from penstock.engine.operator import Counts, Emission, Operator, Port, Rejected, State
from penstock.engine.rows import rows_in, selected
from penstock.engine.window_rows import timed, watermarks_of
from penstock.sql.plan_match import Match
from penstock.state.snapshot import pack, unpack

_LATE_REASON = "late: the watermark has passed it"
_WAITING, _PROGRESS = "waiting", "clock"


def match_operator(node: Match, lanes: int) -> Operator:
    """Return the operator for the time by which a pattern's rows are ordered."""
    return (ProcessingTimeMatch if node.processing_time else EventTimeMatch)(node, lanes)


class EventTimeMatch:
    """Keeps rows until the watermark has passed them."""

    def __init__(self, node: Match, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._time, self._matcher = node.time, Matcher(node)
        self._intake = MatchIntake(node, self._matcher)
        self._waiting = Waiting.none()
        self._watermark_us = MIN_WATERMARK_US

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Keep what the pattern needs of the rows."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        batch, times, rejected = timed(batch, self._time)
        late = times <= watermarks_of(batch, self._watermark_us)
        if late.any():
            rejected.append(Rejected(selected(batch, late).data, _LATE_REASON, late=True))
            batch, times = selected(batch, ~late), times[~late]
        rows_late = int(np.count_nonzero(late))
        counts.rows_late += rows_late
        rows, failed = self._intake.take(batch, times, port.lane, now_us)
        rejected += failed
        counts.rows_invalid += rows_in(rejected) - rows_late
        counts.rows_in_flight += len(rows.ids)
        np.add.at(self._matcher.matches.waiting, rows.keys, 1)
        self._waiting = self._waiting.and_then(rows)
        return Emission((), rejected)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Look at the rows that the watermark has passed, then drop what took too long."""
        self._watermark_us = watermark_us
        due = self._waiting.times <= watermark_us
        looked = Emission()
        if due.any():
            rows = self._intake.in_order(self._waiting.chosen(np.flatnonzero(due)))
            self._waiting = self._waiting.chosen(np.flatnonzero(~due))
            self._settle(rows)
            looked = self._matcher.look(rows.rows(), watermark_us, arrived_us)
        else:
            looked = self._matcher.expire(watermark_us, arrived_us)
        return looked

    def _settle(self, rows: Waiting) -> None:
        np.subtract.at(self._matcher.matches.waiting, rows.keys, 1)
        lanes = np.bincount(rows.lanes, minlength=len(self.counts)).tolist()
        for counts, rows_out in zip(self.counts, lanes, strict=True):
            counts.rows_in_flight -= rows_out
            counts.rows_out += rows_out

    def snapshot(self) -> State:
        """Return the rows that wait, and the matches."""
        state, keys = self._matcher.snapshot()
        progress = {
            "watermark_us": [self._watermark_us],
            "sequence": [self._intake.sequence],
        }
        return {**state, _WAITING: self._waiting.snapshot(keys), _PROGRESS: pack(progress)}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._matcher.restore(state)
        self._waiting = Waiting.restored(state[_WAITING])
        progress = unpack(state[_PROGRESS]).to_pylist()[0]
        self._watermark_us = progress["watermark_us"]
        self._intake.sequence = progress["sequence"]

    def state_bytes(self) -> int:
        """Return how much memory rows and matches take."""
        return self._matcher.size_bytes + sum(column.nbytes for column in self._waiting)


class ProcessingTimeMatch:
    """Looks at rows as they come; their time is the step's clock, which never goes back."""

    def __init__(self, node: Match, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._matcher = Matcher(node)
        self._intake = MatchIntake(node, self._matcher)
        self._clock_us = MIN_WATERMARK_US

    def on_time(self, now_us: int) -> Emission:
        """Drop what took too long by the clock."""
        self._clock_us = max(self._clock_us, now_us - now_us % US_PER_MS)
        return self._matcher.expire(self._clock_us, now_us)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return the matches that the rows complete."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        times: Int64s = np.full(len(batch), self._clock_us)
        rows, rejected = self._intake.take(batch, times, port.lane, now_us)
        counts.rows_invalid += rows_in(rejected)
        counts.rows_out += len(rows.ids)
        looked = self._matcher.look(self._intake.in_order(rows).rows(), self._clock_us, now_us)
        return Emission(looked.batches, [*rejected, *looked.rejected])

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Heed no event time."""
        return Emission()

    def snapshot(self) -> State:
        """Return the matches and the clock."""
        state, _ = self._matcher.snapshot()
        progress = {"clock_us": [self._clock_us], "sequence": [self._intake.sequence]}
        return {**state, _PROGRESS: pack(progress)}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._matcher.restore(state)
        progress = unpack(state[_PROGRESS]).to_pylist()[0]
        self._clock_us = progress["clock_us"]
        self._intake.sequence = progress["sequence"]

    def state_bytes(self) -> int:
        """Return how much memory rows and matches take."""
        return self._matcher.size_bytes
