"""Nested columns as flat ones, and back: a ROW as its fields, an ARRAY or MAP as bytes.

A ROW becomes a column that is NULL where the ROW is, and then its fields' own leaves, which are
NULL there as well. The bytes of an ARRAY are its elements one behind the other, each as words and
bytes (see `flat_codec`), a MAP being an ARRAY of its entries in their order; so two values are
equal if and only if their bytes are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column, Int64s
from penstock.state import leaf_kernels as kernels
from penstock.state.arrow import bytes_of, column_of_bytes, valid_of
from penstock.state.flat_codec import FlatCodec
from penstock.state.hash_kernels import Keys, read_only

_WORD_BYTES = 8


def leaf_types(kind: pa.DataType) -> list[pa.DataType]:
    """Return the types of the flat columns that a column of this type becomes.

    >>> leaf_types(pa.struct([("id", pa.int64()), ("tags", pa.list_(pa.string()))]))
    [DataType(bool), DataType(int64), DataType(binary)]
    """
    if _is_row(kind):
        return [pa.bool_(), *(leaf for field in _fields(kind) for leaf in leaf_types(field.type))]
    return [pa.binary()] if _is_list(kind) else [kind]


def leaves_of(column: Column, *, exact: bool = False) -> list[Column]:
    """Return the flat columns; without `exact` also elements that SQL holds for equal are equal."""
    if _is_row(column.type):
        fields: list[Column] = getattr(column, "flatten")()  # noqa: B009 -- the stubs know it not
        there = pa.array(np.ones(len(column), np.bool_), mask=~_valid(column))
        return [there, *(leaf for field in fields for leaf in leaves_of(field, exact=exact))]
    return [_list_bytes(column, exact)] if _is_list(column.type) else [column]


def column_of_leaves(kind: pa.DataType, leaves: Iterator[Column]) -> Column:
    """Return the column that the next leaves make."""
    if _is_row(kind):
        missing = pc.is_null(next(leaves))
        fields = _fields(kind)
        columns = [column_of_leaves(field.type, leaves) for field in fields]
        return pa.StructArray.from_arrays(columns, fields=fields, mask=missing)
    return _list_of_bytes(kind, next(leaves)) if _is_list(kind) else next(leaves)


def _fields(kind: Any) -> list[pa.Field[Any]]:
    return [kind.field(number) for number in range(kind.num_fields)]


def _is_row(kind: pa.DataType) -> bool:
    return bool(pa.types.is_struct(kind))


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_map(kind))


def _valid(column: Column) -> Any:
    valid = valid_of(column)
    return np.ones(len(column), np.bool_) if valid is None else valid


def _element_type(kind: Any) -> pa.DataType:
    if pa.types.is_map(kind):
        return pa.struct([kind.key_field, kind.item_field])
    element: pa.DataType = kind.value_type
    return element


def _list_bytes(column: Column, exact: bool) -> Column:
    counts, elements = _elements(column)
    leaf_list = leaf_types(elements.type)
    codec = FlatCodec(leaf_list, exact=exact)
    keys = codec.encode(leaves_of(elements, exact=exact), len(elements))
    size = keys.words.size * _WORD_BYTES + int((keys.ends - keys.starts).sum())
    into = np.empty(size, np.uint8)
    bounds = np.zeros(len(column) + 1, np.int64)
    kernels.write_elements(counts, keys, into, bounds)
    return column_of_bytes((bounds[:-1], bounds[1:]), into, valid_of(column), pa.binary())


def _elements(column: Any) -> tuple[Int64s, Column]:
    """Return how many elements each row has, and all of them in order."""
    rows = len(column)
    if not rows:
        return np.zeros(0, np.int64), pa.array([], _element_type(column.type))
    offsets = np.frombuffer(column.buffers()[1], np.int32, rows + 1, 4 * column.offset)
    starts, counts = offsets[:-1].astype(np.int64), np.diff(offsets).astype(np.int64)
    counts[~_valid(column)] = 0
    held = _held_elements(column)
    total = int(counts.sum())
    if total == offsets[-1] - offsets[0]:
        return counts, held.slice(int(offsets[0]), total)
    # Something stands where a row is NULL: it is not part of any value.
    within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    return counts, held.take(pa.array(np.repeat(starts, counts) + within))


def _held_elements(column: Any) -> Any:
    if not pa.types.is_map(column.type):
        return column.values
    return pa.StructArray.from_arrays(
        [column.keys, column.items], fields=_fields(_element_type(column.type))
    )


def _list_of_bytes(kind: pa.DataType, column: Column) -> Column:
    element = _element_type(kind)
    codec = FlatCodec(leaf_types(element), exact=True)
    starts, ends, blob = bytes_of(column)
    if column.null_count:
        ends = np.where(_valid(column), ends, starts)
    shape = np.zeros(2, np.int64)
    offsets = np.zeros(len(column) + 1, np.int32)
    layout = (codec.length_words, codec.width)
    kernels.count_elements((starts, ends, read_only(blob)), layout, offsets, shape)
    keys = _read(shape, (starts, ends, read_only(blob)), layout)
    elements = column_of_leaves(element, iter(codec.decode(keys)))
    return _list_column(kind, offsets, elements, column)


def _read(shape: Int64s, ranges: Any, layout: tuple[Int64s, int]) -> Keys:
    count, size = shape.tolist()
    words = np.empty((count, layout[1]), np.int64)
    bounds = np.zeros(count + 1, np.int64)
    blob = np.empty(size, np.uint8)
    kernels.read_elements(ranges, layout[0], words, bounds, blob)
    return Keys(words, bounds[:-1], bounds[1:], read_only(blob))


def _list_column(kind: Any, offsets: Any, elements: Column, like: Column) -> Column:
    valid = valid_of(like)
    bitmap = None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little").data)
    buffers = [bitmap, pa.py_buffer(offsets.data)]
    return pa.Array.from_buffers(kind, len(like), buffers, children=[elements])
