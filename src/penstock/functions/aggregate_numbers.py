"""COUNT, and SUM, AVG, MIN and MAX over int64 and float64."""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.functions.aggregate_kernel import (
    ALL_ADDED,
    Accumulators,
    AggregateKernel,
    Bools,
    Finished,
    NoKernel,
    Numbers,
    finish_value,
)


def number_kernel(function: str, dtype: str, whole: bool) -> AggregateKernel:
    """Return a kernel over int64 or float64: the value, and how many rows it stands for."""
    if function == "SUM":
        return AggregateKernel((dtype, "i8"), _fold_sum, _merge_sum, finish_value, retracts=True)
    if function == "AVG":
        finish = _finish_whole_average if whole else _finish_average
        return AggregateKernel((dtype, "i8"), _fold_sum, _merge_sum, finish, retracts=True)
    if function in {"MIN", "MAX"}:
        fold, merge = (_fold_min, _merge_min) if function == "MIN" else (_fold_max, _merge_max)
        return AggregateKernel((dtype, "i8"), fold, merge, finish_value)
    raise NoKernel(function, dtype)


def _finish_whole_average(accumulators: Accumulators) -> Finished:
    sums, rows = accumulators
    divisors = np.maximum(rows, 1)
    quotients = sums // divisors
    quotients += (sums < 0) & (quotients * divisors != sums)
    return quotients, rows > 0


def _finish_average(accumulators: Accumulators) -> Finished:
    sums, rows = accumulators
    return sums / np.maximum(rows, 1), rows > 0


def _fold_count(
    accumulators: Accumulators,
    slots: Int64s,
    values: Numbers,
    keep: Bools,
    signs: Int64s = ALL_ADDED,
) -> None:
    _count(accumulators[0], slots, keep, signs)


def _merge_count(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    _merge_counts(into[0], into_rows, source[0], source_rows)


def _finish_count(accumulators: Accumulators) -> Finished:
    return accumulators[0], None


COUNT = AggregateKernel(("i8",), _fold_count, _merge_count, _finish_count, retracts=True)
"""COUNT(*) and COUNT(x), which `keep` tells apart."""


def _fold_sum(
    accumulators: Accumulators,
    slots: Int64s,
    values: Numbers,
    keep: Bools,
    signs: Int64s = ALL_ADDED,
) -> None:
    _sum((accumulators[0], accumulators[1]), slots, (values, signs), keep)


def _merge_sum(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    _merge_sums((into[0], into[1]), into_rows, (source[0], source[1]), source_rows)


def _fold_min(
    accumulators: Accumulators,
    slots: Int64s,
    values: Numbers,
    keep: Bools,
    signs: Int64s = ALL_ADDED,
) -> None:
    _minimum((accumulators[0], accumulators[1]), slots, values, keep)


def _merge_min(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    keep = source[1][source_rows] > 0
    _minimum((into[0], into[1]), into_rows, source[0][source_rows], keep)


def _fold_max(
    accumulators: Accumulators,
    slots: Int64s,
    values: Numbers,
    keep: Bools,
    signs: Int64s = ALL_ADDED,
) -> None:
    _maximum((accumulators[0], accumulators[1]), slots, values, keep)


def _merge_max(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    keep = source[1][source_rows] > 0
    _maximum((into[0], into[1]), into_rows, source[0][source_rows], keep)


@compiled
def _count(counts: Int64s, slots: Int64s, keep: Bools, signs: Int64s) -> None:
    for row in range(len(slots)):
        if len(keep) == 0 or keep[row]:
            counts[slots[row]] += 1 if len(signs) == 0 else signs[row]


@compiled
def _merge_counts(into: Int64s, into_rows: Int64s, source: Int64s, source_rows: Int64s) -> None:
    for pair in range(len(into_rows)):
        into[into_rows[pair]] += source[source_rows[pair]]


@compiled
def _sum(
    state: tuple[Numbers, Int64s], slots: Int64s, signed: tuple[Numbers, Int64s], keep: Bools
) -> None:
    sums, rows = state
    values, signs = signed
    for row in range(len(slots)):
        if len(keep) == 0 or keep[row]:
            sign = 1 if len(signs) == 0 else signs[row]
            sums[slots[row]] += sign * values[row]
            rows[slots[row]] += sign


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
