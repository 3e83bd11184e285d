"""Which rows of a batch a sink may take, by the change that each means."""

from __future__ import annotations

import pyarrow as pa

from penstock.core.batch import Batch, RowKind
from penstock.sinks.errors import ChangesRefused
from penstock.sinks.request import SinkRequest


def new_rows(batch: Batch, request: SinkRequest) -> pa.RecordBatch:
    """Return the rows of a batch that only adds rows; an error when it changes any."""
    if batch.kinds is not None and (batch.kinds != RowKind.INSERT).any():
        raise ChangesRefused(
            f"table '{request.table.name}' takes new rows only, and its query changes rows",
            where=request.where,
            hint="write to a table with PRIMARY KEY (…) NOT ENFORCED and connector 'documents'",
        )
    return batch.data


def current_rows(batch: Batch) -> pa.RecordBatch:
    """Return the rows that now hold: new ones, and changed ones as they have become."""
    if batch.kinds is None:
        return batch.data
    holds = (batch.kinds == RowKind.INSERT) | (batch.kinds == RowKind.UPDATE_AFTER)
    return batch.data if holds.all() else batch.data.filter(pa.array(holds))
