"""Select rows of a batch, and keep what can be computed when some rows cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int8s, Int64s, RowKind
from penstock.engine.expressions import CompiledColumns, surviving
from penstock.engine.operator import Rejected
from penstock.functions import EvaluationError
from penstock.state.arrow import Bools


def signs_of(kinds: Int8s | None, rows: int) -> Int64s:
    """Return 1 for rows that are added and -1 for rows that are taken out."""
    if kinds is None:
        return np.ones(rows, np.int64)
    out = (kinds == RowKind.UPDATE_BEFORE) | (kinds == RowKind.DELETE)
    return np.where(out, -1, 1).astype(np.int64)


def _kinds_left(kinds: Int8s, mask: Bools) -> Int8s:
    """Return the kinds of the rows that are left; half of an update is a delete or an insert.

    >>> _kinds_left(np.array([1, 2, 1, 2], np.int8), np.array([True, False, False, True])).tolist()
    [3, 0]
    """
    found = kinds.copy()
    first = np.flatnonzero((kinds[:-1] == RowKind.UPDATE_BEFORE) & (mask[:-1] != mask[1:]))
    first = first[kinds[first + 1] == RowKind.UPDATE_AFTER]
    found[first], found[first + 1] = RowKind.DELETE, RowKind.INSERT
    return found[mask]


def selected(batch: Batch, mask: Bools) -> Batch:
    """Return the rows where `mask` is true; of an update, one half may be left."""
    return replace(
        batch,
        data=batch.data.filter(pa.array(mask, pa.bool_())),
        kinds=None if batch.kinds is None else _kinds_left(batch.kinds, mask),
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
    rejected = [rejected_rows(batch.data, failure) for failure in survivors.failures]
    if survivors.rows is not None:
        mask = np.zeros(len(batch), np.bool_)
        mask[survivors.rows] = True
        batch = selected(batch, mask)
    return batch, with_columns(batch, survivors.columns, schema), rejected


def rejected_rows(data: pa.RecordBatch, error: EvaluationError) -> Rejected:
    """Return the rows that could not be computed with."""
    return Rejected(data.take(pa.array(error.rows, pa.int64())), error.reason, late=False)


def rows_in(rejected: list[Rejected]) -> int:
    """Return how many rows were rejected."""
    return sum(part.rows.num_rows for part in rejected)
