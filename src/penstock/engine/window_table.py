"""A window function without aggregation: each row once per window that holds it."""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Batch
from penstock.engine.limits import LimitExceeded, Limits
from penstock.engine.operator import Emission, Port
from penstock.engine.rows import rows_in, taken, with_columns
from penstock.engine.slices import Slices
from penstock.engine.stateless import Stateless
from penstock.engine.window_rows import bound_columns, timed
from penstock.sql.plan_groups import WindowProperty, WindowTable

_PROPERTIES = (WindowProperty.START, WindowProperty.END, WindowProperty.TIME)


class WindowTableOperator(Stateless):
    """Adds window_start, window_end and window_time; a row's windows come in time order."""

    def __init__(self, node: WindowTable, limits: Limits, lanes: int) -> None:
        super().__init__(lanes)
        self._node = node
        self._slices = Slices.of(node.window)
        self._schema = node.schema.arrow
        repeats = -(-node.window.size_us // node.window.slide_us)
        if repeats > limits.windows_per_row_max:
            raise LimitExceeded(
                f"each row is in {repeats} windows, at most {limits.windows_per_row_max}",
                "make the slide longer, or aggregate by the window, which has no such limit",
            )

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return the rows with their windows; a row between two windows is filtered."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        batch, times, rejected = timed(batch, self._node.window.time)
        counts.rows_invalid += rows_in(rejected)
        starts = self._slices.starts(times)
        first, last = self._slices.first_ends(starts), self._slices.last_ends(starts)
        slide_us = self._slices.slide_us
        windows = np.maximum(0, (last - first) // slide_us + 1)
        windows[last <= starts] = 0
        dropped = int(np.count_nonzero(windows == 0))
        counts.rows_filtered += dropped
        counts.rows_out += len(batch) - dropped
        rows = np.repeat(np.arange(len(batch)), windows)
        if not len(rows):
            return Emission((), rejected)
        steps = np.arange(len(rows)) - np.repeat(np.cumsum(windows) - windows, windows)
        ends = first[rows] + steps * slide_us
        out = taken(batch, rows)
        fields = self._node.schema.fields[-len(_PROPERTIES) :]
        bounds = self._slices.window_starts(ends), ends
        columns = [*out.data.columns, *bound_columns(bounds, _PROPERTIES, fields)]
        return Emission([with_columns(out, columns, self._schema)], rejected)
