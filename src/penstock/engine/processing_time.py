"""Runs a window operator on the step's clock: a row counts when it comes, a window ends on time.

What is inside sees a time column that holds the clock, and a watermark that is just behind it. A
window up to `end` fires with the first step at or after `end`, as Flink's timers do. When all
input has ended, so has time, and the last windows fire too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US, US_PER_MS
from penstock.engine.open_window import OpenWindow, Windowed
from penstock.engine.operator import NOTHING, Counts, Emission, Operator, Port, State
from penstock.state.snapshot import pack, unpack

_CLOCK = "clock"


class ProcessingTimeOperator:
    """Gives an operator of event time the clock as time; `time` is the number of its column."""

    def __init__(self, inner: Operator, time: int) -> None:
        self._inner, self._time = inner, time
        self._watermark_us = MIN_WATERMARK_US

    @property
    def counts(self) -> Sequence[Counts]:
        """The ledger of the operator inside."""
        return self._inner.counts

    def on_time(self, now_us: int) -> Emission:
        """Fire what the clock has passed; a clock that was set back passes nothing."""
        reached_us = now_us - now_us % US_PER_MS - US_PER_MS
        if reached_us <= self._watermark_us:
            return NOTHING
        self._watermark_us = reached_us
        return self._inner.on_watermark(reached_us, now_us)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Hand rows on as if their time were now."""
        kind = batch.data.schema.field(self._time).type
        now = pa.scalar(self._watermark_us + US_PER_MS, pa.int64()).cast(kind)
        name = batch.data.schema.field(self._time).name
        data = batch.data.set_column(self._time, name, pa.repeat(now, len(batch)))
        watermarks = np.full(len(batch), self._watermark_us)
        rows = replace(batch, data=data, watermarks=watermarks)
        return self._inner.on_batch(rows, port, now_us)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Heed no event time but its end."""
        if watermark_us < MAX_WATERMARK_US:
            return NOTHING
        return self._inner.on_watermark(watermark_us, arrived_us)

    def open_windows(self) -> list[OpenWindow]:
        """Return the windows that wait for the clock."""
        return self._inner.open_windows() if isinstance(self._inner, Windowed) else []

    def snapshot(self) -> State:
        """Return the inner state and the clock."""
        return {**self._inner.snapshot(), _CLOCK: pack({"watermark_us": [self._watermark_us]})}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        inner = {name: data for name, data in state.items() if name != _CLOCK}
        self._watermark_us = unpack(state[_CLOCK]).column(0)[0].as_py()
        self._inner.restore(inner)

    def state_bytes(self) -> int:
        """Return how much memory the operator inside holds."""
        return self._inner.state_bytes()
