"""Rows that stand in the statement itself: emitted once, then the input has ended."""

from __future__ import annotations

import pyarrow as pa

from penstock.core.batch import Batch
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US
from penstock.engine.expressions import evaluate
from penstock.engine.operator import NOTHING, Counts, Emission, State
from penstock.sql.plan import Values
from penstock.state.snapshot import pack, unpack

_ONE_ROW = pa.RecordBatch.from_pydict({"row": [0]})


class ValuesOperator:
    """VALUES; its rows arrive at the first step."""

    def __init__(self, node: Values) -> None:
        self.counts = (Counts(),)
        self.idle = False
        self._node = node
        self._emitted = False

    @property
    def watermark_us(self) -> int:
        """The end of time as soon as the rows are out."""
        return MAX_WATERMARK_US if self._emitted else MIN_WATERMARK_US

    def on_time(self, now_us: int, resumed: bool) -> Emission:
        """Return all rows, the first time."""
        if self._emitted:
            return NOTHING
        self._emitted = True
        rows = [[evaluate(cell, _ONE_ROW, now_us) for cell in row] for row in self._node.rows]
        if not rows:
            return NOTHING
        columns = [pa.concat_arrays(cells) for cells in zip(*rows, strict=True)]
        data = pa.RecordBatch.from_arrays(columns, schema=self._node.schema.arrow)
        self.counts[0].rows_in += len(rows)
        self.counts[0].rows_out += len(rows)
        return Emission([Batch(data, now_us)])

    def snapshot(self) -> State:
        """Return whether the rows are out."""
        return {"emitted": pack({"emitted": [self._emitted]})}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._emitted = unpack(state["emitted"]).column(0)[0].as_py()

    def state_bytes(self) -> int:
        """Return 0: the rows belong to the plan."""
        return 0
