"""Key columns as keys of the hash index, and back.

A key row is: one word whose bit i says that column i is NULL, then per column its value (one word,
DECIMAL two) or, for strings and binaries, its length; the bytes of all strings follow one another.
So NULL is a key of its own, and `('ab', 'c')` is not `('a', 'bc')`. All NaN are one key, and so
are 0.0 and -0.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.compiled import compiled
from penstock.core.errors import UserError
from penstock.state.arrow import (
    Bools,
    bytes_of,
    column_of,
    column_of_bytes,
    is_decimal,
    is_float,
    is_integral,
    numbers_of,
    valid_of,
)
from penstock.state.hash_kernels import NO_BYTES, Keys, UInt8s, gather_bytes, read_only

COLUMNS_MAX = 63
"""The NULL bits of a key stand in one word."""


class NoKeyType(UserError):
    """A column of this type cannot be a key.

    >>> print(NoKeyType(pa.list_(pa.int64())))
    E450 a column of type list<item: int64> cannot be a key
    hint: group by its parts, or CAST it to STRING
    """

    code = "E450"

    def __init__(self, kind: pa.DataType) -> None:
        super().__init__(
            f"a column of type {kind} cannot be a key",
            hint="group by its parts, or CAST it to STRING",
        )


class TooManyKeys(UserError):
    """A statement groups by more columns than a key can hold.

    >>> print(TooManyKeys(70))
    E452 70 key columns, at most 63
    hint: group by fewer columns
    """

    code = "E452"

    def __init__(self, columns: int) -> None:
        super().__init__(
            f"{columns} key columns, at most {COLUMNS_MAX}", hint="group by fewer columns"
        )


class KeyCodec:
    """Encodes and decodes keys of given Arrow types; no types at all make one single key."""

    def __init__(self, types: Sequence[pa.DataType]) -> None:
        self.types = tuple(types)
        if len(self.types) > COLUMNS_MAX:
            raise TooManyKeys(len(self.types))
        self._firsts = [1]
        for kind in self.types:
            self._firsts.append(self._firsts[-1] + _words(kind))
        self.width = self._firsts[-1]
        self.sized = any(_is_bytes(kind) for kind in self.types)

    def encode(self, columns: Sequence[Column], rows: int) -> Keys:
        """Return one key per row."""
        words = np.zeros((rows, self.width), np.int64)
        none = np.zeros(rows, np.int64)
        keys = Keys(words, none, none, NO_BYTES)
        for number, column in enumerate(columns):
            valid = valid_of(column)
            if valid is not None:
                words[:, 0] |= (~valid).astype(np.int64) << number
            if _is_bytes(column.type):
                keys = _with_bytes(keys, column, self._firsts[number])
                continue
            values = _key_numbers(column).reshape(rows, -1)
            if valid is not None:
                values = np.where(valid[:, None], values, 0)
            words[:, self._firsts[number] : self._firsts[number + 1]] = values
        return keys

    def decode(self, keys: Keys) -> list[Column]:
        """Return the key columns again."""
        starts, columns = keys.starts, []
        for number, (kind, (first, end)) in enumerate(
            zip(self.types, pairwise(self._firsts), strict=True)
        ):
            nulls = (keys.words[:, 0] >> number) & 1
            valid = None if not nulls.any() else nulls == 0
            words = keys.words[:, first:end]
            if _is_bytes(kind):
                ends = starts + words[:, 0]
                columns.append(_gathered(keys.blob, (starts, ends), valid, kind))
                starts = ends
            elif is_float(kind):
                values = np.ascontiguousarray(words[:, 0]).view(np.float64)
                columns.append(column_of(values, valid, kind))
            else:
                columns.append(column_of(words if is_decimal(kind) else words[:, 0], valid, kind))
        return columns


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def _words(kind: pa.DataType) -> int:
    if is_decimal(kind):
        return 2
    if is_integral(kind) or is_float(kind) or _is_bytes(kind):
        return 1
    raise NoKeyType(kind)


def _key_numbers(column: Column) -> Int64s:
    values = numbers_of(column)
    if is_float(column.type):
        values = np.where(np.isnan(values), np.nan, values + 0.0).view(np.int64)
    return values


def _with_bytes(keys: Keys, column: Column, word: int) -> Keys:
    """Add a column's bytes behind those that each key has; NULL has none, whatever stands there."""
    starts, ends, blob = bytes_of(column)
    valid = valid_of(column)
    if valid is not None:
        ends = np.where(valid, ends, starts)
    keys.words[:, word] = ends - starts
    if not len(keys.blob):
        return keys._replace(starts=starts, ends=ends, blob=blob)
    joined = np.empty(int((keys.ends - keys.starts).sum() + (ends - starts).sum()), np.uint8)
    ranges = np.empty_like(starts), np.empty_like(ends)
    _join((keys.starts, keys.ends, keys.blob), (starts, ends, blob), joined, ranges)
    return keys._replace(starts=ranges[0], ends=ranges[1], blob=read_only(joined))


def _gathered(
    blob: UInt8s, ranges: tuple[Int64s, Int64s], valid: Bools | None, kind: pa.DataType
) -> Column:
    starts, ends = ranges
    packed = np.empty(int((ends - starts).sum()), np.uint8)
    places = np.empty_like(starts), np.empty_like(ends)
    gather_bytes(blob, (np.ascontiguousarray(starts), np.ascontiguousarray(ends)), packed, places)
    return column_of_bytes(places, packed, valid, kind)


@compiled
def _join(
    left: tuple[Int64s, Int64s, UInt8s],
    right: tuple[Int64s, Int64s, UInt8s],
    into: UInt8s,
    ranges: tuple[Int64s, Int64s],
) -> None:
    """Write each row's left bytes and then its right bytes."""
    at = 0
    for row in range(len(left[0])):
        ranges[0][row] = at
        for byte in range(left[0][row], left[1][row]):
            into[at] = left[2][byte]
            at += 1
        for byte in range(right[0][row], right[1][row]):
            into[at] = right[2][byte]
            at += 1
        ranges[1][row] = at
