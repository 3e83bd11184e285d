"""What window operators share: event times of a batch, and the window's own columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from penstock.core.batch import Batch, Column, Int64s
from penstock.core.time import US_PER_MS
from penstock.core.types import Field
from penstock.engine.operator import Rejected
from penstock.engine.rows import selected
from penstock.engine.rowtime import NO_TIMESTAMP
from penstock.sql.plan_groups import WindowProperty
from penstock.state.arrow import Bools, column_of, numbers_of, valid_of

LATE_REASON = "late: its last window has fired"


def timed(batch: Batch, time: int) -> tuple[Batch, Int64s, list[Rejected]]:
    """Return the rows that have a time, their times, and the rows that have none."""
    column = batch.data.column(time)
    valid = valid_of(column)
    if valid is None:
        return batch, numbers_of(column), []
    rejected = [Rejected(selected(batch, ~valid).data, NO_TIMESTAMP, late=False)]
    batch = selected(batch, valid)
    return batch, numbers_of(batch.data.column(time)), rejected


def watermarks_of(batch: Batch, watermark_us: int) -> Int64s:
    """Return the watermark before each row; without them, that of the operator."""
    if batch.watermarks is None:
        return np.full(len(batch), watermark_us)
    return batch.watermarks


def late_rows(batch: Batch, late: Bools) -> list[Rejected]:
    """Return the late rows, if there are any."""
    if not late.any():
        return []
    return [Rejected(selected(batch, late).data, LATE_REASON, late=True)]


def bound_columns(
    bounds: tuple[Int64s, Int64s], properties: Sequence[WindowProperty], fields: Sequence[Field]
) -> list[Column]:
    """Return a column per property for windows of such starts and ends, in the fields' types."""
    starts, ends = bounds
    values = {
        WindowProperty.START: starts,
        WindowProperty.END: ends,
        WindowProperty.TIME: ends - US_PER_MS,
    }
    return [
        column_of(values[which], None, field.type.arrow)
        for which, field in zip(properties, fields, strict=True)
    ]
