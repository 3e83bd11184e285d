"""Memory that kernels filled, as Arrow columns, without a copy where the layout allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s, Records
from penstock.core.types import Kind, Schema
from penstock.formats.decoding import Decoded, Invalid
from penstock.formats.errors import RecordsOutOfBounds
from penstock.formats.kernels.finishing import places_fit

NARROW: dict[Kind, Any] = {
    Kind.TINYINT: np.int8, Kind.SMALLINT: np.int16, Kind.INT: np.int32, Kind.DATE: np.int32,
    Kind.FLOAT: np.float32, Kind.BOOLEAN: np.bool_, Kind.DECIMAL: np.int64,
}  # fmt: skip
"""Kinds whose columns are not made of one word for each value."""


array_of: Callable[..., Column] = pa.Array.from_buffers
"""Untyped: Arrow's stubs know no missing buffers."""


def address_of(array: np.ndarray[Any, Any]) -> int:
    """Return where an array's memory starts; keep the array for as long as that is used."""
    return buffer_of(array).address


def places_of(records: Records) -> tuple[Int64s, Int64s]:
    """Return where records start and end, as memory that a kernel may walk through.

    Kernels trust these places with addresses, so they are checked here, once for a batch.
    """
    starts = np.ascontiguousarray(records.starts, np.int64)
    ends = np.ascontiguousarray(records.ends, np.int64)
    if len(starts) != len(ends):
        raise RecordsOutOfBounds(f"{len(starts)} starts and {len(ends)} ends of records")
    size = memoryview(records.data).nbytes
    if not places_fit(address_of(starts), address_of(ends), len(starts), size):
        raise RecordsOutOfBounds(
            f"records from {starts.min()} to {ends.max()} of a buffer of {size} bytes"
        )
    return starts, ends


def read_only(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return a view that nobody writes through, so that kernels are compiled for one sort only."""
    view = array.view()
    view.flags.writeable = False
    return view


def buffer_of(memory: Any) -> pa.Buffer:
    """Return an array's memory as an Arrow buffer; Arrow's stubs do not know arrays as memory."""
    return pa.py_buffer(memory)


def narrow_data(values: Int64s, kind: Kind) -> pa.Buffer:
    """Return a column's memory, made of an int64 for each value; doubles come as their bits."""
    return buffer_of(_narrowed(values, kind))


def _narrowed(values: Int64s, kind: Kind) -> np.ndarray[Any, Any]:
    if kind is Kind.BOOLEAN:
        return np.packbits(values.astype(np.uint8), bitorder="little")
    if kind is Kind.DECIMAL:
        return np.stack([values, values >> 63], axis=1)  # the low and the high half of 128 bits
    if kind is Kind.FLOAT:
        with np.errstate(over="ignore"):  # beyond its range a FLOAT is infinite, as in Java
            return values.view(np.float64).astype(np.float32)
    return values.astype(NARROW[kind])


def rows_batch(rows: Sequence[Sequence[Any]], schema: Schema) -> pa.RecordBatch:
    """Return rows of Python values as a batch."""
    if not schema.fields:
        return no_columns(len(rows))
    columns = [
        pa.array([row[i] for row in rows], field.type.arrow)
        for i, field in enumerate(schema.fields)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema.arrow)


def no_columns(rows: int) -> pa.RecordBatch:
    """Return a batch of rows without columns, for plans that only count.

    >>> no_columns(3).num_rows
    3
    """
    nothing: Any = array_of(pa.struct([]), rows, [None], 0, children=[])
    return pa.RecordBatch.from_struct_array(nothing)


def merged(
    fast: pa.RecordBatch, slow: pa.RecordBatch, slow_rows: Int64s, invalid: Invalid, gone: Int64s
) -> Decoded:
    """Put rows that were read one by one in their places and leave those without a row out.

    `fast` has a row for every record; those of `slow_rows`, `invalid` and `gone` mean nothing.
    """
    source = np.arange(fast.num_rows, dtype=np.int64)
    source[slow_rows] = fast.num_rows + np.arange(len(slow_rows))
    keep = np.ones(fast.num_rows, np.bool_)
    keep[invalid.rows] = False
    keep[gone] = False
    count = int(np.count_nonzero(keep))
    kept = np.flatnonzero(keep) if not keep.all() else None
    if not fast.num_columns:
        return Decoded(no_columns(count), invalid, kept)
    if slow.num_rows == count:
        return Decoded(slow, invalid, kept)
    both = pa.Table.from_batches([fast, slow]).combine_chunks().to_batches()[0]
    return Decoded(both.take(source[keep]), invalid, kept)
