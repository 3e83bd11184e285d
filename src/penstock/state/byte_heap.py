"""The bytes of strings that rows refer to: appended, read by place, and moved together when many
are dead.

A place is a byte's position times two, plus which of two blobs it is in. While strings move from
one blob to the other, a few rows with every call (moving all at once would stop the stream), both
are read.
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Column, Int64s
from penstock.formats.kernels.memory import LINE
from penstock.state import row_kernels as kernels
from penstock.state.arrow import bytes_of
from penstock.state.hash_kernels import UInt8s
from penstock.state.image import Arrays
from penstock.state.memory import grown, rows_to_hold

DEAD_FEW = 1 << 20
"""Dead bytes that are not worth moving the others for."""
MOVES_PER_ROW = 4
MOVES_MIN = 1024


class ByteHeap:
    """Bytes of the rows of a word matrix, whose words `places` say where and the next ones how
    many.
    """

    def __init__(self, places: Int64s) -> None:
        self._places = places
        self.blobs = [np.zeros(0, np.uint8), np.zeros(0, np.uint8)]
        """The even and the odd one; a later `append` may move them."""
        self._ends = [0, 0]
        self._which = 0
        self._dead = 0
        self._moved = -1
        """How many rows have moved to the blob in use, or -1 when none have to."""

    def append(self, column: Column) -> tuple[Int64s, Int64s]:
        """Keep a column's strings; return the place and the length of each."""
        starts, ends, blob = bytes_of(column)
        first, last = (int(starts[0]), int(ends[-1])) if len(starts) else (0, 0)
        at = self._end
        self._make_room(last - first)
        self.blobs[self._which][at : at + last - first] = blob[first:last]
        self._ends[self._which] = at + last - first
        lengths = ends - starts
        if column.null_count:
            lengths[column.is_null().to_numpy(zero_copy_only=False)] = 0
            self._dead += last - first - int(lengths.sum())
        return (starts + (at - first)) * 2 + self._which, lengths

    def gather(self, places: Int64s, lengths: Int64s) -> tuple[tuple[Int64s, Int64s], UInt8s]:
        """Return the strings one behind the other: where each starts and ends, and the bytes."""
        size = int(lengths.sum())
        packed = np.empty(size + LINE, np.uint8)
        ends = np.cumsum(lengths)
        kernels.gather_bytes(self.blobs[0], self.blobs[1], (places, lengths), packed)
        return (ends - lengths, ends), packed[:size]

    def release(self, size: int) -> None:
        """Count bytes as dead that no row refers to any more."""
        self._dead += size

    def tidy(self, words: Int64s, rows: int) -> None:
        """Move some strings if there is reason to, at a cost that follows `rows`."""
        if self._moved < 0 and self._dead * 2 > max(self._end, DEAD_FEW):
            self._which = 1 - self._which
            self._dead, self._moved = 0, 0
        if self._moved >= 0:
            self._move_some(words, MOVES_PER_ROW * rows + MOVES_MIN)

    def _move_some(self, words: Int64s, rows: int) -> None:
        until = min(len(words), self._moved + rows)
        span = (self._moved, until)
        self._make_room(int(words[span[0] : span[1], self._places + 1].sum()))
        old, new = self.blobs[1 - self._which], self.blobs[self._which]
        state = np.array([self._which, self._end], np.int64)
        kernels.move_bytes(words, self._places, span, (old, new), state)
        self._ends[self._which] = int(state[1])
        self._moved = until
        if until == len(words):
            self.blobs[1 - self._which] = np.zeros(0, np.uint8)
            self._ends[1 - self._which] = 0
            self._moved = -1

    @property
    def _end(self) -> int:
        return self._ends[self._which]

    def _make_room(self, size: int) -> None:
        blob = self.blobs[self._which]
        if self._end + size > len(blob):
            room = rows_to_hold(self._end + size, len(blob))
            self.blobs[self._which] = grown(blob, room, appended=True)

    @property
    def size_bytes(self) -> int:
        """The memory that the strings hold."""
        return sum(blob.nbytes for blob in self.blobs)

    def parts(self) -> Arrays:
        """Return the state as arrays for `freeze`."""
        header = np.array([self._which, self._dead, self._moved], np.int64)
        blobs = {f"blob{n}": self.blobs[n][: self._ends[n]] for n in (0, 1)}
        return {"heap": header, **blobs}

    def restore(self, parts: Arrays) -> None:
        """Take back what `parts` returned."""
        self._which, self._dead, self._moved = parts["heap"].tolist()
        for number in (0, 1):
            blob = parts[f"blob{number}"]
            self.blobs[number] = grown(blob, len(blob), appended=True)
            self._ends[number] = len(blob)
