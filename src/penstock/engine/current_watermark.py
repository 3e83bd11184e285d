"""CURRENT_WATERMARK(ts): the watermark before each row, as one more column to compute with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column
from penstock.core.time import MIN_WATERMARK_US
from penstock.core.types import TIMESTAMP_3
from penstock.engine.operator import Counts, Emission, Operator, Port, State
from penstock.functions.clock import CURRENT_WATERMARK
from penstock.sql.expression import Call, Cast, ColumnReference, Expression
from penstock.sql.plan import Filter, Project
from penstock.sql.walk import with_children
from penstock.state.arrow import column_of

Node = TypeVar("Node", Filter, Project)
_NAME = "$watermark"


def watermarked(node: Node, build: Callable[[Node, int], Operator], lanes: int) -> Operator:
    """Return a node's operator; one that reads the watermark gets it as a column behind the others.

    So expressions need to know nothing of watermarks, and the rows that nobody asks pay nothing.
    """
    width = len(node.input.schema)
    if isinstance(node, Filter):
        read = replace(node, condition=_pointed(node.condition, width))
    else:
        read = replace(node, columns=tuple(_pointed(each, width) for each in node.columns))
    return build(node, lanes) if read == node else _WithWatermark(build(read, lanes), width)


def _pointed(expression: Expression, column: int) -> Expression:
    if isinstance(expression, Call) and expression.function == CURRENT_WATERMARK:
        return Cast(ColumnReference(column, CURRENT_WATERMARK, TIMESTAMP_3), expression.type)
    return with_children(expression, lambda child: _pointed(child, column))


class _WithWatermark:
    """Adds the column on the way in, and takes it off what comes out as it went in.

    Results of a window come without a watermark of their own: which one was in force depends on
    how rows were batched, so it is NULL there.
    """

    def __init__(self, inner: Operator, width: int) -> None:
        self._inner, self._width = inner, width

    @property
    def counts(self) -> Sequence[Counts]:
        """The ledger of the operator inside."""
        return self._inner.counts

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Hand rows on with the watermark in force before each."""
        data = batch.data.append_column(_NAME, _column(batch))
        found = self._inner.on_batch(replace(batch, data=data), port, now_us)
        return Emission(
            [replace(each, data=self._without(each.data)) for each in found.batches],
            [replace(each, rows=self._without(each.rows)) for each in found.rejected],
        )

    def _without(self, data: pa.RecordBatch) -> pa.RecordBatch:
        return data.select(range(self._width)) if _NAME in data.schema.names else data

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Hand it on; rows bring the watermark that they need."""
        return self._inner.on_watermark(watermark_us, arrived_us)

    def snapshot(self) -> State:
        """Return no parts."""
        return {}

    def restore(self, state: State) -> None:
        """Take back no parts."""

    def state_bytes(self) -> int:
        """Return 0."""
        return 0


def _column(batch: Batch) -> Column:
    if batch.watermarks is None:
        none = np.zeros(len(batch), np.int64)
        return column_of(none, none > 0, TIMESTAMP_3.arrow)
    return column_of(batch.watermarks, batch.watermarks > MIN_WATERMARK_US, TIMESTAMP_3.arrow)
