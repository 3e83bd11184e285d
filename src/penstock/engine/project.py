"""Computes columns, one expression each."""

from __future__ import annotations

from penstock.core.batch import Batch
from penstock.engine.expressions import compile_columns
from penstock.engine.operator import Emission, Port
from penstock.engine.rows import computed, rows_in
from penstock.engine.stateless import Stateless
from penstock.sql.plan import Project


class ProjectOperator(Stateless):
    """SELECT's list; a row in which a column cannot be computed is invalid."""

    def __init__(self, node: Project, lanes: int) -> None:
        super().__init__(lanes)
        self._columns = compile_columns(node.columns)
        self._schema = node.schema.arrow

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return a row of computed columns for each row."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        _, out, rejected = computed(batch, self._columns, self._schema, now_us)
        counts.rows_invalid += rows_in(rejected)
        counts.rows_out += len(out)
        return Emission([out] if len(out) else (), rejected)
