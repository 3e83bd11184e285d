"""UNION ALL: every row of every input, as it comes."""

from __future__ import annotations

from dataclasses import replace

from penstock.core.batch import Batch
from penstock.engine.in_turn import InTurnOperator
from penstock.engine.operator import Emission, Operator, Port
from penstock.engine.stateless import Stateless
from penstock.sql.plan import Union


class UnionOperator(Stateless):
    """Passes rows on under the first input's column names."""

    def __init__(self, node: Union, lanes: int) -> None:
        super().__init__(lanes)
        self._names = list(node.schema.names)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return the rows."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        return Emission([replace(batch, data=batch.data.rename_columns(self._names))])


def union_operator(node: Union, lanes: int) -> Operator:
    """Return what runs a union."""
    return InTurnOperator(node, lanes) if node.in_turn else UnionOperator(node, lanes)
