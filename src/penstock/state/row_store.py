"""Rows kept by number: what joins, rankings and patterns remember of the rows they have seen.

A row lies in one piece, so that fetching it from among millions costs one access to memory and
not one per column: a word whose bits say which columns are NULL (one such word per 63 columns),
then a word per column, DECIMAL two, a string two that say where its bytes are.

>>> store = RowStore([pa.int64(), pa.string()])
>>> ids = store.add([pa.array([7, 8]), pa.array(["a", None])], 2)
>>> [column.to_pylist() for column in store.take(np.array([1, 0, -1]))]
[[8, 7, None], [None, 'a', None]]
>>> store.remove(ids[:1])
>>> store.add([pa.array([9]), pa.array(["c"])], 1).tolist()
[0]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.state import row_kernels as kernels
from penstock.state.arrow import Bools, is_decimal, is_float
from penstock.state.byte_heap import ByteHeap
from penstock.state.flat_codec import NULLS_PER_WORD
from penstock.state.image import freeze, thaw
from penstock.state.memory import grown, rows_to_hold
from penstock.state.row_layout import RowLayout


class Numbers(NamedTuple):
    """A fixed-width column by row id, as kernels and NumPy read it; views into the store.

    `values` are int64, float64, or two words per row for DECIMAL. Row i is NULL if and only if
    `nulls[i] & null_bit` is not 0; what `values` has there is 0.
    """

    values: npt.NDArray[Any]
    nulls: Int64s
    null_bit: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """Rows taken out, whose columns are made when they are asked for: texts are copied then.

    To be used before the store changes.
    """

    words: Int64s
    layout: RowLayout
    heap: ByteHeap

    def __getitem__(self, column: int) -> Column:
        """Return a column."""
        return self.layout.column(column, self.words, self.heap)

    def only(self, wanted: Bools) -> Fetched:
        """Return some of the rows."""
        return replace(self, words=self.words.compress(wanted, axis=1))


class RowStore:
    """Rows of given Arrow types by id; a removed row's id is given to a later row."""

    def __init__(self, types: Sequence[pa.DataType]) -> None:
        self.layout = RowLayout(types)
        """Where a column stands among a row's words."""
        self.types = self.layout.types
        self._reset()

    def _reset(self) -> None:
        self.words = np.zeros((0, self.layout.width), np.int64)
        """The rows as they lie, for kernels to read; a later `add` may move them."""
        self.heap = ByteHeap(self.layout.places)
        """Where the bytes of their texts are."""
        self._free = np.zeros(0, np.int64)
        self._free_rows = 0
        self._end = 0

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._end - self._free_rows

    @property
    def ids_end(self) -> int:
        """One past the largest id ever given; what is kept by id must be that long."""
        return self._end

    def add(self, columns: Sequence[Column], rows: int) -> Int64s:
        """Keep rows and return their ids."""
        ids = self._new_ids(rows)
        self._write(columns, ids)
        return ids

    def replace(self, ids: Int64s, columns: Sequence[Column]) -> None:
        """Put other rows in the place of those of these ids, none of which may come twice."""
        self.heap.release(kernels.release(self.words, ids, self.layout.places))
        self._write(columns, ids)

    def take(self, ids: Int64s) -> list[Column]:
        """Return rows by their ids, which may repeat; id -1 stands for a row of NULLs."""
        found = self.fetch(ids)
        return [found[column] for column in range(len(self.types))]

    def fetch(self, ids: Int64s) -> Fetched:
        """Return what `take` does, for those who may not want all columns."""
        words = np.empty((self.layout.width, len(ids)), np.int64)
        kernels.gather(self.words, ids, self.layout.null_words, words)
        return Fetched(words, self.layout, self.heap)

    def remove(self, ids: Int64s) -> None:
        """Let go of rows, each of which must be there."""
        self.heap.release(kernels.release(self.words, ids, self.layout.places))
        end = self._free_rows + len(ids)
        if end > len(self._free):
            self._free = grown(self._free, rows_to_hold(end, len(self._free)))
        # The stack's top is the first row removed: a batch that replaces rows keeps their order.
        self._free[self._free_rows : end] = ids[::-1]
        self._free_rows = end
        if self._free_rows == self._end:
            self._reset()
        else:
            self.heap.tidy(self.words[: self._end], len(ids))

    def numbers(self, column: int) -> Numbers:
        """Return a column of numbers or times by id; a later `add` may move it."""
        first, number, kind = self.layout.place(column)
        nulls = self.words[:, number // NULLS_PER_WORD]
        bit = 1 << number % NULLS_PER_WORD
        if is_decimal(kind):
            return Numbers(self.words[:, first : first + 2], nulls, bit)
        values = self.words.view(np.float64) if is_float(kind) else self.words
        return Numbers(values[:, first], nulls, bit)

    @property
    def size_bytes(self) -> int:
        """The memory that the rows hold."""
        return self.words.nbytes + self._free.nbytes + self.heap.size_bytes

    def snapshot(self) -> bytes:
        """Return all rows with their ids."""
        words, free = self.words[: self._end], self._free[: self._free_rows]
        return freeze({"words": words, "free": free, **self.heap.parts()})

    def restore(self, state: bytes) -> None:
        """Take back what `snapshot` returned."""
        self._reset()
        parts = thaw(state)
        self.words = grown(parts["words"], len(parts["words"]), appended=True)
        self._free = grown(parts["free"], len(parts["free"]))
        self._end, self._free_rows = len(self.words), len(self._free)
        self.heap.restore(parts)

    def _new_ids(self, rows: int) -> Int64s:
        again = min(rows, self._free_rows)
        self._free_rows -= again
        freed = self._free[self._free_rows : self._free_rows + again][::-1]
        ids = np.concatenate([freed, np.arange(self._end, self._end + rows - again)])
        self._end += rows - again
        if self._end > len(self.words):
            self.words = grown(self.words, rows_to_hold(self._end, len(self.words)), appended=True)
        return ids

    def _write(self, columns: Sequence[Column], ids: Int64s) -> None:
        staged = self.layout.stage(columns, len(ids), self.heap)
        kernels.scatter(staged, ids, self.words)
        self.heap.tidy(self.words[: self._end], len(ids))
