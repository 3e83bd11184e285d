"""Join columns of text into rows of text, in one pass over memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Column, Int64s, Records
from penstock.formats.columns import address_of
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.memory import LINE
from penstock.formats.kernels.writing import JOINED, join_rows, joined_size
from penstock.formats.texts import text_parts


@dataclass(frozen=True, slots=True)
class RowStyle:
    """The marks around and between a row's values; with no opening mark a NULL is nothing."""

    opening: str = ""
    between: str = ","
    closing: str = ""
    skip_nulls: bool = False


def joined(
    columns: Sequence[Column], names: Sequence[bytes], rows: int, style: RowStyle
) -> Records:
    """Return a record for each row; a name stands before each of its column's values."""
    keep: list[np.ndarray[tuple[int], np.dtype[np.generic]]] = []
    about = np.zeros((max(len(columns), 1), JOINED), np.int64)
    for index, (column, name) in enumerate(zip(columns, names, strict=True)):
        offsets, data = text_parts(column)
        label = np.frombuffer(name + b"\0", np.uint8)
        present: Bytes = np.asarray(column.is_valid()).astype(np.uint8)
        keep += [offsets, data, label, present]
        start = address_of(data)
        about[index] = (
            address_of(offsets), start, start + len(data),
            address_of(present) if column.null_count else 0, address_of(label), len(name),
        )  # fmt: skip
    address = address_of(about)
    out = np.empty(joined_size(address, len(columns), rows) + LINE, np.uint8)
    ends: Int64s = np.empty(rows, np.int64)
    join_rows(address, len(columns), ends, out, _marks(style))
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1]) if rows else ends
    size = int(ends[-1]) + 1 if rows else 0
    return Records(out.data[:size], starts, ends)


def _marks(style: RowStyle) -> int:
    marks = (style.opening, style.between, style.closing)
    bytes_ = sum((ord(mark) if mark else 0) << (8 * place) for place, mark in enumerate(marks))
    return bytes_ | style.skip_nulls << 24
