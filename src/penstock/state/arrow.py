"""Arrow columns as NumPy arrays of numbers, and back.

Integers, times, dates and booleans are int64, FLOAT and DOUBLE float64, DECIMAL two 64-bit words
per row (low, then high), everything else Python objects.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column, Int64s

Numbers = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]


def is_decimal(kind: pa.DataType) -> bool:
    """Say whether a column of this type becomes two words per row."""
    return bool(pa.types.is_decimal128(kind))


def is_float(kind: pa.DataType) -> bool:
    """Say whether a column of this type becomes float64."""
    return bool(pa.types.is_floating(kind))


def is_integral(kind: pa.DataType) -> bool:
    """Say whether a column of this type becomes int64."""
    return bool(
        pa.types.is_integer(kind) or pa.types.is_temporal(kind) or pa.types.is_boolean(kind)
    )


def numbers_of(column: Column) -> Numbers:
    """Return a copy of the values; where the column is NULL, anything may stand.

    A copy, because kernels are compiled for arrays that may be written, and Arrow's may not.

    >>> numbers_of(pa.array([True, False])).tolist()
    [1, 0]
    """
    kind = column.type
    if is_decimal(kind):
        return _fixed(column, np.dtype("i8"), 2).copy()
    if is_float(kind):
        return _fixed(column, np.dtype(f"f{kind.bit_width // 8}")).astype(np.float64)
    if pa.types.is_boolean(kind):
        column = column.cast(pa.int8())
    if is_integral(kind):
        width = column.type.bit_width // 8
        return _fixed(column, np.dtype(f"i{width}")).astype(np.int64)
    return np.array([*column.to_pylist(), None], dtype=object)[:-1]


def valid_of(column: Column) -> Bools | None:
    """Return which rows are not NULL, or None when all are."""
    if column.null_count == 0:
        return None
    valid: Bools = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return valid


def column_of(values: Numbers, valid: Bools | None, kind: pa.DataType) -> Column:
    """Return an Arrow column; integers that do not fit wrap around, as in Java.

    >>> column_of(np.array([1, 300]), np.array([False, True]), pa.int8()).to_pylist()
    [None, 44]
    """
    if values.dtype == object:
        return pa.array(values, kind, mask=None if valid is None else ~valid)
    if pa.types.is_boolean(kind):
        return pa.array(values.astype(np.bool_), mask=None if valid is None else ~valid)
    if is_decimal(kind):
        words = np.ascontiguousarray(values, np.int64)
    else:
        letter = "f" if is_float(kind) else "i"
        words = np.ascontiguousarray(values, f"{letter}{kind.bit_width // 8}")
    return pa.Array.from_buffers(kind, len(values), [_bitmap(valid), _buffer(words)])


def bytes_of(column: Column) -> tuple[Int64s, Int64s, npt.NDArray[np.uint8]]:
    """Return where each string or binary starts and ends, and the bytes they stand in."""
    _, offsets_buffer, data = column.buffers()
    rows = len(column)
    if rows == 0 or offsets_buffer is None:
        none = np.zeros(rows, np.int64)
        return none, none, np.frombuffer(b"", np.uint8)
    first = column.offset * np.dtype(np.int32).itemsize
    offsets = np.frombuffer(memoryview(offsets_buffer), np.int32, rows + 1, first).astype(np.int64)
    blob = np.frombuffer(b"" if data is None else memoryview(data), np.uint8)
    return offsets[:-1], offsets[1:], blob


def column_of_bytes(
    ranges: tuple[Int64s, Int64s], blob: npt.NDArray[np.uint8], valid: Bools | None, kind: Any
) -> Column:
    """Return a string or binary column of ranges that stand one behind the other."""
    starts, ends = ranges
    offsets = np.zeros(len(starts) + 1, np.int32)
    np.cumsum(ends - starts, out=offsets[1:])
    buffers = [_bitmap(valid), _buffer(offsets), _buffer(np.ascontiguousarray(blob))]
    return pa.Array.from_buffers(kind, len(starts), buffers)


def _bitmap(valid: Bools | None) -> pa.Buffer | None:
    return None if valid is None else _buffer(np.packbits(valid, bitorder="little"))


def _buffer(values: Numbers) -> pa.Buffer:
    return pa.py_buffer(values.data)


def _fixed(column: Column, dtype: np.dtype[Any], per_row: int = 1) -> Numbers:
    buffer = column.buffers()[1]
    if buffer is None:
        flat = np.zeros(len(column) * per_row, dtype)
    else:
        start = column.offset * dtype.itemsize * per_row
        flat = np.frombuffer(memoryview(buffer), dtype, len(column) * per_row, start)
    return flat if per_row == 1 else flat.reshape(-1, per_row)
