"""Where a row's columns stand among its words, and columns written there and read again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.state.arrow import (
    Bools,
    column_of,
    column_of_bytes,
    is_decimal,
    is_float,
    numbers_of,
    valid_of,
)
from penstock.state.byte_heap import ByteHeap
from penstock.state.flat_codec import NULLS_PER_WORD, is_bytes, words_of
from penstock.state.leaves import column_of_leaves, leaf_types, leaves_of


class RowLayout:
    """The words of rows of given types: `null_words`, then each leaf's; `width` in all.

    `places` are the words that say where a string's bytes are; the word behind each, how many.
    """

    def __init__(self, types: Sequence[pa.DataType]) -> None:
        self.types = tuple(types)
        self._begins = [0, *accumulate(len(leaf_types(kind)) for kind in self.types)]
        self._leaves = [leaf for kind in self.types for leaf in leaf_types(kind)]
        self.null_words = max(1, -(-len(self._leaves) // NULLS_PER_WORD))
        self._firsts = [self.null_words]
        for leaf in self._leaves:
            self._firsts.append(self._firsts[-1] + words_of(leaf) + is_bytes(leaf))
        self.width = self._firsts[-1]
        pairs = zip(self._firsts, self._leaves, strict=False)
        self.places = np.array([first for first, leaf in pairs if is_bytes(leaf)], np.int64)

    def stage(self, columns: Sequence[Column], rows: int, heap: ByteHeap) -> Int64s:
        """Return columns as words by rows; the bytes of strings are kept in the heap."""
        staged = np.zeros((self.width, rows), np.int64)
        leaves = [leaf for column in columns for leaf in leaves_of(column, exact=True)]
        for number, leaf in enumerate(leaves):
            first, end = self._firsts[number : number + 2]
            valid = valid_of(leaf)
            if valid is not None:
                bits = (~valid).astype(np.int64) << number % NULLS_PER_WORD
                staged[number // NULLS_PER_WORD] |= bits
            if is_bytes(leaf.type):
                staged[first], staged[first + 1] = heap.append(leaf)
            elif first < end:
                staged[first:end] = _words(leaf, valid, end - first)
        return staged

    def column(self, column: int, words: Int64s, heap: ByteHeap) -> Column:
        """Return a column of rows whose words are given, words by rows."""
        first, end = self._begins[column : column + 2]
        leaves = (self._leaf(number, words, heap) for number in range(first, end))
        return column_of_leaves(self.types[column], leaves)

    def place(self, column: int) -> tuple[int, int, pa.DataType]:
        """Return a column's first word, its number among the NULL bits, and its type."""
        number = self._begins[column]
        return self._firsts[number], number, self._leaves[number]

    def _leaf(self, number: int, words: Int64s, heap: ByteHeap) -> Column:
        null = (words[number // NULLS_PER_WORD] >> number % NULLS_PER_WORD) & 1
        valid = null == 0 if null.any() else None
        first, end = self._firsts[number : number + 2]
        kind = self._leaves[number]
        if first == end:
            return pa.nulls(words.shape[1])
        if is_bytes(kind):
            ranges, packed = heap.gather(words[first], words[first + 1])
            return column_of_bytes(ranges, packed, valid, kind)
        if is_decimal(kind):
            return column_of(words[first:end].T, valid, kind)
        values = words[first].view(np.float64) if is_float(kind) else words[first]
        return column_of(values, valid, kind)


def _words(leaf: Column, valid: Bools | None, width: int) -> Int64s:
    """Return a column of numbers as words by rows, 0 where it is NULL."""
    values = numbers_of(leaf)
    if valid is not None:
        values[~valid] = 0
    return values.view(np.int64).reshape(len(leaf), width).T
