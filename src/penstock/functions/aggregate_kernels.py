"""How each aggregate folds rows into partial results, merges those and finishes them.

A partial result is a row of accumulator columns that start as zero. Rows are folded in the order
in which they come, one by one, so the answer does not depend on how they were batched; merging
adds up partial results in the order given. As in Flink: integers wrap around, FLOAT is summed in
single precision, SUM and AVG over no value are NULL, AVG of integers truncates, a comparison with
NaN is false. A DECIMAL sum that needs more than 38 digits is NULL.
"""

from __future__ import annotations

from collections.abc import Sequence

from penstock.core.types import INTEGERS, Kind, SqlType
from penstock.functions.aggregate_decimals import decimal_kernel
from penstock.functions.aggregate_kernel import AggregateKernel, NoKernel
from penstock.functions.aggregate_numbers import COUNT, number_kernel
from penstock.functions.aggregate_texts import text_kernel
from penstock.functions.function import MakeKernel


def count_kernel(arguments: Sequence[SqlType], result: SqlType) -> AggregateKernel:
    """Return the kernel of COUNT, whatever it counts."""
    return COUNT


def kernel_of(function: str) -> MakeKernel:
    """Return what makes the kernel of SUM, AVG, MIN or MAX."""

    def make(arguments: Sequence[SqlType], result: SqlType) -> AggregateKernel:
        (argument,) = arguments
        if argument.kind is Kind.DECIMAL:
            return decimal_kernel(function, argument, result)
        if argument.kind in WORDS:
            return number_kernel(function, _dtype(function, argument), result.kind in INTEGERS)
        if function in {"MIN", "MAX"}:
            return text_kernel(function)
        raise NoKernel(function, argument)

    return make


def _dtype(function: str, argument: SqlType) -> str:
    if argument.kind is Kind.FLOAT and function == "SUM":
        return "f4"
    return "f8" if argument.kind in {Kind.FLOAT, Kind.DOUBLE} else "i8"


WORDS = {
    *INTEGERS, Kind.FLOAT, Kind.DOUBLE, Kind.BOOLEAN, Kind.DATE, Kind.TIME, Kind.TIMESTAMP,
    Kind.TIMESTAMP_LTZ, Kind.INTERVAL_DAY, Kind.INTERVAL_YEAR,
}  # fmt: skip
