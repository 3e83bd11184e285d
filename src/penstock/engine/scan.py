"""Where a table's rows enter the plan: computed columns, checked event times, watermarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US
from penstock.engine.expressions import compile_columns
from penstock.engine.limits import Limits
from penstock.engine.operator import Arrival, Counts, Emission, Rejected, State
from penstock.engine.rows import computed, rows_in, selected
from penstock.engine.rowtime import faults
from penstock.engine.split_watermarks import SplitProgress, SplitWatermarks
from penstock.sql.plan import Scan
from penstock.state.arrow import numbers_of, valid_of


class ScanOperator:
    """Takes arrivals of one table; the watermark is that of its splits."""

    def __init__(self, node: Scan, limits: Limits) -> None:
        self.counts = (Counts(),)
        self._limits = limits
        self._watermark = node.watermark
        self._columns = compile_columns(node.columns)
        self._schema = node.schema.arrow
        marks = [node.watermark.expression] if node.watermark else []
        self._marks = compile_columns(marks)
        self._marks_schema = pa.schema([("watermark", mark.type.arrow) for mark in marks])
        timeout_us = node.watermark.idle_timeout_us if node.watermark else None
        self._splits = SplitWatermarks(timeout_us)

    @property
    def watermark_us(self) -> int:
        """The watermark of all splits together; without a WATERMARK clause only the end counts."""
        reached_us = self._splits.watermark_us
        ended = reached_us == MAX_WATERMARK_US
        return reached_us if self._watermark or ended else MIN_WATERMARK_US

    @property
    def idle(self) -> bool:
        """Whether no split is expected to bring rows."""
        return self._splits.idle

    def watermarks(self) -> Mapping[str, int]:
        """Return each split's own watermark."""
        return self._splits.by_split()

    def progress(self) -> Mapping[str, SplitProgress]:
        """Return how far each split has come."""
        return self._splits.progress()

    def holding(self) -> tuple[str, ...]:
        """Return the splits that hold the watermark back."""
        return self._splits.holding()

    def expect(self, arrival: Arrival, now_us: int) -> None:
        """Learn that a split is there, and not idle if it has rows, before they are looked at."""
        self._splits.announce(arrival.split, now_us)
        if arrival.columns.num_rows:
            self._splits.wake(arrival.split, now_us)

    def on_arrival(self, arrival: Arrival, now_us: int) -> Emission:
        """Return the rows of one split with their computed columns, and those that are invalid."""
        emission = self._rows(arrival, now_us) if arrival.columns.num_rows else Emission()
        if arrival.finished:
            self._splits.finish(arrival.split, now_us)
        return emission

    def on_time(self, now_us: int, resumed: bool) -> Emission:
        """Find idle splits."""
        self._splits.on_time(now_us, resumed)
        return Emission()

    def _rows(self, arrival: Arrival, now_us: int) -> Emission:
        counts = self.counts[0]
        counts.rows_in += arrival.columns.num_rows
        arrived = Batch(arrival.columns, arrival.arrived_us)
        arrived, batch, rejected = computed(arrived, self._columns, self._schema, now_us)
        if self._watermark is not None:
            batch, mistimed = self._timed(arrived, batch, self._watermark.column, now_us)
            batch, unmarked = self._watermarked(batch, arrival.split, now_us)
            rejected += mistimed + unmarked
        counts.rows_invalid += rows_in(rejected)
        counts.rows_out += len(batch)
        return Emission([batch] if len(batch) else (), rejected)

    def _timed(
        self, arrived: Batch, batch: Batch, time: int, now_us: int
    ) -> tuple[Batch, list[Rejected]]:
        """Return the rows whose time can be right, and the others as they arrived."""
        column = batch.data.column(time)
        guard_us = self._limits.clock_guard_us
        latest_us = None if guard_us is None else now_us + guard_us
        keep, rejected = np.ones(len(batch), np.bool_), []
        for reason, rows in faults(numbers_of(column), valid_of(column), latest_us, now_us):
            rejected.append(Rejected(selected(arrived, rows).data, reason, late=False))
            keep &= ~rows
        return (selected(batch, keep) if rejected else batch), rejected

    def _watermarked(self, batch: Batch, split: str, now_us: int) -> tuple[Batch, list[Rejected]]:
        """Return the rows with the watermark before each; a NULL one does not move it."""
        batch, marks, rejected = computed(batch, self._marks, self._marks_schema, now_us)
        if not len(batch):
            return batch, rejected
        column = marks.data.column(0)
        valid = valid_of(column)
        marks_us: Int64s = numbers_of(column)
        if valid is not None:
            marks_us = np.where(valid, marks_us, MIN_WATERMARK_US)
        watermarks = self._splits.advance(split, marks_us, now_us)
        return replace(batch, watermarks=watermarks), rejected

    def snapshot(self) -> State:
        """Return the splits with their watermarks."""
        return self._splits.snapshot()

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._splits.restore(state)

    def state_bytes(self) -> int:
        """Return roughly how much the splits take."""
        return 100 * len(self._splits.by_split())
