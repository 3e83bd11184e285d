"""What is known of a key, side by side: a row of words per slot, so that one or two accesses to
memory fetch all of it, however many keys there are.

A batch's rows are taken out as columns, which stay in the processor's cache, worked on, and put
back. Python objects have columns of their own.

>>> rows = SlotRows(["i8", "f8", "O"])
>>> rows.reserve(9)
>>> taken = rows.take(np.array([7, 2]))
>>> taken.columns[1][:] = [0.5, 0.25]
>>> rows.put(np.array([7, 2]), taken)
>>> rows.take(np.array([2])).columns[1].tolist()
[0.25]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.formats.kernels.memory import LINE
from penstock.state import row_kernels as kernels
from penstock.state.columns import DenseColumns
from penstock.state.image import freeze, thaw

_OBJECT = "O"
_WORD_BYTES = 8
_LINE_WORDS = LINE // _WORD_BYTES
_NO_NULLS = 0


class Taken(NamedTuple):
    """Rows taken out: a column per dtype, most of them views of `words` (words by rows)."""

    words: Int64s
    columns: list[npt.NDArray[Any]]


class SlotRows:
    """Rows of given dtypes by slot, zero (or None) where nothing was written.

    A dtype may name a shape, such as `"(2,)i8"` for 128-bit numbers. The first `spare` words of a
    row are the owner's, who finds them in `words`.
    """

    def __init__(self, dtypes: Sequence[str], spare: int = 0) -> None:
        self._dtypes = [np.dtype(each) for each in dtypes]
        self._spare = spare
        sizes = [0 if each.hasobject else _words_of(each) for each in self._dtypes]
        ends = spare + np.cumsum(sizes, dtype=np.int64)
        self._firsts = (ends - sizes).tolist()
        self._width = spare + sum(sizes)
        self._words = DenseColumns([f"({_padded(spare + sum(sizes))},)i8"])
        self._objects = DenseColumns([_OBJECT for each in self._dtypes if each.hasobject])

    @property
    def words(self) -> Int64s:
        """All rows, slots by words; a later `reserve` may replace the array."""
        words: Int64s = self._words.arrays[0]
        return words

    def reserve(self, rows: int) -> None:
        """Make room for at least so many rows, at a constant cost per new row."""
        self._words.reserve(rows)
        self._objects.reserve(rows)

    def clear(self, slots: Int64s) -> None:
        """Write zero (or None) at these slots."""
        self._words.clear(slots)
        self._objects.clear(slots)

    def take(self, slots: Int64s) -> Taken:
        """Return copies of these rows."""
        words = np.empty((self._width, len(slots)), np.int64)
        kernels.gather(self.words, slots, _NO_NULLS, words)
        return Taken(words, list(self._columns(words, slots)))

    def _columns(self, words: Int64s, slots: Int64s) -> Iterator[npt.NDArray[Any]]:
        objects = iter(self._objects.arrays)
        for first, dtype in zip(self._firsts, self._dtypes, strict=True):
            if dtype.hasobject:
                yield next(objects)[slots]
            elif dtype.shape:
                yield np.ascontiguousarray(words[first : first + _words_of(dtype)].T)
            else:
                column = words[first].view(dtype)
                yield column if dtype.itemsize == _WORD_BYTES else column[:: _step(dtype)].copy()

    def put(self, slots: Int64s, taken: Taken) -> None:
        """Put rows back as they are now."""
        objects = iter(self._objects.arrays)
        for first, dtype, column in zip(self._firsts, self._dtypes, taken.columns, strict=True):
            if dtype.hasobject:
                next(objects)[slots] = column
            elif dtype.shape:
                taken.words[first : first + _words_of(dtype)] = column.T
            elif dtype.itemsize != _WORD_BYTES:
                taken.words[first].view(dtype)[:: _step(dtype)] = column
        kernels.scatter(taken.words, slots, self.words)

    @property
    def size_bytes(self) -> int:
        """The memory that the rows hold, without the objects that they refer to."""
        return self._words.size_bytes + self._objects.size_bytes

    def snapshot(self, rows: int) -> bytes:
        """Return the first rows; numbers are copied once, as they lie."""
        parts = {"words": self._words.snapshot(rows), "objects": self._objects.snapshot(rows)}
        return freeze({name: np.frombuffer(part, np.uint8) for name, part in parts.items()})

    def restore(self, state: bytes) -> None:
        """Take back what `snapshot` returned, into rows of the same dtypes."""
        parts = thaw(state)
        self._words.restore(parts["words"].tobytes())
        self._objects.restore(parts["objects"].tobytes())


def _padded(words: int) -> int:
    """Return for how many words to make room so that no row lies across more lines than it must.

    >>> _padded(3), _padded(11)
    (4, 16)
    """
    if words >= _LINE_WORDS:
        return -(-words // _LINE_WORDS) * _LINE_WORDS
    return 1 << max(words - 1, 0).bit_length()


def _words_of(dtype: np.dtype[Any]) -> int:
    return -(-dtype.itemsize // _WORD_BYTES)


def _step(dtype: np.dtype[Any]) -> int:
    return _WORD_BYTES // dtype.itemsize
