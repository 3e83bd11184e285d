"""SUM, AVG, MIN and MAX over DECIMAL, exact, as 128-bit numbers in two 64-bit words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import partial

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.core.types import SqlType
from penstock.functions.aggregate_kernel import (
    ALL_ADDED,
    EVERY_ROW,
    Accumulators,
    AggregateKernel,
    Bools,
    Finished,
    Fold,
    NoKernel,
    Numbers,
    finish_value,
)

_DECIMAL_MAX = 10**38
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)


def decimal_kernel(function: str, argument: SqlType, result: SqlType) -> AggregateKernel:
    """Return a kernel over 128-bit numbers: two words, and how many rows they stand for."""
    scales = (argument.scale or 0, result.scale or 0)
    dtypes = ("(2,)i8", "i8")
    if function == "SUM":
        return AggregateKernel(
            dtypes, _fold_wide_sum, _merge_wide_sum, _finish_wide_sum, retracts=True
        )
    if function == "AVG":
        finish = partial(_finish_wide_average, scales=scales)
        return AggregateKernel(dtypes, _fold_wide_sum, _merge_wide_sum, finish, retracts=True)
    if function in {"MIN", "MAX"}:
        sign = 1 if function == "MIN" else -1
        merge = partial(_merge_wide_extreme, sign=sign)
        return AggregateKernel(dtypes, _extreme_fold(sign), merge, finish_value)
    raise NoKernel(function, argument)


def _finish_wide_sum(accumulators: Accumulators) -> Finished:
    words, rows = accumulators
    valid = rows > 0
    high, near = words[:, 1], _DECIMAL_MAX >> 64
    # Not by np.abs: the least int64 has no opposite.
    for row in np.flatnonzero((high >= near) | (high < -near)):
        valid[row] &= abs(_wide(words[row])) < _DECIMAL_MAX
    return words, valid


def _finish_wide_average(accumulators: Accumulators, scales: tuple[int, int]) -> Finished:
    words, rows = accumulators
    values = np.zeros_like(words)
    valid = rows > 0
    for row in np.flatnonzero(valid):
        total = Decimal(_wide(words[row])).scaleb(scales[1] - scales[0], _EXACT)
        average = int(
            _EXACT.divide(total, Decimal(int(rows[row]))).to_integral_value(ROUND_HALF_UP)
        )
        valid[row] = abs(average) < _DECIMAL_MAX
        if valid[row]:
            values[row] = np.frombuffer(average.to_bytes(16, "little", signed=True), np.int64)
    return values, valid


def _wide(words: Numbers) -> int:
    return (int(words[1]) << 64) | (int(words[0]) & (2**64 - 1))


def _fold_wide_sum(
    accumulators: Accumulators,
    slots: Int64s,
    values: Numbers,
    keep: Bools,
    signs: Int64s = ALL_ADDED,
) -> None:
    added = (values, np.ones(len(slots), np.int64))
    if len(signs):
        added = np.where(signs[:, None] < 0, _opposite(values), values), signs
    _wide_sum((accumulators[0], accumulators[1]), slots, added, keep)


def _opposite(words: Numbers) -> Numbers:
    """Return the negative 128-bit numbers: all bits turned over, plus one."""
    low = -words[:, 0]
    return np.stack([low, ~words[:, 1] + (low == 0)], axis=1)


def _merge_wide_sum(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    pairs = (source[0][source_rows], source[1][source_rows])
    _wide_sum((into[0], into[1]), into_rows, pairs, EVERY_ROW)


def _extreme_fold(sign: int) -> Fold:
    def fold(
        accumulators: Accumulators,
        slots: Int64s,
        values: Numbers,
        keep: Bools,
        signs: Int64s = ALL_ADDED,
    ) -> None:
        _wide_extreme((accumulators[0], accumulators[1]), slots, (values, keep), sign)

    return fold


def _merge_wide_extreme(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s, sign: int
) -> None:
    keep = source[1][source_rows] > 0
    _wide_extreme((into[0], into[1]), into_rows, (source[0][source_rows], keep), sign)


@compiled
def _wide_sum(
    state: tuple[Numbers, Int64s], slots: Int64s, added: tuple[Numbers, Int64s], keep: Bools
) -> None:
    """Add 128-bit numbers; a row count of -2**62 marks a sum that has left 128 bits for good."""
    sums, rows = state
    values, counts = added
    for row in range(len(slots)):
        if len(keep) == 0 or keep[row]:
            slot = slots[row]
            low = np.uint64(sums[slot, 0]) + np.uint64(values[row, 0])
            carry = np.int64(low < np.uint64(values[row, 0]))
            high = sums[slot, 1] + values[row, 1] + carry
            same_sign = (sums[slot, 1] < 0) == (values[row, 1] < 0)
            if counts[row] < -1 or (same_sign and (high < 0) != (sums[slot, 1] < 0)):
                rows[slot] = -(2**62)
            sums[slot, 0], sums[slot, 1] = np.int64(low), high
            rows[slot] += counts[row]


@compiled
def _wide_extreme(
    state: tuple[Numbers, Int64s], slots: Int64s, values: tuple[Numbers, Bools], sign: int
) -> None:
    """Keep the least (`sign` 1) or greatest (`sign` -1) of 128-bit numbers."""
    best, rows = state
    words, keep = values
    for row in range(len(slots)):
        if len(keep) == 0 or keep[row]:
            slot = slots[row]
            order = np.int64(words[row, 1] > best[slot, 1]) - np.int64(
                words[row, 1] < best[slot, 1]
            )
            if order == 0:
                low, best_low = np.uint64(words[row, 0]), np.uint64(best[slot, 0])
                order = np.int64(low > best_low) - np.int64(low < best_low)
            if rows[slot] == 0 or order * sign < 0:
                best[slot, 0], best[slot, 1] = words[row, 0], words[row, 1]
            rows[slot] = 1
