"""Variance and standard deviation, as Flink computes them: value by value from the mean so far.

All of it is DOUBLE inside, also that of integers, whose spread is cut to their type at the end.
Mean and sum of squared distances follow B. P. Welford (1962), and T. F. Chan et al. (1979) where
partial results meet; sums of squares would lose the digits of values far from zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.core.types import DOUBLE, INTEGERS, Kind, SqlType
from penstock.functions.aggregate_kernel import (
    ALL_ADDED,
    Accumulators,
    AggregateKernel,
    Bools,
    Finished,
    Numbers,
)
from penstock.functions.arithmetic_types import DIVISION_SCALE_LEAST
from penstock.functions.coercion import DECIMAL_DIGITS_MAX
from penstock.functions.decimals import round_half_up
from penstock.functions.function import AggregateFunction, MakeKernel, Signature

Float64s = npt.NDArray[np.float64]
State = tuple[Int64s, Float64s, Float64s]
"""How many values, their mean, the sum of their squared distances from it."""

_BITS_LEAST, _BITS_MOST = 32, 64
"""Java makes a DOUBLE an INT or a BIGINT, and cuts smaller integers out of the INT."""


def _resolve(types: Sequence[SqlType]) -> Signature | None:
    """Floating point and integers keep their type; a DECIMAL has at least six digits."""
    if len(types) != 1 or types[0].kind not in (*INTEGERS, *_REALS):
        return None
    given = types[0]
    if given.kind is not Kind.DECIMAL:
        return Signature((given,), given.with_nullable(True))
    scale = max(DIVISION_SCALE_LEAST, given.scale or 0)
    result = SqlType(Kind.DECIMAL, precision=DECIMAL_DIGITS_MAX, scale=scale)
    return Signature((DOUBLE.with_nullable(given.nullable),), result)


def _make(*, sample: bool, root: bool) -> MakeKernel:
    def make(arguments: Sequence[SqlType], result: SqlType) -> AggregateKernel:
        finish = partial(_finish, sample=sample, root=root, result=result)
        return AggregateKernel(("i8", "f8", "f8"), _fold, _merge, finish, retracts=True)

    return make


def _fold(
    accumulators: Accumulators,
    slots: Int64s,
    values: Numbers,
    keep: Bools,
    signs: Int64s = ALL_ADDED,
) -> None:
    counts, means, squares = accumulators
    signed = values.astype(np.float64, copy=False), signs
    _take((counts, means, squares), slots, signed, keep)


def _merge(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    (counts, means, squares), (more, other_means, other_squares) = into, source
    _meet((counts, means, squares), into_rows, (more, other_means, other_squares), source_rows)


def _finish(accumulators: Accumulators, *, sample: bool, root: bool, result: SqlType) -> Finished:
    counts, _, squares = accumulators
    divisors = counts - 1 if sample else counts
    spread = np.maximum(squares, 0) / np.maximum(divisors, 1)
    if root:
        spread = np.sqrt(spread)
    valid = divisors > 0
    if result.kind is Kind.DECIMAL:
        return _decimals(spread, valid, result.scale or 0), valid
    return (_whole(spread, result) if result.kind in INTEGERS else spread), valid


def _decimals(spread: Float64s, valid: Bools, scale: int) -> Numbers:
    step = Decimal(1).scaleb(-scale)
    found = np.full(len(spread), None)
    for place in np.flatnonzero(valid):
        found[place] = round_half_up(Decimal(repr(float(spread[place]))), step)
    return found


def _whole(spread: Float64s, result: SqlType) -> Int64s:
    """Return integers without a fraction: what is too large is the largest, NaN is 0."""
    bits = _BITS_MOST if result.kind is Kind.BIGINT else _BITS_LEAST
    most = 2 ** (bits - 1) - 1
    fits = spread < float(most)
    return np.where(fits | np.isnan(spread), np.where(fits, spread, 0).astype(np.int64), most)


@compiled
def _take(state: State, slots: Int64s, signed: tuple[Float64s, Int64s], keep: Bools) -> None:
    """Add rows one by one, or take them out where their sign is -1."""
    counts, means, squares = state
    values, signs = signed
    for row in range(len(slots)):
        if len(keep) != 0 and not keep[row]:
            continue
        slot, sign = slots[row], np.int64(1) if len(signs) == 0 else signs[row]
        counts[slot] += sign
        if counts[slot] <= 0:
            # What is left of sums that went back to nothing must not stay.
            means[slot], squares[slot] = 0.0, 0.0
            continue
        distance = values[row] - means[slot]
        means[slot] += sign * distance / counts[slot]
        squares[slot] += sign * distance * (values[row] - means[slot])


@compiled
def _meet(into: State, into_rows: Int64s, source: State, source_rows: Int64s) -> None:
    for pair in range(len(into_rows)):
        slot, other = into_rows[pair], source_rows[pair]
        more, total = source[0][other], into[0][slot] + source[0][other]
        if total <= 0:
            into[0][slot], into[1][slot], into[2][slot] = total, 0.0, 0.0
            continue
        distance = source[1][other] - into[1][slot]
        into[2][slot] += source[2][other] + distance * distance * into[0][slot] * more / total
        into[1][slot] += distance * more / total
        into[0][slot] = total


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
