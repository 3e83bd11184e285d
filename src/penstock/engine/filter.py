"""Keeps the rows whose condition is true."""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Batch, Column
from penstock.core.types import BOOLEAN, Field, Schema
from penstock.engine.expressions import compile_columns
from penstock.engine.operator import Emission, Port
from penstock.engine.rows import computed, rows_in, selected
from penstock.engine.stateless import Stateless
from penstock.sql.plan import Filter
from penstock.state.arrow import Bools

_CONDITION = Schema((Field("condition", BOOLEAN),)).arrow


class FilterOperator(Stateless):
    """WHERE and HAVING; a row whose condition cannot be computed is invalid."""

    def __init__(self, node: Filter, lanes: int) -> None:
        super().__init__(lanes)
        self._condition = compile_columns([node.condition])

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return the rows for which the condition is true, neither false nor unknown."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        batch, conditions, rejected = computed(batch, self._condition, _CONDITION, now_us)
        counts.rows_invalid += rows_in(rejected)
        wanted = _is_true(conditions.data.column(0))
        kept = int(np.count_nonzero(wanted))
        counts.rows_filtered += len(batch) - kept
        counts.rows_out += kept
        if kept == 0:
            return Emission((), rejected)
        return Emission([batch if kept == len(batch) else selected(batch, wanted)], rejected)


def _is_true(condition: Column) -> Bools:
    known = condition.fill_null(False) if condition.null_count else condition
    true: Bools = known.to_numpy(zero_copy_only=False)
    return true
