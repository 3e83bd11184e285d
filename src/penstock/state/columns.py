"""Dense columns that grow: what is known of a key, at the key's slot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.state.memory import grown, rows_to_hold


class DenseColumns:
    """Columns of equal length, zero (or None) where nothing was written.

    A dtype may name a shape, such as `"(2,)i8"` for 128-bit numbers.

    >>> columns = DenseColumns(["i8", "f8"])
    >>> columns.reserve(3)
    >>> len(columns.arrays[0]) >= 3
    True
    """

    def __init__(self, dtypes: Sequence[str]) -> None:
        self.arrays: list[npt.NDArray[Any]] = [_zeros(dtype) for dtype in dtypes]

    def reserve(self, rows: int) -> None:
        """Make every column at least `rows` long, at a constant cost per new row."""
        if self.arrays and rows > len(self.arrays[0]):
            length = rows_to_hold(rows, len(self.arrays[0]))
            self.arrays = [_grown(array, length) for array in self.arrays]

    def clear(self, slots: Int64s) -> None:
        """Write zero (or None) at these slots."""
        for array in self.arrays:
            array[slots] = None if array.dtype == object else 0

    @property
    def size_bytes(self) -> int:
        """The memory that the columns hold, without the objects that they refer to."""
        return sum(array.nbytes for array in self.arrays)


def _zeros(dtype: str) -> npt.NDArray[Any]:
    return np.full(0, None) if dtype == "O" else np.zeros(0, dtype)


def _grown(array: npt.NDArray[Any], rows: int) -> npt.NDArray[Any]:
    if array.dtype != object:
        return grown(array, rows)
    longer = np.full(rows, None)
    longer[: len(array)] = array
    return longer
