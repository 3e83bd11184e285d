"""Select rows of a batch, and keep what can be computed when some rows cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from penstock.core.batch import Batch, Column, Int64s
from penstock.engine.expressions import CompiledColumns, surviving
from penstock.engine.operator import Rejected
from penstock.state.arrow import Bools


def selected(batch: Batch, mask: Bools) -> Batch:
    """Return the rows where `mask` is true."""
    return replace(
        batch,
        data=batch.data.filter(pa.array(mask, pa.bool_())),
        kinds=None if batch.kinds is None else batch.kinds[mask],
        watermarks=None if batch.watermarks is None else batch.watermarks[mask],
    )


def taken(batch: Batch, rows: Int64s) -> Batch:
    """Return the rows at these positions, which may repeat."""
    return replace(
        batch,
        data=batch.data.take(pa.array(rows, pa.int64())),
        kinds=None if batch.kinds is None else batch.kinds[rows],
        watermarks=None if batch.watermarks is None else batch.watermarks[rows],
    )


def with_columns(batch: Batch, columns: Sequence[Column], schema: pa.Schema) -> Batch:
    """Return the batch with other columns of as many rows."""
    return replace(batch, data=pa.RecordBatch.from_arrays(list(columns), schema=schema))


def computed(
    batch: Batch, compute: CompiledColumns, schema: pa.Schema, now_us: int
) -> tuple[Batch, Batch, list[Rejected]]:
    """Return the rows that can be computed, as they were and with their new columns, and the rest.

    Both batches are empty when no row can be computed.
    """
    survivors = surviving(compute, batch.data, now_us)
    rejected = [
        Rejected(batch.data.take(pa.array(failure.rows, pa.int64())), failure.reason, late=False)
        for failure in survivors.failures
    ]
    if survivors.rows is not None:
        batch = taken(batch, survivors.rows)
    return batch, with_columns(batch, survivors.columns, schema), rejected


def rows_in(rejected: list[Rejected]) -> int:
    """Return how many rows were rejected."""
    return sum(part.rows.num_rows for part in rejected)
