"""Repeats rows once per grouping set."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column
from penstock.engine.operator import Emission, Port
from penstock.engine.rows import taken
from penstock.engine.stateless import Stateless
from penstock.sql.plan_sets import Expand


class ExpandOperator(Stateless):
    """GROUPING SETS: a copy of the batch per set, one behind the other."""

    def __init__(self, node: Expand, lanes: int) -> None:
        super().__init__(lanes)
        self._node = node
        self._schema = node.schema.arrow

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return all rows for each set, in the order of the sets."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        sets = len(self._node.sets)
        repeated = taken(batch, np.tile(np.arange(len(batch)), sets))
        numbers = pa.array(np.repeat(np.arange(sets, dtype=np.int32), len(batch)))
        columns = [*repeated.data.columns, *self._keys(batch), numbers]
        data = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        return Emission([replace(repeated, data=data)])

    def _keys(self, batch: Batch) -> list[Column]:
        return [self._key(batch, position) for position in range(len(self._node.keys))]

    def _key(self, batch: Batch, position: int) -> Column:
        column = batch.data.column(self._node.keys[position])
        nothing = pa.nulls(len(batch), column.type)
        parts = [column if position in each else nothing for each in self._node.sets]
        return pa.concat_arrays(parts)
