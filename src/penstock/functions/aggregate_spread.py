"""Variance and standard deviation: sums of values and of their squares, as Flink reduces them.

As there, integers keep their type, so the spread of integers is truncated.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.types import DOUBLE, INTEGERS, Kind, SqlType
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
from penstock.functions.aggregate_numbers import number_kernel
from penstock.functions.function import AggregateFunction, MakeKernel, Signature


def _resolve(types: Sequence[SqlType]) -> Signature | None:
    """Floating point and integers keep their type; DECIMAL is taken as DOUBLE."""
    if len(types) != 1 or types[0].kind not in (*INTEGERS, *_REALS):
        return None
    taken = DOUBLE if types[0].kind is Kind.DECIMAL else types[0]
    return Signature((taken.with_nullable(types[0].nullable),), taken.with_nullable(True))


def _make(*, sample: bool, root: bool) -> MakeKernel:
    def make(arguments: Sequence[SqlType], result: SqlType) -> AggregateKernel:
        whole = result.kind in INTEGERS
        dtype = "i8" if whole else "f8"
        sums = number_kernel("SUM", dtype, whole)
        finish = partial(_finish, sample=sample, root=root)
        dtypes = (dtype, "i8", dtype, "i8")
        return AggregateKernel(dtypes, _fold(sums), _merge(sums), finish, retracts=True)

    return make


def _fold(sums: AggregateKernel) -> Fold:
    def fold(
        accumulators: Accumulators,
        slots: Int64s,
        values: Numbers,
        keep: Bools,
        signs: Int64s = ALL_ADDED,
    ) -> None:
        sums.fold(accumulators[:2], slots, values, keep, signs)
        sums.fold(accumulators[2:], slots, values * values, keep, signs)

    return fold


def _merge(sums: AggregateKernel) -> Merge:
    def merge(
        into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
    ) -> None:
        sums.merge(into[:2], into_rows, source[:2], source_rows)
        sums.merge(into[2:], into_rows, source[2:], source_rows)

    return merge


def _finish(accumulators: Accumulators, *, sample: bool, root: bool) -> Finished:
    total, rows, squares, _ = accumulators
    divisor = rows - 1 if sample else rows
    spread = _quotient(squares - _quotient(total * total, rows), divisor)
    if root:
        spread = np.sqrt(np.maximum(spread, 0)).astype(total.dtype)
    return spread, divisor > 0


def _quotient(numbers: Numbers, divisors: Int64s) -> Numbers:
    """Return quotients, truncated for integers; where there are no rows, anything."""
    divisors = np.maximum(divisors, 1)
    if numbers.dtype.kind == "f":
        return numbers / divisors
    quotients = np.abs(numbers) // divisors
    return np.where(numbers < 0, -quotients, quotients)


_REALS = (Kind.FLOAT, Kind.DOUBLE, Kind.DECIMAL)
_KINDS = (
    ("VAR_POP", "the mean squared distance from the mean", False, False, "0"),
    ("VAR_SAMP", "the variance of what the values are a sample of", True, False, "1"),
    ("VARIANCE", "the variance of what the values are a sample of", True, False, "1"),
    ("STDDEV_POP", "the root of the mean squared distance from the mean", False, True, "0"),
    ("STDDEV_SAMP", "the deviation of what the values are a sample of", True, True, "1"),
    ("STDDEV", "the deviation of what the values are a sample of", True, True, "1"),
)
FUNCTIONS = tuple(
    AggregateFunction(
        name, f"Gives {what}.", _resolve, (f"{name}(x)", answer), _make(sample=sample, root=root)
    )
    for name, what, sample, root, answer in _KINDS
)
