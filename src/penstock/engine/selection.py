"""The rows of a batch that an expression is computed for: all of them, or some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, cast

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.functions import EvaluationError, Value
from penstock.functions.value import column, flags


class Frame:
    """Columns of some rows, taken when first asked for, and what was computed of them."""

    __slots__ = ("_columns", "_source", "memory", "now_us", "rows")

    def __init__(self, source: Callable[[int], Column], rows: int, now_us: int) -> None:
        self._source = source
        self._columns: dict[int, Column] = {}
        self.rows = rows
        self.now_us = now_us
        self.memory: dict[int, Value] = {}

    @staticmethod
    def of(batch: pa.RecordBatch, now_us: int) -> Frame:
        """Return the frame of a whole batch."""
        return Frame(cast(Callable[[int], Column], batch.column), batch.num_rows, now_us)

    @staticmethod
    def single() -> Frame:
        """Return a frame of one row without columns, for constants."""
        return Frame(lambda index: pa.nulls(1), 1, 0)

    def column(self, index: int) -> Column:
        """Return column `index` of these rows."""
        found = self._columns.get(index)
        if found is None:
            found = self._columns[index] = self._source(index)
        return found

    def only(self, rows: Int64s) -> Frame:
        """Return the frame of some of these rows."""
        return Frame(lambda index: self.column(index).take(rows), len(rows), self.now_us)


Node: TypeAlias = Callable[[Frame], Value]
"""Computes an expression in a frame."""


def on_rows(node: Node, frame: Frame, rows: Int64s) -> Value:
    """Return what a node gives for some rows; errors name the rows of the whole frame."""
    if len(rows) == frame.rows:
        return node(frame)
    try:
        return node(frame.only(rows))
    except EvaluationError as error:
        raise error.within(rows) from error


def rows_where(mask: Value, rows: int) -> Int64s:
    """Return the positions at which a BOOLEAN value is true."""
    return np.flatnonzero(flags(mask, rows))


def stitched(pieces: Sequence[tuple[Int64s, Value]]) -> Value:
    """Return one column from values for some rows each, every row occurring once."""
    if len(pieces) == 1:
        return pieces[0][1]
    places = np.concatenate([rows for rows, _ in pieces])
    order = np.empty(len(places), np.int64)
    order[places] = np.arange(len(places), dtype=np.int64)
    together = pa.concat_arrays([column(value, len(rows)) for rows, value in pieces])
    return together.take(order)
