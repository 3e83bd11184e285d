"""How each aggregate folds rows into partial results, merges those and finishes them.

A partial result is a row of accumulator columns that start as zero. Rows are folded in the order
in which they come, one by one, so the answer does not depend on how they were batched; merging
adds up partial results in the order given. As in Flink: integers wrap around, SUM and AVG over no
value are NULL, AVG of integers truncates, a comparison with NaN is false. FLOAT is summed in
double precision, which Flink does in single. A DECIMAL sum that needs more than 38 digits is NULL.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.core.errors import InternalError
from penstock.core.types import INTEGERS, Kind, SqlType

Numbers: TypeAlias = npt.NDArray[Any]
Bools: TypeAlias = npt.NDArray[np.bool_]
Accumulators: TypeAlias = Sequence[Numbers]
Finished: TypeAlias = "tuple[Numbers, Bools | None]"
"""Result values and which of them are not NULL (None: all)."""

EVERY_ROW = np.zeros(0, np.bool_)
"""A `keep` that keeps every row."""
_DECIMAL_MAX = 10**38
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)


class NoKernel(InternalError):
    """The planner let an aggregate through that has no kernel.

    >>> print(NoKernel("SUM", "STRING"))
    E760 no aggregate kernel for SUM(STRING)
    """

    code = "E760"

    def __init__(self, function: str, argument: object) -> None:
        super().__init__(f"no aggregate kernel for {function}({argument})")


@dataclass(frozen=True, slots=True)
class AggregateKernel:
    """One aggregate over arguments of one representation.

    `fold(accumulators, slots, values, keep)` adds row i, if kept, to the partial result at
    `slots[i]`; `merge(into, into_rows, source, source_rows)` adds up pairs of partial results;
    `finish(accumulators)` gives one result per partial result. Values are int64, float64, pairs
    of words (DECIMAL) or Python objects.
    """

    dtypes: tuple[str, ...]
    fold: Callable[[Accumulators, Int64s, Numbers, Bools], None]
    merge: Callable[[Accumulators, Int64s, Accumulators, Int64s], None]
    finish: Callable[[Accumulators], Finished]


def aggregate_kernel(function: str, argument: SqlType | None, result: SqlType) -> AggregateKernel:
    """Return the kernel of COUNT, SUM, AVG, MIN or MAX; COUNT(*) has no argument."""
    if function == "COUNT":
        return _COUNT
    if argument is None:
        raise NoKernel(function, "*")
    if argument.kind is Kind.DECIMAL:
        return _decimal(function, argument, result)
    if argument.kind in _WORDS:
        real = argument.kind in {Kind.FLOAT, Kind.DOUBLE}
        return _number(function, "f8" if real else "i8", result.kind in INTEGERS)
    if function in {"MIN", "MAX"}:
        return _object(function)
    raise NoKernel(function, argument)


_WORDS = {
    *INTEGERS, Kind.FLOAT, Kind.DOUBLE, Kind.BOOLEAN, Kind.DATE, Kind.TIME, Kind.TIMESTAMP,
    Kind.TIMESTAMP_LTZ, Kind.INTERVAL_DAY, Kind.INTERVAL_YEAR,
}  # fmt: skip


def _number(function: str, dtype: str, whole: bool) -> AggregateKernel:
    """Return a kernel over int64 or float64: the value, and how many rows it stands for."""
    if function == "SUM":
        return AggregateKernel((dtype, "i8"), _fold_sum, _merge_sum, _finish_value)
    if function == "AVG":
        finish = _finish_whole_average if whole else _finish_average
        return AggregateKernel((dtype, "i8"), _fold_sum, _merge_sum, finish)
    if function in {"MIN", "MAX"}:
        fold, merge = (_fold_min, _merge_min) if function == "MIN" else (_fold_max, _merge_max)
        return AggregateKernel((dtype, "i8"), fold, merge, _finish_value)
    raise NoKernel(function, dtype)


def _decimal(function: str, argument: SqlType, result: SqlType) -> AggregateKernel:
    """Return a kernel over 128-bit numbers: two words, and how many rows they stand for."""
    scales = (argument.scale or 0, result.scale or 0)
    dtypes = ("(2,)i8", "i8")
    if function == "SUM":
        return AggregateKernel(dtypes, _fold_wide_sum, _merge_wide_sum, _finish_wide_sum)
    if function == "AVG":
        finish = partial(_finish_wide_average, scales=scales)
        return AggregateKernel(dtypes, _fold_wide_sum, _merge_wide_sum, finish)
    if function in {"MIN", "MAX"}:
        sign = 1 if function == "MIN" else -1
        fold = partial(_fold_wide_extreme, sign=sign)
        merge = partial(_merge_wide_extreme, sign=sign)
        return AggregateKernel(dtypes, fold, merge, _finish_value)
    raise NoKernel(function, argument)


def _object(function: str) -> AggregateKernel:
    """Return a kernel for strings and binaries, which compare by their code points."""
    better = _less if function == "MIN" else _greater
    fold = partial(_fold_object, better=better)
    merge = partial(_merge_object, better=better)
    return AggregateKernel(("O",), fold, merge, _finish_object)


def _finish_value(accumulators: Accumulators) -> Finished:
    return accumulators[0], accumulators[1] > 0


def _finish_whole_average(accumulators: Accumulators) -> Finished:
    sums, rows = accumulators
    divisors = np.maximum(rows, 1)
    quotients = sums // divisors
    quotients += (sums < 0) & (quotients * divisors != sums)
    return quotients, rows > 0


def _finish_average(accumulators: Accumulators) -> Finished:
    sums, rows = accumulators
    return sums / np.maximum(rows, 1), rows > 0


def _finish_wide_sum(accumulators: Accumulators) -> Finished:
    words, rows = accumulators
    valid = rows > 0
    for row in np.flatnonzero(np.abs(words[:, 1]) >= _DECIMAL_MAX >> 64):
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


def _finish_object(accumulators: Accumulators) -> Finished:
    values = accumulators[0]
    return values, np.array([value is not None for value in values], np.bool_)


def _less(left: Any, right: Any) -> bool:
    return bool(left < right)


def _greater(left: Any, right: Any) -> bool:
    return bool(left > right)


def _fold_object(
    accumulators: Accumulators,
    slots: Int64s,
    values: Numbers,
    keep: Bools,
    better: Callable[[Any, Any], bool],
) -> None:
    """Fold objects; a loop over rows in Python, which strings leave no way around."""
    best = accumulators[0]
    for row in np.flatnonzero(keep) if len(keep) else range(len(slots)):
        value, current = values[row], best[slots[row]]
        if current is None or better(value, current):
            best[slots[row]] = value


def _merge_object(
    into: Accumulators,
    into_rows: Int64s,
    source: Accumulators,
    source_rows: Int64s,
    better: Callable[[Any, Any], bool],
) -> None:
    values = source[0][source_rows]
    keep = np.array([value is not None for value in values], np.bool_)
    if len(values):
        _fold_object(into, into_rows, values, keep, better)


def _fold_count(accumulators: Accumulators, slots: Int64s, values: Numbers, keep: Bools) -> None:
    _count(accumulators[0], slots, keep)


def _merge_count(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    _merge_counts(into[0], into_rows, source[0], source_rows)


def _finish_count(accumulators: Accumulators) -> Finished:
    return accumulators[0], None


_COUNT = AggregateKernel(("i8",), _fold_count, _merge_count, _finish_count)


def _fold_sum(accumulators: Accumulators, slots: Int64s, values: Numbers, keep: Bools) -> None:
    _sum((accumulators[0], accumulators[1]), slots, values, keep)


def _merge_sum(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    _merge_sums((into[0], into[1]), into_rows, (source[0], source[1]), source_rows)


def _fold_min(accumulators: Accumulators, slots: Int64s, values: Numbers, keep: Bools) -> None:
    _minimum((accumulators[0], accumulators[1]), slots, values, keep)


def _merge_min(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    keep = source[1][source_rows] > 0
    _minimum((into[0], into[1]), into_rows, source[0][source_rows], keep)


def _fold_max(accumulators: Accumulators, slots: Int64s, values: Numbers, keep: Bools) -> None:
    _maximum((accumulators[0], accumulators[1]), slots, values, keep)


def _merge_max(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    keep = source[1][source_rows] > 0
    _maximum((into[0], into[1]), into_rows, source[0][source_rows], keep)


def _fold_wide_sum(accumulators: Accumulators, slots: Int64s, values: Numbers, keep: Bools) -> None:
    ones = np.ones(len(slots), np.int64)
    _wide_sum((accumulators[0], accumulators[1]), slots, (values, ones), keep)


def _merge_wide_sum(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    pairs = (source[0][source_rows], source[1][source_rows])
    _wide_sum((into[0], into[1]), into_rows, pairs, EVERY_ROW)


def _fold_wide_extreme(
    accumulators: Accumulators, slots: Int64s, values: Numbers, keep: Bools, sign: int
) -> None:
    _wide_extreme((accumulators[0], accumulators[1]), slots, (values, keep), sign)


def _merge_wide_extreme(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s, sign: int
) -> None:
    keep = source[1][source_rows] > 0
    _wide_extreme((into[0], into[1]), into_rows, (source[0][source_rows], keep), sign)


@compiled
def _count(counts: Int64s, slots: Int64s, keep: Bools) -> None:
    for row in range(len(slots)):
        if len(keep) == 0 or keep[row]:
            counts[slots[row]] += 1


@compiled
def _merge_counts(into: Int64s, into_rows: Int64s, source: Int64s, source_rows: Int64s) -> None:
    for pair in range(len(into_rows)):
        into[into_rows[pair]] += source[source_rows[pair]]


@compiled
def _sum(state: tuple[Numbers, Int64s], slots: Int64s, values: Numbers, keep: Bools) -> None:
    sums, rows = state
    for row in range(len(slots)):
        if len(keep) == 0 or keep[row]:
            sums[slots[row]] += values[row]
            rows[slots[row]] += 1


@compiled
def _merge_sums(
    into: tuple[Numbers, Int64s],
    into_rows: Int64s,
    source: tuple[Numbers, Int64s],
    source_rows: Int64s,
) -> None:
    for pair in range(len(into_rows)):
        into[0][into_rows[pair]] += source[0][source_rows[pair]]
        into[1][into_rows[pair]] += source[1][source_rows[pair]]


@compiled
def _minimum(state: tuple[Numbers, Int64s], slots: Int64s, values: Numbers, keep: Bools) -> None:
    best, rows = state
    for row in range(len(slots)):
        if len(keep) == 0 or keep[row]:
            slot = slots[row]
            if rows[slot] == 0 or values[row] < best[slot]:
                best[slot] = values[row]
            rows[slot] = 1


@compiled
def _maximum(state: tuple[Numbers, Int64s], slots: Int64s, values: Numbers, keep: Bools) -> None:
    best, rows = state
    for row in range(len(slots)):
        if len(keep) == 0 or keep[row]:
            slot = slots[row]
            if rows[slot] == 0 or values[row] > best[slot]:
                best[slot] = values[row]
            rows[slot] = 1


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
            if counts[row] < 0 or (same_sign and (high < 0) != (sums[slot, 1] < 0)):
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
