"""The insides of arrays and maps, taken apart and put together again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column, Int64s


def as_list(values: Column) -> pa.ListArray[Any]:
    """Return an array as it is, a map as an array of its entries."""
    if isinstance(values, pa.MapArray):
        arrow = values.type
        entry = pa.struct([("key", arrow.key_type), ("value", arrow.item_type)])
        return cast("pa.ListArray[Any]", values.cast(pa.list_(entry)))
    return cast("pa.ListArray[Any]", values)


def lengths_of(values: Column) -> Int64s:
    """Return how many elements each array or map has; a NULL has none."""
    lengths = pc.list_value_length(as_list(values)).fill_null(0)
    return cast(Int64s, lengths.to_numpy().astype(np.int64))


def offsets_of(values: Column) -> Any:
    """Return where each row's elements begin in the flattened column, and the end."""
    ends = np.cumsum(lengths_of(values))
    offsets: Any = pa.array(np.concatenate([[0], ends]).astype(np.int32))
    return offsets


def entries_of(values: Column) -> tuple[Column, Column]:
    """Return all keys and all values of a column of maps, row after row."""
    keys, items = parts_of(as_list(values).flatten())
    return keys, items


def rows_of(values: Column) -> Int64s:
    """Return for each element of the flattened column the row it belongs to."""
    return np.repeat(np.arange(len(values), dtype=np.int64), lengths_of(values))


def parts_of(values: Column) -> list[Column]:
    """Return the columns of a column of rows; where the row is NULL, so are its parts."""
    return cast(pa.StructArray, values).flatten()


def interleaved(columns: Sequence[Column]) -> tuple[Column, Int64s]:
    """Return the elements of row 0, then of row 1 and so on, and where each row begins and ends."""
    rows, width = len(columns[0]), len(columns)
    order = np.arange(rows * width, dtype=np.int64).reshape(width, rows).T.ravel()
    offsets = np.arange(rows + 1, dtype=np.int64) * width
    return pa.concat_arrays(list(columns)).take(order), offsets
