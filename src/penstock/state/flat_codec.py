"""Columns of numbers and strings as rows of words and bytes, and back.

A row is: a word whose bit i says that column i is NULL (one such word per 63 columns), then per
column its value (one word, DECIMAL two, the type NULL none) or, for strings and binaries, its
length; the bytes of all strings follow one another. So NULL is a value of its own, and
`('ab', 'c')` is not `('a', 'bc')`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.compiled import compiled
from penstock.core.errors import InternalError
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

NULLS_PER_WORD = 63
"""The sign bit stays free, so that a word of NULL bits is never negative."""


class UnknownLayout(InternalError):
    """A column has an Arrow type that no SQL type is carried by, so state cannot hold it.

    >>> print(UnknownLayout(pa.large_string()))
    E450 state cannot hold a column of type large_string
    """

    code = "E450"

    def __init__(self, kind: pa.DataType) -> None:
        super().__init__(f"state cannot hold a column of type {kind}")


class FlatCodec:
    """Encodes and decodes rows of given flat Arrow types; no types at all make one single row.

    Unless `exact`, values that SQL holds for equal become the same row: all NaN, 0.0 and -0.0.
    """

    def __init__(self, types: Sequence[pa.DataType], *, exact: bool = False) -> None:
        self.types = tuple(types)
        self._exact = exact
        self._firsts = [max(1, -(-len(self.types) // NULLS_PER_WORD))]
        for kind in self.types:
            self._firsts.append(self._firsts[-1] + words_of(kind))
        self.width = self._firsts[-1]
        self.sized = any(is_bytes(kind) for kind in self.types)

    @property
    def length_words(self) -> Int64s:
        """Which words say how many bytes follow."""
        pairs = zip(self._firsts, self.types, strict=False)
        return np.array([first for first, kind in pairs if is_bytes(kind)], np.int64)

    def encode(self, columns: Sequence[Column], rows: int) -> Keys:
        """Return one row of words and bytes per row of the columns."""
        words = np.zeros((rows, self.width), np.int64)
        none = np.zeros(rows, np.int64)
        keys = Keys(words, none, none, NO_BYTES)
        for number, column in enumerate(columns):
            valid = valid_of(column)
            if valid is not None:
                words[:, number // NULLS_PER_WORD] |= (~valid).astype(np.int64) << _bit(number)
            if is_bytes(column.type):
                keys = _with_bytes(keys, column, self._firsts[number])
            elif words_of(column.type):
                values = self._numbers(column).reshape(rows, words_of(column.type))
                if valid is not None:
                    values = np.where(valid[:, None], values, 0)
                words[:, self._firsts[number] : self._firsts[number + 1]] = values
        return keys

    def _numbers(self, column: Column) -> Int64s:
        values = numbers_of(column)
        if not is_float(column.type):
            return values
        if not self._exact:
            values = np.where(np.isnan(values), np.nan, values + 0.0)
        return values.view(np.int64)

    def decode(self, keys: Keys) -> list[Column]:
        """Return the columns again."""
        starts, columns = keys.starts, []
        for number, (kind, (first, end)) in enumerate(
            zip(self.types, pairwise(self._firsts), strict=True)
        ):
            nulls = (keys.words[:, number // NULLS_PER_WORD] >> _bit(number)) & 1
            valid = None if not nulls.any() else nulls == 0
            words = keys.words[:, first:end]
            if is_bytes(kind):
                ends = starts + words[:, 0]
                columns.append(gathered(keys.blob, (starts, ends), valid, kind))
                starts = ends
            else:
                columns.append(_column_of_words(words, valid, kind))
        return columns


def _column_of_words(words: Int64s, valid: Bools | None, kind: pa.DataType) -> Column:
    if pa.types.is_null(kind):
        return pa.nulls(len(words))
    if is_float(kind):
        return column_of(np.ascontiguousarray(words[:, 0]).view(np.float64), valid, kind)
    return column_of(words if is_decimal(kind) else words[:, 0], valid, kind)


def _bit(number: int) -> int:
    return number % NULLS_PER_WORD


def is_bytes(kind: pa.DataType) -> bool:
    """Say whether a column of this type is ranges of bytes."""
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def words_of(kind: pa.DataType) -> int:
    """Return how many words a value takes, the length of a string being one."""
    if pa.types.is_null(kind):
        return 0
    if is_decimal(kind):
        return 2
    if is_integral(kind) or is_float(kind) or is_bytes(kind):
        return 1
    raise UnknownLayout(kind)


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


def gathered(
    blob: UInt8s, ranges: tuple[Int64s, Int64s], valid: Bools | None, kind: pa.DataType
) -> Column:
    """Return a string or binary column of ranges that stand anywhere."""
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
