"""Rows that are due with those before them, and what OVER reads off their places alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column, Int64s
from penstock.engine.over_frames import Frames
from penstock.sql.plan_rank import OverCall


@dataclass(frozen=True)
class SortedRows:
    """Rows by key and time.

    `data` holds earlier rows and then those due; `order` sorts it, `due` are the sorted places of
    the due rows, `keys` the numbers of their keys.
    """

    data: pa.RecordBatch
    order: Int64s
    due: Int64s
    keys: Int64s
    frames: Frames

    @cached_property
    def first(self) -> Int64s:
        """Per due row the place of its key's first due row, behind all earlier ones."""
        is_due = np.zeros(len(self.order), np.int64)
        is_due[self.due] = 1
        before = np.concatenate([[0], np.cumsum(is_due)])
        starts = self.frames.starts[self.due]
        first: Int64s = self.due - (before[self.due] - before[starts])
        return first


def numbers_of_rows(function: str, found: SortedRows, rows: Int64s, times: Int64s) -> Int64s:
    """Return ROW_NUMBER, RANK or DENSE_RANK; `rows` and `times` were counted before, by slot."""
    peers, numbers, due = found.frames.peers, found.frames.peer_numbers, found.due
    counted: Int64s
    match function:
        case "ROW_NUMBER":
            counted = rows[found.keys] + due - found.first
        case "RANK":
            counted = rows[found.keys] + peers[due] - found.first
        case _:
            counted = times[found.keys] + numbers[due] - numbers[found.first]
    return counted + 1


def earlier_values(call: OverCall, found: SortedRows) -> Column:
    """Return LAG: the value of an earlier row of the key, or the default."""
    places = found.due - call.offset
    there = places >= found.frames.starts[found.due]
    rows = found.order[np.where(there, places, 0)]
    values = found.data.column(call.arguments[0])
    earlier = values.take(pa.array(rows, pa.int64(), mask=~there))
    if len(call.arguments) == 1:
        return earlier
    own = found.data.column(call.arguments[1]).take(pa.array(found.order[found.due], pa.int64()))
    chosen: Column = pc.if_else(pa.array(there), earlier, own)
    return chosen


def behind(
    data: pa.RecordBatch, read: list[int], columns: list[Column], rows: int
) -> pa.RecordBatch:
    """Return a batch with earlier rows before its own; columns that nobody reads are NULL there."""
    if not rows:
        return data
    before = dict(zip(read, columns, strict=True))
    joined = []
    for number, column in enumerate(data.columns):
        earlier = before.get(number)
        earlier = pa.nulls(rows, column.type) if earlier is None else earlier
        joined.append(pa.concat_arrays([earlier, column]))
    return pa.RecordBatch.from_arrays(joined, schema=data.schema)
