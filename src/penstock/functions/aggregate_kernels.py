"""How each aggregate folds rows into partial results, merges those and finishes them.

A partial result is a row of accumulator columns that start as zero. Rows are folded in the order
in which they come, one by one, so the answer does not depend on how they were batched; merging
adds up partial results in the order given. As in Flink: integers wrap around, SUM and AVG over no
value are NULL, AVG of integers truncates, a comparison with NaN is false. FLOAT is summed in
double precision, which Flink does in single. A DECIMAL sum that needs more than 38 digits is NULL.
"""

from __future__ import annotations

from penstock.core.types import INTEGERS, Kind, SqlType
from penstock.functions.aggregate_decimals import decimal_kernel
from penstock.functions.aggregate_kernel import AggregateKernel, NoKernel
from penstock.functions.aggregate_numbers import COUNT, number_kernel
from penstock.functions.aggregate_texts import text_kernel


def aggregate_kernel(function: str, argument: SqlType | None, result: SqlType) -> AggregateKernel:
    """Return the kernel of COUNT, SUM, AVG, MIN or MAX; COUNT(*) has no argument."""
    if function == "COUNT":
        return COUNT
    if argument is None:
        raise NoKernel(function, "*")
    if argument.kind is Kind.DECIMAL:
        return decimal_kernel(function, argument, result)
    if argument.kind in _WORDS:
        real = argument.kind in {Kind.FLOAT, Kind.DOUBLE}
        return number_kernel(function, "f8" if real else "i8", result.kind in INTEGERS)
    if function in {"MIN", "MAX"}:
        return text_kernel(function)
    raise NoKernel(function, argument)


_WORDS = {
    *INTEGERS, Kind.FLOAT, Kind.DOUBLE, Kind.BOOLEAN, Kind.DATE, Kind.TIME, Kind.TIMESTAMP,
    Kind.TIMESTAMP_LTZ, Kind.INTERVAL_DAY, Kind.INTERVAL_YEAR,
}  # fmt: skip
