"""Dense columns that grow: what is known of a key, at the key's slot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.state.image import freeze, thaw
from penstock.state.memory import grown, rows_to_hold
from penstock.state.snapshot import pack, unpack


class DenseColumns:
    """Columns of equal length, zero (or None) where nothing was written.

    A dtype may name a shape, such as `"(2,)i8"` for 128-bit numbers. `appended` says that rows are
    added all the time, and not found at any place (see `memory.grown`).

    >>> columns = DenseColumns(["i8", "f8"])
    >>> columns.reserve(3)
    >>> len(columns.arrays[0]) >= 3
    True
    """

    def __init__(self, dtypes: Sequence[str], *, appended: bool = False) -> None:
        self._appended = appended
        self.arrays: list[npt.NDArray[Any]] = [_zeros(dtype) for dtype in dtypes]

    def reserve(self, rows: int) -> None:
        """Make every column at least `rows` long, at a constant cost per new row."""
        if self.arrays and rows > len(self.arrays[0]):
            length = rows_to_hold(rows, len(self.arrays[0]))
            self.arrays = [_grown(array, length, appended=self._appended) for array in self.arrays]

    def clear(self, slots: Int64s) -> None:
        """Write zero (or None) at these slots."""
        for array in self.arrays:
            array[slots] = None if array.dtype == object else 0

    def snapshot(self, rows: int) -> bytes:
        """Return the first rows of every column; numbers are copied once, as they lie."""
        parts = {str(n): _plain(array[:rows]) for n, array in enumerate(self.arrays)}
        return freeze({"rows": np.array([rows]), **parts})

    def restore(self, state: bytes) -> None:
        """Take back what `snapshot` returned, into columns of the same dtypes."""
        parts = thaw(state)
        rows = int(parts["rows"][0])
        self.reserve(rows)
        for number, array in enumerate(self.arrays):
            part = parts[str(number)]
            array[:rows] = _objects(part) if array.dtype == object else part

    @property
    def size_bytes(self) -> int:
        """The memory that the columns hold, without the objects that they refer to."""
        return sum(array.nbytes for array in self.arrays)


def _zeros(dtype: str) -> npt.NDArray[Any]:
    return np.full(0, None) if dtype == "O" else np.zeros(0, dtype)


def _plain(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return numbers as they are, objects as the bytes of an Arrow column."""
    return np.frombuffer(pack({"": array}), np.uint8) if array.dtype == object else array


def _objects(plain: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.array([*unpack(plain.tobytes()).column(0).to_pylist(), None], object)[:-1]


def _grown(array: npt.NDArray[Any], rows: int, *, appended: bool) -> npt.NDArray[Any]:
    if array.dtype != object:
        return grown(array, rows, appended=appended)
    longer = np.full(rows, None)
    longer[: len(array)] = array
    return longer
