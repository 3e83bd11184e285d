"""MIN and MAX over texts and binaries, which are Python objects in the accumulators.

A kernel finds the best row of each partial result that a batch touches, among the bytes of the
Arrow column; Python sees those rows alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.compiled import compiled
from penstock.functions.aggregate_kernel import (
    ALL_ADDED,
    Accumulators,
    AggregateKernel,
    Bools,
    Finished,
    Fold,
    Merge,
    Numbers,
)

UInt8s = npt.NDArray[np.uint8]


def text_kernel(function: str) -> AggregateKernel:
    """Return a kernel for strings and binaries, which compare by their code points."""
    least = function == "MIN"
    return AggregateKernel(("O",), _fold(least), _merge(least), _finish, columnar=True)


def _finish(accumulators: Accumulators) -> Finished:
    return accumulators[0], np.array([value is not None for value in accumulators[0]], np.bool_)


def _fold(least: bool) -> Fold:
    sign = 1 if least else -1

    def fold(
        accumulators: Accumulators,
        slots: Int64s,
        values: Numbers | Column,
        keep: Bools,
        signs: Int64s = ALL_ADDED,
    ) -> None:
        column: Any = values if isinstance(values, pa.Array) else pa.array(values)
        texts = _texts(column)
        # Zeros that nobody touches cost nothing: the system hands out pages when they are used.
        best, touched = np.zeros(len(accumulators[0]), np.int64), np.empty(len(slots), np.int64)
        count = _best_rows(best, touched, (slots, keep), texts, sign)
        found = touched[:count]
        _keep_best(
            accumulators[0], found, column.take(pa.array(best[found] - 1)).to_pylist(), least
        )

    return fold


def _merge(least: bool) -> Merge:
    def merge(
        into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
    ) -> None:
        _keep_best(into[0], into_rows, source[0][source_rows].tolist(), least)

    return merge


def _texts(column: Column) -> tuple[Int64s, Int64s, UInt8s]:
    """Return where each text starts and ends, and the bytes they stand in."""
    _, offsets_buffer, data = column.buffers()
    first = column.offset * np.dtype(np.int32).itemsize
    if offsets_buffer is None:
        none = np.zeros(len(column), np.int64)
        return none, none, np.frombuffer(b"", np.uint8)
    offsets = np.frombuffer(memoryview(offsets_buffer), np.int32, len(column) + 1, first)
    blob = np.frombuffer(b"" if data is None else memoryview(data), np.uint8)
    return offsets[:-1].astype(np.int64), offsets[1:].astype(np.int64), blob


def _keep_best(best: Numbers, slots: Int64s, values: list[Any], least: bool) -> None:
    for slot, value in zip(slots.tolist(), values, strict=True):
        current = best[slot]
        if value is None:
            continue
        if current is None or (value < current if least else value > current):
            best[slot] = value


@compiled
def _best_rows(
    best: Int64s,
    touched: Int64s,
    rows: tuple[Int64s, Bools],
    texts: tuple[Int64s, Int64s, UInt8s],
    sign: int,
) -> int:
    """Write each slot's row of the least (`sign` 1) or greatest text, plus 1; return how many."""
    slots, keep = rows
    starts, ends, blob = texts
    count = 0
    for row in range(len(slots)):
        if len(keep) and not keep[row]:
            continue
        other = best[slots[row]] - 1
        if other < 0:
            best[slots[row]] = row + 1
            touched[count] = slots[row]
            count += 1
            continue
        length, length_other = ends[row] - starts[row], ends[other] - starts[other]
        order = length - length_other
        for byte in range(min(length, length_other)):
            left, right = blob[starts[row] + byte], blob[starts[other] + byte]
            if left != right:
                order = np.int64(left) - np.int64(right)
                break
        if order * sign < 0:
            best[slots[row]] = row + 1
    return count
